namespace SecUpIoT.Simulation.Exploration;

/// <summary>What is bounded in a search: kinds of faults, deeds of attackers, and what people do (spec/model/world.md).</summary>
public enum Budget
{
    /// <summary>Messages that are lost.</summary>
    Loss,
    /// <summary>Messages that arrive twice.</summary>
    Dup,
    /// <summary>Answers that are given up although they are on their way.</summary>
    Late,
    /// <summary>Captured messages that are sent again.</summary>
    Replay,
    /// <summary>Losses of power.</summary>
    Cut,
    /// <summary>Flash operations that fail.</summary>
    Store,
    /// <summary>Crashes of Communicator, Status tracker or Firmware server.</summary>
    Crash,
    /// <summary>Trials that are not confirmed.</summary>
    Fail,
    /// <summary>Ends of a nonce's lifetime and of the freshness limit.</summary>
    Expire,
    /// <summary>Ends of the tracker's patience with a silent device.</summary>
    Silence,
    /// <summary>Progress reports in the middle of a transfer.</summary>
    Progress,
    /// <summary>Packages that are published.</summary>
    Publish,
    /// <summary>Packages that are withdrawn.</summary>
    Withdraw,
    /// <summary>Cancellations by the operator.</summary>
    Cancel,
    /// <summary>Slots that decay.</summary>
    Decay,
    /// <summary>Messages that an attacker makes.</summary>
    Forge,
    /// <summary>Status checks, where <see cref="ExplorationSettings.BoundsPolls"/> says that they are bounded.</summary>
    Poll,
}

/// <summary>How much of each budget is left; at most 15 of each. Equal by content.</summary>
public readonly record struct Budgets
{
    private const int Bits = 4;
    private const ulong Most = (1UL << Bits) - 1;

    private readonly UInt128 _left;

    private Budgets(UInt128 left) => _left = left;

    /// <summary>Nothing goes wrong and nobody does anything.</summary>
    public static Budgets None => default;

    internal UInt128 Code => _left;

    /// <summary>How much is left.</summary>
    public int Left(Budget budget) => (int)((_left >> ((int)budget * Bits)) & Most);

    /// <summary>The same with another amount of one budget.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is not 0 to 15.</exception>
    public Budgets With(Budget budget, int amount)
    {
        if (amount is < 0 or > (int)Most) throw new ArgumentOutOfRangeException(nameof(amount), amount, $"Expected 0 to {Most}.");
        var shift = (int)budget * Bits;
        return new((_left & ~((UInt128)Most << shift)) | ((UInt128)(uint)amount << shift));
    }

    /// <summary>One less of one budget.</summary>
    public Budgets Spend(Budget budget) => With(budget, Left(budget) - 1);

    /// <summary>The budgets that are not used up.</summary>
    public override string ToString()
    {
        var left = this;
        return string.Join(' ', Enum.GetValues<Budget>().Where(budget => left.Left(budget) > 0).Select(budget => $"{budget.ToString().ToUpperInvariant()}={left.Left(budget)}"));
    }
}
