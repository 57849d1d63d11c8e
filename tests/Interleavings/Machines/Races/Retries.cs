using SecUpIoT.Entities.Communicator;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>Everybody tries again at once.</summary>
internal static class Retries
{
    private const string Name = "two-trackers-worth-of-retries";
    private const string Sentence = "Messages are lost, late and doubled, Communicators and tracker start again, and what the former life asked for is answered to the next.";

    private static readonly string[] Judges = ["I-10", "I-12", "I-13", "I-18", "I-21"];

    private static readonly PlaySettings Settings = new(new ExplorationSettings(Name, Race.May((Budget.Loss, 3), (Budget.Late, 2), (Budget.Dup, 2))))
    {
        Communicators = [0, 0],
        Scripts = [[Deed.Publish(2)], [Deed.RestartCommunicator(0).Within(2), Deed.RestartTracker().Within(2)], [Deed.FireTimer().Within(2)]],
    };

    public static Scenario Sound { get; } = Race.Of(Name, Sentence, Judges, Settings);

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("wait-without-end", "A Communicator that has forwarded a block waits for the device without a limit: when the answer is lost it never asks again.",
            Race.Of(Name, Sentence, Judges, Settings with { World = Settings.World with { Budgets = Race.May((Budget.Loss, 1), (Budget.Late, 2)) }, Machines = static shipped => shipped with { Communicator = Forgetting(shipped.Communicator) } }), "I-21", Strategy.Fair),
    ];

    private static Altered<CommunicatorState> Forgetting(IMachine<CommunicatorState> communicator) => new Altered<CommunicatorState>(communicator)
    {
        After = static (_, _, reaction) => reaction.Trigger != "BlockFetched"
            ? reaction
            : reaction with { Outputs = [new Output.CancelTimer(TimerId.Reply), .. reaction.Outputs.Where(static output => output is not Output.SetTimer)] },
    };
}
