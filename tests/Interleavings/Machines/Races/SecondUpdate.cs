using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>A newer package comes while the device tries an image.</summary>
internal static class SecondUpdate
{
    private const string Name = "second-update-during-trial";
    private const string Sentence = "A second package is published while the device seals, boots, tries or reverts the first, and its Communicator asks at that moment.";

    private static readonly string[] Judges = ["I-01", "I-03", "I-04", "I-05", "I-08", "I-14", "I-23"];

    private static readonly PlaySettings Settings = new(new ExplorationSettings(Name, Race.May((Budget.Fail, 1))))
    {
        Communicators = [0, 0],
        Scripts = [[Deed.Publish(2), Deed.Publish(3, idle: 60).Within(4)], [Deed.FireTimer().Within(4), Deed.FireTimer()]],
    };

    public static Scenario Sound { get; } = Race.Of(Name, Sentence, Judges, Settings);

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("second-update-taken-in-trial", "The tracker offers a newer package to a device on trial, and the device takes it: it erases the slot that it runs from.",
            Race.Of(Name, Sentence, Judges, Settings with
            {
                Machines = static shipped => shipped with
                {
                    Devices = [.. shipped.Devices.Select(static device => new TakingInTrial(device))],
                    Tracker = new Altered<TrackState>(shipped.Tracker) { After = OfferingInTrial },
                },
            }),
            "I-05"),
        new("trial-image-invoked-before-spent", "The device hands control to the image on trial before it is stored that the trial is spent.",
            Race.Of(Name, Sentence, Judges, Settings with { Machines = static shipped => shipped with { Devices = [.. shipped.Devices.Select(static device => device.Forgetting<DeviceCoreState, Output.Persist>("StartedForTrial"))] } }),
            "I-23"),
    ];

    private static Reaction<TrackState> OfferingInTrial(TrackState before, Input input, Reaction<TrackState> reaction) =>
        reaction.Trigger == "TrialReported" && input is Input.CheckedIn { Newest: { } newest } && newest.Image != reaction.State.Record!.Target
            ? reaction.Map(output => output is Output.SendDirective order
                ? order with { Directive = order.Directive with { Manifest = newest.Image.Manifest, Number = newest.Image.Number }, Envelope = newest.Envelope }
                : output)
            : reaction;

    /// <summary>On trial it judges an offer as it would with a verified candidate.</summary>
    private sealed class TakingInTrial(IMachine<DeviceCoreState> device) : IMachine<DeviceCoreState>
    {
        public Reaction<DeviceCoreState> Handle(DeviceCoreState state, Input input)
        {
            if (state is not { Phase: DevicePhase.Trial, Candidate: { } candidate } || input is not Input.Received { Message: DirectiveDelivery }) return device.Handle(state, input);
            var verified = state with { Phase = DevicePhase.Verified, Record = state.Record! with { Candidate = candidate with { Stage = CandidateStage.Verified } } };
            var reaction = device.Handle(verified, input);
            return reaction.Trigger == "UpdateAccepted" ? reaction : device.Handle(state, input);
        }
    }
}
