using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Entities.DeviceCore;

/// <summary>What is fixed for one device: who it is, whom it trusts, what it can hold, how long it waits.</summary>
public sealed record DeviceCoreConfiguration
{
    /// <summary>The device.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>Its vendor (R-DC-09).</summary>
    public required VendorId Vendor { get; init; }

    /// <summary>Its class (R-DC-10).</summary>
    public required ClassId Class { get; init; }

    /// <summary>Core: the author's signature decides. Secure: the tracker must agree (R-DC-15).</summary>
    public Profile Profile { get; init; } = Profile.Secure;

    /// <summary>True when the device has a trusted clock and so judges a directive's validity (R-DC-17).</summary>
    public bool HasClock { get; init; }

    /// <summary>Authors whose packages are accepted (R-DC-44).</summary>
    public required IReadOnlyList<IVerifier> AuthorAnchors { get; init; }

    /// <summary>Signature algorithms that packages may use (R-DC-44); the older names ES256 and EdDSA only when it says so.</summary>
    public AlgorithmPolicy Algorithms { get; init; } = AlgorithmPolicy.Current;

    /// <summary>Status trackers whose directives are believed (R-DC-15).</summary>
    public required IReadOnlyList<IVerifier> TrackerAnchors { get; init; }

    /// <summary>Bytes that one slot holds (R-DC-13).</summary>
    public required ulong SlotCapacity { get; init; }

    /// <summary>Bytes of a flash page; components start at its multiples.</summary>
    public uint PageSize { get; init; } = 4096;

    /// <summary>Largest block that is asked for, in bytes.</summary>
    public uint BlockSize { get; init; } = 64 * 1024;

    /// <summary>The component identifiers that the device has, each as its segments; an image of several components is one update (R-DC-42).</summary>
    public Sequence<Sequence<Bytes>> Components { get; init; } = new(new Sequence<Bytes>((Bytes)"firmware"u8.ToArray()));

    /// <summary>Components that only hold payloads on their way: a manifest may fetch into them and copy from them.</summary>
    public Sequence<Sequence<Bytes>> StagingComponents { get; init; } = new(new Sequence<Bytes>((Bytes)"staging"u8.ToArray()));

    /// <summary>How long a new image may run unconfirmed (R-DC-29).</summary>
    public TimeSpan TrialPeriod { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between installation and restart, for a last status answer.</summary>
    public TimeSpan RebootDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a nonce stays outstanding (R-DC-41).</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Without a fresh directive for this long the device suspects a freeze (R-DC-37).</summary>
    public TimeSpan FreshnessLimit { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How many report counters are reserved by one durable write (R-DC-03).</summary>
    public uint CounterReserve { get; init; } = 64;
}
