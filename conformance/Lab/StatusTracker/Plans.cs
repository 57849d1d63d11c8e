using System.Globalization;
using System.Text.RegularExpressions;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>Plans of campaigns, by the words of the features. The list is closed.</summary>
internal static class Plans
{
    /// <summary>One wave, every device of the class, no limit, three attempts without a pause.</summary>
    public static CampaignPlan Plain(string name) => new(
        name, "", Sequence<DeviceId>.Empty, new([100]), 100, 0, 0, 0, new RetryRule(3, 0, 0, Sequence<CodeRule>.Empty), Sequence<MaintenanceWindow>.Empty);

    private static readonly (Regex Words, Func<CampaignPlan, Match, Surroundings, CampaignPlan> Say)[] All =
    [
        Clause(@"waves of (?<a>[\d/]+) percent", static (plan, words, _) => plan with { Waves = new(Text(words).Split('/').Select(static wave => byte.Parse(wave, CultureInfo.InvariantCulture))) }),
        Clause("no wave", static (plan, _, _) => plan with { Waves = Sequence<byte>.Empty }),
        Clause(@"a share of (?<a>\d+) percent", static (plan, words, _) => plan with { AdvanceShare = (byte)Number(words) }),
        Clause(@"a stop at (?<a>\d+) failures?", static (plan, words, _) => plan with { StopCount = Number(words) }),
        Clause(@"a stop at (?<a>\d+) percent of failures", static (plan, words, _) => plan with { StopShare = (byte)Number(words) }),
        Clause(@"at most (?<a>\d+) members? at once", static (plan, words, _) => plan with { MostUnderWay = Number(words) }),
        Clause(@"at most (?<a>\d+) attempts?", static (plan, words, _) => plan with { Retry = plan.Retry with { MostAttempts = Number(words) } }),
        Clause(@"pauses of (?<a>\d+) to (?<b>\d+) seconds", static (plan, words, _) => plan with { Retry = plan.Retry with { FirstPause = Number(words), LongestPause = Number(words, "b") } }),
        Clause(@"(?<a>\d+) attempts? after (?<b>\w+)", static (plan, words, _) => plan with
        {
            Retry = plan.Retry with { Codes = new([.. plan.Retry.Codes, new CodeRule(Enum.Parse<ResultCode>(Text(words, "b")), Number(words))]) },
        }),
        Clause("members tagged '(?<a>[^']*)'", static (plan, words, _) => plan with { Tags = Text(words) }),
        Clause("(?<a>the .+ device) alone", static (plan, words, around) => plan with { Devices = new(Text(words).Split(" and ").Select(around.Device)) }),
        Clause(@"a window of (?<a>\d+) minutes that opens in (?<b>\d+) minutes", static (plan, words, around) => Window(plan, Number(words), around.Now, (int)Number(words, "b"), 0x7f)),
        Clause(@"a window of (?<a>\d+) minutes that opened (?<b>\d+) minutes ago", static (plan, words, around) => Window(plan, Number(words), around.Now, -(int)Number(words, "b"), 0x7f)),
        Clause(@"a window of (?<a>\d+) minutes that opens in (?<b>\d+) minutes, on that day of the week alone", static (plan, words, around) =>
            Window(plan, Number(words), around.Now, (int)Number(words, "b"), 0)),
        Clause(@"a window of (?<a>\d+) minutes that opened (?<b>\d+) minutes ago, on that day of the week alone", static (plan, words, around) =>
            Window(plan, Number(words), around.Now, -(int)Number(words, "b"), 0)),
        Clause(@"a window of (?<a>\d+) minutes that opened (?<b>\d+) minutes ago, but on every other day of the week", static (plan, words, around) =>
            Window(plan, Number(words), around.Now, -(int)Number(words, "b"), 0x80)),
    ];

    /// <summary>The plan that these words make of a plain one.</summary>
    /// <param name="plan">The plain plan.</param>
    /// <param name="words">Clauses, joined by "and with".</param>
    /// <param name="around">What the words speak of.</param>
    public static CampaignPlan Of(CampaignPlan plan, string words, Surroundings around) =>
        words.Length == 0 ? plan : words.Split(" and with ").Aggregate(plan, (known, clause) => Apply(known, clause, around));

    private static CampaignPlan Apply(CampaignPlan plan, string clause, Surroundings around)
    {
        foreach (var (pattern, say) in All)
        {
            if (pattern.Match(clause) is { Success: true } match) return say(plan, match, around);
        }

        throw new SuiteErrorException($"no plan says: {clause}");
    }

    // Which days: 0 is that of the beginning alone, 0x80 every other, else as it stands.
    private static CampaignPlan Window(CampaignPlan plan, uint length, Moment now, int inMinutes, byte days)
    {
        var begin = DateTimeOffset.FromUnixTimeMilliseconds(now.UnixMilliseconds).AddMinutes(inMinutes);
        var day = (byte)(1 << (int)begin.DayOfWeek);
        var on = days switch { 0 => day, 0x80 => (byte)(0x7f & ~day), _ => days };
        return plan with { Windows = new([.. plan.Windows, new MaintenanceWindow(on, (ushort)((begin.Hour * 60) + begin.Minute), (ushort)length)]) };
    }

    private static (Regex, Func<CampaignPlan, Match, Surroundings, CampaignPlan>) Clause(string words, Func<CampaignPlan, Match, Surroundings, CampaignPlan> say) => (new Regex($"^{words}$"), say);

    private static string Text(Match words, string group = "a") => words.Groups[group].Value;

    private static uint Number(Match words, string group = "a") => uint.Parse(words.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>What words of a plan speak of.</summary>
    /// <param name="Now">The time by the tracker's clock.</param>
    /// <param name="Device">Who is meant by a name.</param>
    internal sealed record Surroundings(Moment Now, Func<string, DeviceId> Device);
}
