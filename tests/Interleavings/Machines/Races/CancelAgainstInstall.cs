using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>The operator cancels while the device installs, restarts, tries and confirms.</summary>
internal static class CancelAgainstInstall
{
    private const string Name = "cancel-against-install-and-confirm";
    private const string Sentence = "The operator cancels an update that the device may be receiving, sealing, about to boot, trying or confirming at that moment.";

    private static readonly string[] Judges = ["I-01", "I-04", "I-07", "I-13", "I-14", "I-18"];

    private static readonly PlaySettings Settings = new(new ExplorationSettings(Name, Race.May((Budget.Fail, 1), (Budget.Late, 1))))
    {
        Lanes = 2,
        Scripts = [[Deed.Publish(2)], [Deed.Cancel().Within(5)], [Deed.FireTimer().Within(3), Deed.FireTimer().Within(2)]],
    };

    public static Scenario Sound { get; } = Race.Of(Name, Sentence, Judges, Settings);

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("trial-recorded-as-completed", "The tracker takes a report from the trial for a completion; the trial may still fail.",
            Race.Of(Name, Sentence, Judges, Settings with { Machines = static shipped => shipped with { Tracker = shipped.Tracker.Changing(Completing, "TrialReported") } }),
            "I-01", Strategy.Prioritised),
        new("cancel-beside-the-lane", "The operator's cancellation goes through a lane of its own: it and a report that comes at the same time undo each other.",
            Race.Of(Name, Sentence, Judges, Settings with { Components = new() { Lanes = static (_, communicator, _) => communicator < 0 ? 1 : 0 } }),
            "I-13"),
    ];

    private static Reaction<TrackState> Completing(TrackState before, Reaction<TrackState> reaction)
    {
        var completed = reaction.State.Record! with { Phase = TrackPhase.Confirmed, Result = ResultCode.Success, ResultVerified = true, CompletedAt = Cast.At };
        return (reaction with { State = new TrackState(completed) }).Map(output => output is Output.Persist ? new Output.Persist(completed) : output);
    }
}

