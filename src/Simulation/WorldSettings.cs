using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Simulation;

/// <summary>Everything that makes one world. Sizes are small so that a run is short; times are those of the entities.</summary>
public sealed record WorldSettings
{
    /// <summary>Where all chance comes from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many devices there are, each with its Communicator.</summary>
    public int Devices { get; init; } = 1;

    /// <summary>How many Firmware servers there are.</summary>
    public int Servers { get; init; } = 1;

    /// <summary>The profile that all devices are operated under.</summary>
    public Profile Profile { get; init; } = Profile.Secure;

    /// <summary>The faults of every link, until set otherwise.</summary>
    public LinkFaults Faults { get; init; } = LinkFaults.None;

    /// <summary>When the world begins.</summary>
    public Moment Begin { get; init; } = new(1_700_000_000_000);

    /// <summary>Sequence number of the image that the devices leave the factory with.</summary>
    public ulong FactoryNumber { get; init; } = 1;

    /// <summary>Changes the configuration of the devices.</summary>
    public Func<DeviceCoreConfiguration, DeviceCoreConfiguration> Device { get; init; } = static configuration => configuration;

    /// <summary>Wrong judges for the devices, to see what the right ones are for; null for the right ones.</summary>
    public Func<DeviceCoreConfiguration, DeviceJudges>? Judges { get; init; }

    /// <summary>False to let happen what the invariants forbid: for who judges a wrong device from outside.</summary>
    public bool WatchInvariants { get; init; } = true;

    /// <summary>True to record the trace of the run (<see cref="Stage.Trace"/>).</summary>
    public bool Trace { get; init; }

    /// <summary>The configuration of the Communicators.</summary>
    public CommunicatorConfiguration Communicator { get; init; } = new();

    /// <summary>The policy of the Status tracker.</summary>
    public StatusTrackerConfiguration Tracker { get; init; } = new();

    /// <summary>True when the Status tracker offers nothing that no campaign permits.</summary>
    public bool CampaignsOnly { get; init; }

    /// <summary>How the Status tracker behaves towards campaigns; null for the right machine.</summary>
    public IMachine<CampaignState>? Campaigns { get; init; }

    /// <summary>Changes how the Status tracker keeps up with its Firmware servers.</summary>
    public Func<ServerLinkConfiguration, ServerLinkConfiguration> ServerLink { get; init; } = static configuration => configuration;
}
