using SecUpIoT.Protocol;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>Who attacks in a checked world, and with what (spec/model/world.md).</summary>
public enum AttackerKind
{
    /// <summary>Nobody.</summary>
    None,
    /// <summary>Somebody on the device link, without keys.</summary>
    OnPathDevice,
    /// <summary>Somebody on the tracker link, without keys.</summary>
    OnPathTracker,
    /// <summary>Somebody on the server link, without keys.</summary>
    OnPathServer,
    /// <summary>A compromised Communicator: on both of its links, without keys.</summary>
    Communicator,
    /// <summary>A compromised Status tracker: its key signs what the attacker likes.</summary>
    Tracker,
    /// <summary>A compromised Firmware server.</summary>
    Server,
    /// <summary>Somebody on the device link who holds the author's key.</summary>
    AuthorKey,
}

/// <summary>What makes one checked world.</summary>
/// <param name="Name">Its name, as the model has it too.</param>
/// <param name="Budgets">What may go wrong, and how often.</param>
public sealed record ExplorationSettings(string Name, Budgets Budgets)
{
    /// <summary>What it is for, in one sentence.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Devices, each with its Communicator: 1 to 9.</summary>
    public int Devices { get; init; } = 1;

    /// <summary>Firmware servers: 1 to 9.</summary>
    public int Servers { get; init; } = 1;

    /// <summary>The profile of all devices.</summary>
    public Profile Profile { get; init; } = Profile.Secure;

    /// <summary>Who attacks.</summary>
    public AttackerKind Attacker { get; init; }

    /// <summary>Blocks of each image.</summary>
    public int Blocks { get; init; } = 2;

    /// <summary>The images that the author may publish, in the numbering of spec/model/world.md.</summary>
    public IReadOnlyList<int> Publishable { get; init; } = [2, 3];

    /// <summary>After so many transient failures a package is not offered again (R-ST-16).</summary>
    public uint Attempts { get; init; } = 2;

    /// <summary>The image that the devices leave the factory with.</summary>
    public int Factory { get; init; } = 1;

    /// <summary>True when status checks are bounded; liveness is then not judged, because every way comes to an end.</summary>
    public bool BoundsPolls => Budgets.Left(Budget.Poll) > 0;

    /// <summary>True when somebody can put other bytes into a block on its way, so that only the digest protects the slot.</summary>
    internal bool BlocksAlterable => Attacker is not (AttackerKind.None or AttackerKind.Tracker) && Budgets.Left(Budget.Forge) > 0;
}
