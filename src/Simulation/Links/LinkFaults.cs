namespace SecUpIoT.Simulation;

/// <summary>How unreliable a link is. Percentages are of packets; all of it is drawn from the world's seed.</summary>
public sealed record LinkFaults
{
    /// <summary>A link without faults.</summary>
    public static LinkFaults None { get; } = new();

    /// <summary>Packets that never arrive.</summary>
    public int Loss { get; init; }

    /// <summary>Packets that arrive twice.</summary>
    public int Duplication { get; init; }

    /// <summary>Packets that are overtaken by later ones.</summary>
    public int Reordering { get; init; }

    /// <summary>Packets that arrive later than the other side waits.</summary>
    public int Lateness { get; init; }

    /// <summary>Packets that are followed by an older one of the same direction.</summary>
    public int Replay { get; init; }

    /// <summary>Packets that arrive as something else than a message.</summary>
    public int Corruption { get; init; }

    /// <summary>How many faults there are at most on one link; after them it is reliable.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Shortest time on the way.</summary>
    public TimeSpan LeastDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Longest time on the way.</summary>
    public TimeSpan MostDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>What an overtaken packet waits.</summary>
    public TimeSpan ReorderDelay { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>What a late packet waits.</summary>
    public TimeSpan LateDelay { get; init; } = TimeSpan.FromSeconds(45);
}
