using SecUpIoT.Protocol;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Exploration.Tests.Mutants;

/// <summary>Small worlds in which mutants are hunted.</summary>
internal static class Worlds
{
    public static ExplorationSettings Plain { get; } = With();

    public static ExplorationSettings Lossy { get; } = With((Budget.Loss, 1));

    public static ExplorationSettings Failing { get; } = With((Budget.Fail, 1));

    public static ExplorationSettings Decaying { get; } = With((Budget.Decay, 1), (Budget.Cut, 1));

    public static ExplorationSettings Storage { get; } = With((Budget.Store, 1));

    public static ExplorationSettings Silent { get; } = With((Budget.Silence, 1));

    public static ExplorationSettings Replaying { get; } = With((Budget.Replay, 1));

    public static ExplorationSettings Doubling { get; } = With((Budget.Dup, 1));

    public static ExplorationSettings Withdrawing { get; } = With((Budget.Withdraw, 1));

    public static ExplorationSettings TwoPackages { get; } = new("PUBLISH=2", Budgets.None.With(Budget.Publish, 2));

    public static ExplorationSettings Against(AttackerKind attacker) => With((Budget.Forge, 1)) with { Name = $"attacker {attacker}", Attacker = attacker };

    public static ExplorationSettings Rollback { get; } = Against(AttackerKind.Tracker) with { Name = "attacker Tracker, factory image 2", Factory = 2, Publishable = [3] };

    private static ExplorationSettings With(params (Budget Budget, int Amount)[] amounts)
    {
        var budgets = amounts.Aggregate(Budgets.None.With(Budget.Publish, 1), (sum, amount) => sum.With(amount.Budget, amount.Amount));
        var name = amounts.Length == 0 ? "plain" : string.Join(", ", amounts.Select(amount => amount.Budget.ToString().ToUpperInvariant() + "=" + amount.Amount));
        return new ExplorationSettings(name, budgets) { Publishable = [2] };
    }
}
