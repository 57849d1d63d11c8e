using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>Two Communicators serve one device at once.</summary>
internal static class TwoCommunicators
{
    private const string Name = "two-communicators-claim-one-device";
    private const string Sentence = "Two Communicators ask one device for its status, deliver what the tracker answered each of them, and transfer its blocks.";

    private static readonly string[] Judges = ["I-06", "I-10", "I-12", "I-13", "I-14", "I-21"];

    private static readonly PlaySettings Settings = new(new ExplorationSettings(Name, Race.May((Budget.Loss, 1), (Budget.Late, 1), (Budget.Dup, 1))))
    {
        Communicators = [0, 0],
        Lanes = 2,
        Scripts = [[Deed.Publish(2)]],
    };

    public static Scenario Sound { get; } = Race.Of(Name, Sentence, Judges, Settings);

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("lane-for-each-communicator", "The tracker's lanes are chosen by connection: two check-ins of one device overlap, and one record is written over the other.",
            Race.Of(Name, Sentence, Judges, Settings with { Components = new() { Lanes = static (_, communicator, lanes) => communicator % lanes } }), "I-13"),
        new("block-taken-for-the-wanted-one", "The device does not look at what block it gets: one that two Communicators brought, or that came twice, is stored twice.",
            Race.Of(Name, Sentence, Judges, Settings with { Machines = static shipped => shipped with { Devices = [.. shipped.Devices.Select(TakingAnyBlock)] } }), "I-06",
            Strategy.Prioritised),
    ];

    private static IMachine<DeviceCoreState> TakingAnyBlock(IMachine<DeviceCoreState> device) => new Altered<DeviceCoreState>(device)
    {
        Before = static (state, input) => input is Input.Received { Message: ImageBlock block } received && state.NextWant(Cast.BlockSize) is { } want
            ? (state, received with { Message = block with { Manifest = state.Candidate!.Image.Name.Manifest, Payload = want.Payload, Offset = want.Offset } })
            : (state, input),
    };
}
