using System.Diagnostics;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Load;

/// <summary>One run: enrol, load, look, kill, compare.</summary>
internal sealed class LoadRun(LoadSettings settings, ProgressLine progress)
{
    private const double Mebibyte = 1024 * 1024;

    public async Task<LoadResult> RunAsync(CancellationToken cancel)
    {
        var stand = await Stand.OpenAsync(settings.Folder, settings.Devices, settings.Secup, settings.Enrolment, settings, progress, cancel).ConfigureAwait(false);
        await using (stand.ConfigureAwait(false))
        {
            var atReady = stand.Tracker.Memory;
            await WarmAsync(stand, cancel).ConfigureAwait(false);
            var polls = settings.Polls > 0 ? await MeasureAsync(stand, Workload.Polls, settings.Polls, cancel).ConfigureAwait(false) : null;
            var reports = settings.Reports > 0 ? await MeasureAsync(stand, Workload.Reports, settings.Reports, cancel).ConfigureAwait(false) : null;
            progress.Say("Asking for an overview");
            var summary = await SummariseAsync(stand, cancel).ConfigureAwait(false);
            var memory = new MemoryResult(InMebibytes(atReady), InMebibytes(stand.Tracker.Memory), InMebibytes(stand.Tracker.MostMemory), InMebibytes(stand.Site.DatabaseSize()));
            var small = settings.Small is { } count
                ? await AgainstAsync(stand, $"a fleet of {count}", Beside("small"), count, settings.Secup, settings.Enrolment, cancel).ConfigureAwait(false) : null;
            var other = settings.Against is { } secup
                ? await AgainstAsync(stand, secup, Beside("other"), settings.Devices, secup, EnrolmentWay.Operator, cancel).ConfigureAwait(false) : null;
            var restart = settings.Restart ? await new RestartCheck(stand, progress).RunAsync(Math.Max(settings.Reports, 2 * settings.Connections), cancel).ConfigureAwait(false) : null;
            if (restart is { Lost: > 0 }) throw new LoadFailure($"{restart.Lost} of {restart.Checked} acknowledged reports were lost when the tracker was killed.");
            return new LoadResult
            {
                Machine = MachineFacts.Here,
                Devices = settings.Devices,
                Seed = settings.Seed,
                Connections = Math.Min(settings.Connections, settings.Devices),
                Batch = settings.Batch,
                Enrolment = stand.Enrolment,
                Polls = polls,
                Reports = reports,
                TrackerMemory = memory,
                Summary = summary,
                Restart = restart,
                AgainstSmallFleet = small,
                AgainstOther = other,
            };
        }
    }

    private static double InMebibytes(long bytes) => Math.Round(bytes / Mebibyte, 1);

    private string? Beside(string name) => settings.Folder is { } folder ? $"{folder}-{name}" : null;

    // What is compiled, opened and cached once is not part of what a poll costs; a tracker of a million devices also reads all their records after its start.
    private async Task WarmAsync(Stand stand, CancellationToken cancel)
    {
        progress.Say("Warming up");
        await stand.Exchange.MeasureAsync(Workload.Polls, Math.Clamp(settings.Polls / 2, 1, 100_000), cancel).ConfigureAwait(false);
    }

    private async Task<ExchangeResult> MeasureAsync(Stand stand, Workload workload, int count, CancellationToken cancel)
    {
        progress.Say($"{workload}: {count:N0} to {stand.Fleet.Count:N0} devices");
        return await stand.Exchange.MeasureAsync(workload, count, cancel).ConfigureAwait(false);
    }

    private async Task<TurnsResult> AgainstAsync(Stand stand, string what, string? folder, int devices, string secup, EnrolmentWay way, CancellationToken cancel)
    {
        progress.Say($"In turn with {what}");
        var other = await Stand.OpenAsync(folder, devices, secup, way, settings with { Devices = devices }, progress, cancel).ConfigureAwait(false);
        await using (other.ConfigureAwait(false))
        {
            await WarmAsync(other, cancel).ConfigureAwait(false);
            var polls = await TakeTurnsAsync(stand, other, Workload.Polls, settings.Polls / settings.Rounds, cancel).ConfigureAwait(false);
            var reports = await TakeTurnsAsync(stand, other, Workload.Reports, settings.Reports / settings.Rounds, cancel).ConfigureAwait(false);
            return new TurnsResult(what, polls, reports, Ratio(polls, Cost), Ratio(polls, Rate), Ratio(reports, Cost), Ratio(reports, Rate));
        }

        static double Cost(ExchangeResult result) => result.TrackerCpuMicroseconds;

        static double Rate(ExchangeResult result) => result.PerSecond;
    }

    private async Task<List<Turn>> TakeTurnsAsync(Stand stand, Stand other, Workload workload, int count, CancellationToken cancel)
    {
        var turns = new List<Turn>();
        for (var round = 0; round < settings.Rounds && count > 0; round++)
        {
            turns.Add(new(await MeasureAsync(stand, workload, count, cancel).ConfigureAwait(false), await MeasureAsync(other, workload, count, cancel).ConfigureAwait(false)));
        }

        return turns;
    }

    private static double? Ratio(List<Turn> turns, Func<ExchangeResult, double> value) =>
        turns.Count == 0 ? null : Math.Round(turns.Select(turn => value(turn.This) / value(turn.Other)).Order().ElementAt(turns.Count / 2), 3);

    private static async Task<SummaryResult> SummariseAsync(Stand stand, CancellationToken cancel)
    {
        using var connection = await HttpConnection.OpenAsync(stand.Tracker.Address, HttpBinding.OperatorPath, stand.Site.Operator, cancel).ConfigureAwait(false);
        var latencies = new Latencies();
        var question = MessageCodec.Encode(new FleetQuery());
        for (var i = 0; i < 100; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            var (_, body) = await connection.PostAsync(question, cancel).ConfigureAwait(false);
            latencies.Add(begun);
            if (MessageCodec.Decode(body.ToArray()).Value is not FleetSummary) throw new LoadFailure($"Expected M-37, got {MessageCodec.Decode(body)}.");
        }

        return new SummaryResult("M-36: how does the fleet stand?", Latencies.Join([latencies]));
    }
}
