namespace SecUpIoT.Interleavings.Machines;

/// <summary>The parts that a play is made of; a seeded bug puts a wrong one in the place of one of them.</summary>
internal sealed record Components
{
    /// <summary>The Device cores.</summary>
    public Type Device { get; init; } = typeof(DevicePlayer);

    /// <summary>The lanes of the tracker.</summary>
    public Type Lane { get; init; } = typeof(TrackerLane);

    /// <summary>The tracker's store.</summary>
    public Type Store { get; init; } = typeof(TrackStore);

    /// <summary>The gateway's cache of so many blocks.</summary>
    public Func<int, IBlockCache> Cache { get; init; } = static most => new BlockCache(most);

    /// <summary>The lane, of so many, that handles what comes for a device from a Communicator, or from the operator (-1): always the same for one device.</summary>
    public Func<int, int, int, int> Lanes { get; init; } = static (device, _, lanes) => device % lanes;
}
