using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>The tracker dies in the middle of check-ins.</summary>
internal static class TrackerRestarts
{
    private const string Name = "tracker-restarts-between-verifying-and-recording";
    private const string Sentence = "The tracker dies between reading a record, verifying a report, storing what follows and answering, while devices report and one of them falls silent.";

    private static readonly string[] Judges = ["I-01", "I-13", "I-17", "I-19", "I-20"];

    private static readonly PlaySettings Settings = new(new ExplorationSettings(Name, Race.May((Budget.Silence, 1))) { Devices = 2 })
    {
        Communicators = [0, 1],
        Lanes = 2,
        Scripts = [[Deed.Publish(2)], [Deed.RestartTracker().Within(2), Deed.RestartTracker().Within(2)], [Deed.Silence(1).Within(9)]],
    };

    public static Scenario Sound { get; } = Race.Of(Name, Sentence, Judges, Settings);

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("store-says-done-when-asked", "The store says that a record is stored when the write is ordered, and writes it afterwards.",
            Race.Of(Name, Sentence, Judges, Settings with { Components = new() { Store = typeof(HastyStore) } }), "I-13"),
        new("silence-forgotten-by-restart", "A tracker that starts again does not give the devices that it knows their time: who falls silent then stays as he was.",
            Race.Of(Name, Sentence, Judges, Settings with { Components = new() { Lane = typeof(ForgetfulLane) } }), "I-20", Strategy.Fair),
        new("silence-takes-off-the-list", "A device that falls silent is taken off the list of those that have completed.",
            Race.Of(Name, Sentence, Judges, Settings with { Machines = static shipped => shipped with { Tracker = shipped.Tracker.Changing(TakingOff, "SilenceExpired") } }), "I-17"),
    ];

    private static Reaction<TrackState> TakingOff(TrackState before, Reaction<TrackState> reaction)
    {
        var record = reaction.State.Record! with { CompletedAt = default };
        return (reaction with { State = new TrackState(record) }).Map(output => output is Output.Persist ? new Output.Persist(record) : output);
    }
}

/// <summary>Says done too early.</summary>
internal sealed class HastyStore : TrackStore
{
    protected override void Ordered(Write write) => Play.Send(write.Lane, write.Ticket);

    protected override void Tell(Write write)
    {
    }
}

/// <summary>Arms no timers for the devices that it finds.</summary>
internal sealed class ForgetfulLane : TrackerLane
{
    public override void Rearm(int device)
    {
    }
}
