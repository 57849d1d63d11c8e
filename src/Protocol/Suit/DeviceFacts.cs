using System.Collections.Immutable;

namespace SecUpIoT.Protocol.Suit;

/// <summary>A component that a device has.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Capacity">How many bytes it can hold.</param>
public sealed record DeviceComponent(ComponentId Id, ulong Capacity)
{
    /// <summary>The digest of what is installed, or null when it is empty or unknown.</summary>
    public Digest? InstalledDigest { get; init; }

    /// <summary>The size of what is installed, or null when it is empty or unknown.</summary>
    public ulong? InstalledSize { get; init; }

    /// <summary>
    /// True for a component that only holds payloads on their way: a manifest may fetch into it and copy from it; it takes no room in the
    /// slot.
    /// </summary>
    public bool Staging { get; init; }
}

/// <summary>What a device knows of itself when it judges a manifest.</summary>
public sealed record DeviceFacts
{
    /// <summary>The vendor identifiers that the device answers to.</summary>
    public required ImmutableHashSet<VendorId> Vendors { get; init; }

    /// <summary>The class identifiers that the device answers to.</summary>
    public required ImmutableHashSet<ClassId> Classes { get; init; }

    /// <summary>The device itself.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>The components that the device has.</summary>
    public required ImmutableArray<DeviceComponent> Components { get; init; }

    /// <summary>The number that condition-component-slot is compared with.</summary>
    public ulong Slot { get; init; }

    /// <summary>How many bytes the slot holds that an update is written to.</summary>
    public required ulong SlotCapacity { get; init; }

    /// <summary>Images begin at multiples of this many bytes within the slot; at least 1.</summary>
    public ulong Alignment { get; init; } = 1;

    /// <summary>
    /// True when what is installed may be copied or swapped into an update. A Device core takes none of it: an update must not depend on what a device
    /// happens to have (spec/package-profile.md).
    /// </summary>
    public bool ReusesInstalled { get; init; } = true;

    /// <summary>The component with this identifier, or null.</summary>
    public DeviceComponent? Find(ComponentId id) => Components.FirstOrDefault(component => component.Id == id);
}
