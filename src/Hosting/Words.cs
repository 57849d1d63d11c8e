using System.Globalization;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting;

/// <summary>What people read of a record, the same on a page and on a terminal.</summary>
internal static class Words
{
    /// <summary>The days of a week as a maintenance window counts them.</summary>
    internal static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>A point in time, in UTC; a hyphen for never.</summary>
    public static string Time(Moment at) => at == default ? "-" : DateTimeOffset.FromUnixTimeMilliseconds(at.UnixMilliseconds).ToString("u", CultureInfo.InvariantCulture);

    /// <summary>How something ended, and whether it is the device's own signed word; a hyphen for not yet.</summary>
    public static string Result(ResultCode code, bool verified) => code == ResultCode.None ? "-" : code + (verified ? "" : " (unverified)");

    /// <summary>How much of it has come, in percent; a hyphen when nothing is to come.</summary>
    public static string Progress(ulong received, ulong total) => total == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * received / total:0} %");

    /// <summary>Which devices a campaign is for.</summary>
    public static string Members(CampaignPlan plan) =>
        (plan.Tags.Length == 0 ? "every device of the class" : plan.Tags) + (plan.Devices.Count == 0 ? "" : $", of {plan.Devices.Count} that are named");

    /// <summary>When the waves of a campaign open, what stops it, how much it does at once, how often it tries, and when.</summary>
    public static string Rules(CampaignPlan plan)
    {
        var stops = new List<string>();
        if (plan.StopShare > 0) stops.Add($"{plan.StopShare} % failed");
        if (plan.StopCount > 0) stops.Add($"{plan.StopCount} failed");
        string[] rules =
        [
            $"The next wave opens at {plan.AdvanceShare} % confirmed",
            stops.Count == 0 ? "no failure stops it" : $"stops at {string.Join(" or ", stops)}",
            plan.MostUnderWay == 0 ? "no limit on updates at once" : $"at most {plan.MostUnderWay} updates at once",
            $"{plan.Retry.MostAttempts} attempts{string.Concat(plan.Retry.Codes.Select(static rule => $", {rule.MostAttempts} after {rule.Code}"))}",
            plan.Windows.Count == 0 ? "at any time" : $"only {string.Join(", ", plan.Windows.Select(Window))} (UTC)",
        ];
        return string.Join("; ", rules) + ".";
    }

    /// <summary>A maintenance window as the option <c>--window</c> takes it.</summary>
    public static string Window(MaintenanceWindow window)
    {
        var days = window.Days == 0x7f ? "daily" : string.Join(',', Days.Where((_, day) => (window.Days >> day & 1) != 0));
        return string.Create(CultureInfo.InvariantCulture, $"{days} {window.Begin / 60:00}:{window.Begin % 60:00}+{window.Length}m");
    }
}
