using System.Net;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Hosting.Hosts.Tracker;

/// <summary>A Firmware server that a Status tracker keeps up with. The name is kept with what the server publishes and must not
/// change.</summary>
public sealed record KnownServer(string Name, Uri Address);

/// <summary>What a Status tracker needs to run.</summary>
/// <param name="Configuration">The policy for each device.</param>
/// <param name="ServerLink">How Firmware servers are kept up with, and whose packages are offered (R-ST-24).</param>
/// <param name="Signer">The tracker's key, for directives (R-ST-10).</param>
/// <param name="Store">Records, history, catalogues, envelopes; the host takes it over.</param>
/// <param name="Cache">Payloads on their way (R-ST-25); the host takes it over.</param>
/// <param name="Listen">The tracker link and the operator interface.</param>
/// <param name="Servers">The Firmware servers.</param>
/// <param name="HttpLimits">Patience with the Firmware servers.</param>
/// <param name="Lanes">How many devices are worked on at once.</param>
public sealed record TrackerSetup(
    StatusTrackerConfiguration Configuration,
    ServerLinkConfiguration ServerLink,
    ISigner Signer,
    ITrackStore Store,
    PayloadCache Cache,
    HttpListen Listen,
    IReadOnlyList<KnownServer> Servers,
    HttpClientLimits HttpLimits,
    int Lanes = 1024)
{
    /// <summary>Campaigns and the audit trail; usually the same database as <see cref="Store"/>, which is closed with it.</summary>
    public required IFleetStore Fleet { get; init; }

    /// <summary>Where the page of the fleet is shown, a loopback address (R-ST-55); null for nowhere.</summary>
    public IPEndPoint? Page { get; init; }

    /// <summary>True when packages that no campaign governs are offered to every device of their class (R-ST-36).</summary>
    public bool OfferWithoutCampaign { get; init; } = true;
}
