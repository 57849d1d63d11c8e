using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>The device loses its power wherever it likes.</summary>
internal static class PowerCuts
{
    private const string Name = "report-of-a-power-cut-device";
    private const string Sentence = "The power goes before, in or after any write, while two Communicators wait for the device, and it reports when it is back.";
    private const string Decaying = "slot-decays-under-a-completed-record";
    private const string DecayingSentence = "The confirmed image of a device that is recorded as completed decays while the power is off; the record and the device have to find together again.";

    private static readonly string[] Judges = ["I-02", "I-04", "I-06", "I-07", "I-08", "I-12", "I-13", "I-19", "I-23"];

    private static readonly PlaySettings Settings = new(new ExplorationSettings(Name, Race.May((Budget.Cut, 2), (Budget.Store, 1), (Budget.Fail, 1))))
    {
        Communicators = [0, 0],
        Scripts = [[Deed.Publish(2)], [Deed.CutPower().Within(4), Deed.FireTimer()]],
    };

    private static readonly PlaySettings Decay = new(new ExplorationSettings(Decaying, Race.May((Budget.Decay, 1))))
    {
        Scripts = [[Deed.Publish(2), Deed.CutPower().Within(8), Deed.CutPower()]],
    };

    public static IReadOnlyList<Scenario> Sound { get; } =
    [
        Race.Of(Name, Sentence, Judges, Settings),
        Race.Of(Decaying, DecayingSentence, ["I-02", "I-14", "I-18", "I-22"], Decay),
    ];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("restart-forgets-reserved-counters", "A device that starts again counts its reports from the beginning.",
            Race.Of(Name, Sentence, Judges, Settings with { Components = new() { Device = typeof(ForgetfulDevice) } }), "I-12"),
        new("fall-back-not-believed", "The tracker does not believe a device that cannot run any more what it completed.",
            Race.Of(Decaying, DecayingSentence, ["I-22"], Decay with { Machines = static shipped => shipped with { Tracker = shipped.Tracker.Without("FallBackReported") } }),
            "I-22", Strategy.Fair),
    ];
}

/// <summary>Starts with its record, and without the counters that it reserved.</summary>
internal sealed class ForgetfulDevice : DevicePlayer
{
    protected override Input PowerOn() => new Input.PoweredOn(Flash.Journal with { ReservedCounter = 0 });
}
