namespace SecUpIoT.Model.Tests.Walks;

/// <summary>Walks of the model in one world: sizes and numbers (spec/model/world.md).</summary>
internal sealed record WalkSet(int Devices, int Servers, params IReadOnlyList<string> Numbers)
{
    public override string ToString() => $"devices {Devices} servers {Servers} {string.Join(' ', Numbers)}";
}

/// <summary>One walk.</summary>
internal sealed record WalkOrder(WalkSet Set, int Seed)
{
    /// <summary>The first line of a walk, as spec/model/simulate.sh writes it.</summary>
    public string Header => $"~ seed {Seed} {Set}";
}

internal static class WalkSets
{
    /// <summary>What can go wrong, by kind; then each attacker.</summary>
    public static IReadOnlyList<WalkSet> All { get; } =
    [
        new(1, 1, "PUBLISH=2"),
        new(1, 1, "PUBLISH=2", "LOSS=1", "CUT=1", "FAIL=1"),
        new(1, 1, "PUBLISH=2", "CUT=3"),
        new(1, 1, "PUBLISH=2", "DUP=2", "LATE=2", "CRASH=2", "PROGRESS=2"),
        new(1, 1, "STORE=2", "DECAY=1", "CUT=2"),
        new(1, 1, "PUBLISH=2", "STORE=1", "FAIL=2", "LOSS=2"),
        new(1, 1, "PUBLISH=2", "WITHDRAW=2", "CANCEL=2", "SILENCE=1", "EXPIRE=2", "FAIL=1"),
        new(1, 1, "SECURE=0", "PUBLISH=2", "LOSS=1", "CUT=1", "FAIL=1", "CANCEL=1", "WITHDRAW=1"),
        new(1, 1, "DECAY=1", "CUT=2", "EXPIRE=1", "SILENCE=1"),
        new(2, 2, "PUBLISH=2", "LOSS=1", "CUT=1", "CANCEL=1"),
        new(2, 1, "PUBLISH=2", "ATTACKER=1", "REPLAY=3", "DUP=1"),
        new(1, 1, "PUBLISH=2", "ATTACKER=1", "FORGE=3", "REPLAY=2", "LOSS=1"),
        new(1, 1, "PUBLISH=2", "ATTACKER=2", "FORGE=3", "REPLAY=2", "LOSS=1"),
        new(1, 1, "PUBLISH=2", "ATTACKER=3", "FORGE=3", "REPLAY=2", "LOSS=1"),
        new(1, 1, "PUBLISH=2", "ATTACKER=4", "FORGE=3", "REPLAY=2", "LOSS=1"),
        new(1, 1, "PUBLISH=2", "ATTACKER=5", "FORGE=3", "REPLAY=2", "LOSS=1"),
        new(1, 1, "PUBLISH=2", "ATTACKER=6", "FORGE=3", "REPLAY=2", "LOSS=1"),
        new(1, 1, "PUBLISH=2", "ATTACKER=7", "FORGE=3", "REPLAY=2", "LOSS=1"),
        new(1, 1, "PUBLISH=2", "ATTACKER=5", "FORGE=2", "CUT=1", "FAIL=1"),
        new(1, 1, "SECURE=0", "PUBLISH=2", "ATTACKER=1", "FORGE=2", "REPLAY=1"),
    ];

    /// <summary>So many walks in a fixed order, spread evenly over the sets.</summary>
    public static IReadOnlyList<WalkOrder> Orders(int count) => [.. Enumerable.Range(0, count).Select(n => new WalkOrder(All[n % All.Count], n + 1))];
}
