using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>Reports that come twice, late, or once more from somebody who kept them.</summary>
internal static class LateReports
{
    private const string Name = "duplicate-and-late-reports";
    private const string Sentence = "Reports of one device overtake each other, come twice, and are sent once more by somebody on the tracker link who kept them.";

    private static readonly string[] Judges = ["I-01", "I-10", "I-12", "I-16", "I-19"];

    private static readonly PlaySettings Settings = new(
        new ExplorationSettings(Name, Race.May((Budget.Dup, 2), (Budget.Late, 2), (Budget.Replay, 2), (Budget.Forge, 1))) { Attacker = AttackerKind.OnPathTracker })
    {
        Communicators = [0, 0],
        Scripts = [[Deed.Publish(2)], [Deed.FireTimer().Within(2), Deed.FireTimer().Within(2)]],
    };

    public static Scenario Sound { get; } = Race.Of(Name, Sentence, Judges, Settings);

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("counter-may-be-equal", "The tracker takes a report whose counter is not lower than the last one, in the place of one that is higher.",
            Race.Of(Name, Sentence, Judges, Settings with { Machines = static shipped => shipped with { Tracker = new Altered<TrackState>(shipped.Tracker) { Before = AllowingEqual, After = static (state, _, reaction) => reaction.Trigger == "ReportRefused" ? reaction with { State = state } : reaction } } }), "I-12"),
        new("counter-noted-by-a-refusal", "A report that is refused as old is noted as the last one all the same.",
            Race.Of(Name, Sentence, Judges, Settings with { Machines = static shipped => shipped with { Tracker = shipped.Tracker.Changing(Noting, "ReportRefused") } }), "I-16"),
    ];

    private static (TrackState, Input) AllowingEqual(TrackState state, Input input) => state.Record is { LastCounter: > 0 } record && input is Input.CheckedIn
        ? (new TrackState(record with { LastCounter = record.LastCounter - 1 }), input)
        : (state, input);

    private static Reaction<TrackState> Noting(TrackState before, Reaction<TrackState> reaction) =>
        before.Record is { } record ? reaction with { State = new TrackState(record with { LastCounter = record.LastCounter - 1 }) } : reaction;
}
