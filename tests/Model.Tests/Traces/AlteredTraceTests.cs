using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Model.Tests.Traces;

/// <summary>A trace with one event that did not happen so is no run of the model.</summary>
public sealed class AlteredTraceTests
{
    public static TheoryData<string> Names => [.. Alterations.Keys];

    private static readonly Dictionary<string, (string Run, Func<IReadOnlyList<TraceEvent>, IReadOnlyList<TraceEvent>> Alter)> Alterations = new()
    {
        ["the last block comes too early"] = (nameof(Runs.Update), events => Change(events, TraceMachine.DeviceCore, "BlockStored", happened =>
            happened with { Next = "VerifyingImage", Step = happened.Step! with { Trigger = "LastBlockStored" } })),
        ["an image is installed unread"] = (nameof(Runs.Update), events => Drop(events, TraceMachine.DeviceCore, "ImageAuthentic")),
        ["no self-test passed"] = (nameof(Runs.Update), events => Drop(events, TraceMachine.DeviceCore, "SelfTestPassed")),
        ["a self-test passes before the start"] = (nameof(Runs.Update), events => Swap(events, TraceMachine.DeviceCore, "TrialImageAuthentic", "SelfTestPassed")),
        ["a record is confirmed without a report"] = (nameof(Runs.Update), events => Change(events, TraceMachine.StatusTracker, "CompletionReported", happened =>
            happened with { Step = happened.Step! with { Trigger = "IdleReported" } })),
        ["a record is confirmed although the trial failed"] = (nameof(Runs.TrialFails), events => Change(events, TraceMachine.StatusTracker, "RevertReported", happened =>
            happened with { Next = "Confirmed", Step = happened.Step! with { Trigger = "CompletionReported" } })),
        ["a block is forwarded that was not fetched"] = (nameof(Runs.Update), events => Drop(events, TraceMachine.Communicator, "BlockFetched")),
        ["a package is offered before it was fetched"] = (nameof(Runs.Update), events => Drop(events, TraceMachine.ServerLink, "LastEnvelopeReceived")),
        ["the second package was never published"] = (nameof(Runs.TwoUpdates), events => Drop(events, TraceMachine.FirmwareServer, "PackageCompleted", skip: 1)),
        ["the power never went"] = (nameof(Runs.CutInTransfer), events => [.. events.Where((happened, index) =>
            index == 0 || happened is not { Machine: TraceMachine.DeviceCore, Step: null } || !events.Take(index).Any(before => before.Machine == TraceMachine.DeviceCore))]),
        ["a cancellation that nobody asked for"] = (nameof(Runs.Cancelled), events => Drop(events, TraceMachine.StatusTracker, "CancelRequested")),
        ["a withdrawal that did not happen"] = (nameof(Runs.Withdrawn), events => Drop(events, TraceMachine.FirmwareServer, "WithdrawAccepted")),
    };

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task It_is_rejected(string name)
    {
        SpinTools.Need();
        var (run, alter) = Alterations[name];
        var trace = Runs.ByName(run).Trace!;
        var altered = alter(trace.Events);
        Assert.NotEqual(trace.Events, altered);

        await Acceptance.RejectsAsync(ModelTrace.Of(trace.ToFile(run) with { Entries = [.. altered.Select((happened, index) => new TraceEntry(index + 2, happened))] }));
    }

    private static int Find(IReadOnlyList<TraceEvent> events, TraceMachine machine, string trigger, int skip = 0)
    {
        var found = events.Index().Where(one => one.Item.Machine == machine && one.Item.Step is { Refused: null } step && step.Trigger == trigger).Skip(skip).ToList();
        Assert.True(found.Count > 0, $"the run has no {trigger}");
        return found[0].Index;
    }

    private static IReadOnlyList<TraceEvent> Change(IReadOnlyList<TraceEvent> events, TraceMachine machine, string trigger, Func<TraceEvent, TraceEvent> change)
    {
        var at = Find(events, machine, trigger);
        return [.. events.Select((happened, index) => index == at ? change(happened) : happened)];
    }

    private static IReadOnlyList<TraceEvent> Drop(IReadOnlyList<TraceEvent> events, TraceMachine machine, string trigger, int skip = 0)
    {
        var at = Find(events, machine, trigger, skip);
        return [.. events.Where((_, index) => index != at)];
    }

    private static IReadOnlyList<TraceEvent> Swap(IReadOnlyList<TraceEvent> events, TraceMachine machine, string one, string other)
    {
        var (first, second) = (Find(events, machine, one), Find(events, machine, other));
        return [.. events.Select((_, index) => events[index == first ? second : index == second ? first : index])];
    }
}
