using SecUpIoT.Entities.StatusTracker;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>A direction of a link.</summary>
public enum Direction
{
    /// <summary>Communicator to Device core.</summary>
    Down,
    /// <summary>Device core to Communicator.</summary>
    Up,
    /// <summary>Communicator to Status tracker.</summary>
    Ask,
    /// <summary>Status tracker to Communicator.</summary>
    Answer,
    /// <summary>Status tracker to Firmware server.</summary>
    ServerAsk,
    /// <summary>Firmware server to Status tracker.</summary>
    ServerAnswer,
}

/// <summary>Where a message stands in a direction.</summary>
public enum Place
{
    /// <summary>The last one that was sent.</summary>
    Now,
    /// <summary>The one before, or a copy.</summary>
    Late,
    /// <summary>Not on its way: what an attacker keeps.</summary>
    Memory,
}

/// <summary>
/// One state of the checked world (spec/model/world.md): the states of all machines, what is durable, and what is on its way. A step makes
/// a new one; the old one stays as it was.
/// </summary>
public sealed class CheckedWorld
{
    private const int PerDevice = 12;
    private const int PerServer = 6;

    internal CheckedWorld(DevicePart[] devices, CommunicatorPart[] communicators, TrackPart[] tracks, ServerLinkPart[] links, ServerPart[] servers, ExplorationSettings settings)
    {
        (Devices, Communicators, Tracks, Links, Servers, Left) = (devices, communicators, tracks, links, servers, settings.Budgets);
        BoundsPolls = settings.BoundsPolls;
        Letters = new Letter?[(devices.Length * PerDevice) + (servers.Length * PerServer)];
    }

    private CheckedWorld(CheckedWorld other)
    {
        Devices = [.. other.Devices];
        Communicators = [.. other.Communicators];
        Tracks = [.. other.Tracks];
        Links = [.. other.Links];
        Servers = [.. other.Servers];
        Letters = [.. other.Letters];
        (Left, BoundsPolls, IsRelayPoisoned, Catalogue) = (other.Left, other.BoundsPolls, other.IsRelayPoisoned, other.Catalogue);
    }

    internal DevicePart[] Devices { get; }

    internal CommunicatorPart[] Communicators { get; }

    internal TrackPart[] Tracks { get; }

    internal ServerLinkPart[] Links { get; }

    internal ServerPart[] Servers { get; }

    internal Letter?[] Letters { get; }

    internal Budgets Left { get; set; }

    /// <summary>Status checks cost their budget.</summary>
    internal bool BoundsPolls { get; }

    /// <summary>The next block that is relayed is an attacker's.</summary>
    internal bool IsRelayPoisoned { get; set; }

    /// <summary>What the tracker offers from: follows from <see cref="Links"/>.</summary>
    internal Catalogue Catalogue { get; set; } = Catalogue.Empty;

    internal CheckedWorld Copy() => new(this);

    internal Letter? At(Direction direction, int subject, Place place) => Letters[Index(direction, subject, place)];

    internal void Put(Direction direction, int subject, Place place, Letter? letter) => Letters[Index(direction, subject, place)] = letter;

    /// <summary>A message is sent: what stood in the place of the last one is late now, and what was late is lost.</summary>
    internal void Send(Direction direction, int subject, Letter letter)
    {
        if (At(direction, subject, Place.Now) is { } former) Put(direction, subject, Place.Late, former);
        Put(direction, subject, Place.Now, letter);
    }

    internal bool IsEmpty(Direction direction, int subject) =>
        At(direction, subject, Place.Now) is null && At(direction, subject, Place.Late) is null;

    /// <summary>128 bits that stand for the whole state.</summary>
    internal UInt128 Fingerprint(StateWriter parts, StateWriter whole)
    {
        foreach (var part in Devices) whole.Number(part.Fingerprint(parts));
        foreach (var part in Communicators) whole.Number(part.Fingerprint(parts));
        foreach (var part in Tracks) whole.Number(part.Fingerprint(parts));
        foreach (var part in Links) whole.Number(part.Fingerprint(parts));
        foreach (var part in Servers) whole.Number(part.Fingerprint(parts));
        foreach (var letter in Letters) whole.Number(letter?.Fingerprint(parts) ?? UInt128.Zero);
        whole.Number(Left.Code);
        whole.Bool(IsRelayPoisoned);
        return whole.Finish();
    }

    private int Index(Direction direction, int subject, Place place) => direction < Direction.ServerAsk
        ? (subject * PerDevice) + ((int)direction * 3) + (int)place
        : (Devices.Length * PerDevice) + (subject * PerServer) + ((int)(direction - Direction.ServerAsk) * 3) + (int)place;
}
