using System.Globalization;
using System.Text;

namespace SecUpIoT.Load;

/// <summary>A result for people.</summary>
internal static class ResultText
{
    public static string Of(LoadResult result)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"{result.Devices:N0} devices (seed {result.Seed}), {result.Connections} connections with {result.Batch} check-ins a request, {result.Machine.Processors} processors for both sides");
        if (result.Enrolment is { } enrolment) Line($"enrolment   {enrolment.PerSecond:N0}/s ({enrolment.Way}), {enrolment.Seconds:N1} s");
        if (result.Polls is { } polls) Line($"polls       {Exchanges(polls)}");
        if (result.Reports is { } reports) Line($"reports     {Exchanges(reports)}");
        Line($"overview    p50 {result.Summary.Latency.P50} ms, p99 {result.Summary.Latency.P99} ms ({result.Summary.What})");
        Line($"memory      {result.TrackerMemory.ResidentAtReady:N0} MiB at the start, {result.TrackerMemory.Resident:N0} MiB now, at most {result.TrackerMemory.MostResident:N0} MiB; database {result.TrackerMemory.Database:N0} MiB");
        if (result.Restart is { } restart)
            Line($"restart     {restart.ReadySeconds:N2} s after kill -9 to the first answer; {restart.Checked:N0} acknowledged reports sent again, {restart.Lost} lost; {restart.RecordsCompared:N0} records equal");
        foreach (var turns in (TurnsResult?[])[result.AgainstSmallFleet, result.AgainstOther])
        {
            if (turns is null) continue;
            Line($"in turn with {turns.Other}:");
            if (turns.PollCostRatio is { } cost) Line($"  polls     cost x {cost}, rate x {turns.PollRateRatio} ({Turns(turns.Polls)})");
            if (turns.ReportCostRatio is { } reportCost) Line($"  reports   cost x {reportCost}, rate x {turns.ReportRateRatio} ({Turns(turns.Reports)})");
        }

        return text.ToString().TrimEnd();
    }

    private static string Exchanges(ExchangeResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.PerSecond:N0}/s, p50 {result.Latency.P50} ms, p99 {result.Latency.P99} ms; tracker {result.TrackerCpuMicroseconds} us each ({result.TrackerCpuSeconds} s), client {result.ClientCpuSeconds} s, signing before {result.SigningCpuSeconds} s; {result.DirectivesVerified} directives verified");

    private static string Turns(IReadOnlyList<Turn> turns) =>
        string.Join("; ", turns.Select(turn => string.Create(CultureInfo.InvariantCulture, $"{turn.This.TrackerCpuMicroseconds} us and {turn.Other.TrackerCpuMicroseconds} us")));
}
