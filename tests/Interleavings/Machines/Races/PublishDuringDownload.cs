using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>The author publishes and withdraws while a device is receiving.</summary>
internal static class PublishDuringDownload
{
    private const string Name = "publish-or-withdraw-during-download";
    private const string Sentence = "The author publishes a newer package or withdraws the one that a device is receiving, block after block, at that moment.";

    private static readonly string[] Judges = ["I-06", "I-13", "I-14", "I-18", "I-21"];

    private static readonly PlaySettings Settings = new(new ExplorationSettings(Name, Race.May((Budget.Loss, 1))) { Blocks = 3 })
    {
        Communicators = [0, 0],
        Scripts = [[Deed.Publish(2), Deed.Withdraw(2).Within(3)], [Deed.Publish(3, idle: 40).Within(1)], [Deed.FireTimer().Within(2), Deed.RestartServer()]],
    };

    public static Scenario Sound { get; } = Race.Of(Name, Sentence, Judges, Settings);

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("newer-package-inherits-blocks", "A newer package that takes the place of a half received one keeps the slot as it is and the count of its blocks.",
            Race.Of(Name, Sentence, Judges, Settings with { Machines = static shipped => shipped with { Devices = [.. shipped.Devices.Select(static device => device.Changing(Inheriting, "UpdateAccepted"))] } }),
            "I-06"),
        new("published-before-stored", "The Firmware server answers the author before the package is on stable storage.",
            Race.Of(Name, Sentence, Judges, Settings with { Machines = static shipped => shipped with { Server = shipped.Server.SpeakingFirst() } }), "I-13"),
        new("withdrawal-not-told", "The tracker does not tell a device to give up a package that was withdrawn while it received it: the blocks never come.",
            Race.Of(Name, Sentence, Judges, Settings with
            {
                Scripts = [[Deed.Publish(2), Deed.Withdraw(2, idle: 60).Within(1)]],
                Machines = static shipped => shipped with { Tracker = new Altered<TrackState>(shipped.Tracker) { Before = Publishing } },
            }),
            "I-18", Strategy.Fair),
    ];

    private static Reaction<DeviceCoreState> Inheriting(DeviceCoreState before, Reaction<DeviceCoreState> reaction)
    {
        if (before.Candidate is not { Received: > 0 } former) return reaction;
        var record = reaction.State.Record! with { Candidate = reaction.State.Candidate! with { Received = former.Received } };
        return (reaction with { State = reaction.State with { Record = record }, Outputs = [.. reaction.Outputs.Where(static output => output is not Output.EraseSlot)] })
            .Map(output => output is Output.Persist { Record: DeviceRecord { Candidate: not null } } ? new Output.Persist(record) : output);
    }

    // Whatever the record's target is counts as published.
    private static (TrackState, Input) Publishing(TrackState state, Input input) => input is Input.CheckedIn checkedIn && state.Record?.Target is { } target
        ? (state, checkedIn with { Published = new Sequence<Digest>(checkedIn.Published.Append(target.Manifest)) })
        : (state, input);
}
