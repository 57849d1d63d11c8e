using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference.Hosted;

namespace SecUpIoT.Conformance.Reference;

/// <summary>What the reference is built from. The right parts are those that it ships with; a mutant is a design with a wrong part, composed around the right one.</summary>
public sealed record Design
{
    /// <summary>The reference as it is.</summary>
    public static Design Right { get; } = new();

    /// <summary>The machine of a Device core.</summary>
    public Func<DeviceCoreConfiguration, IMachine<DeviceCoreState>> DeviceCore { get; init; } = static configuration => new DeviceCoreMachine(configuration);

    /// <summary>The machine of a Communicator.</summary>
    public Func<CommunicatorConfiguration, IMachine<CommunicatorState>> Communicator { get; init; } = static configuration => new CommunicatorMachine(configuration);

    /// <summary>The machine of a Status tracker, towards devices.</summary>
    public Func<StatusTrackerConfiguration, IMachine<TrackState>> StatusTracker { get; init; } =
        static configuration => new StatusTrackerMachine(configuration, key => KeyFiles.VerifierFromSpki(key.Span));

    /// <summary>The machine of a Status tracker, towards a Firmware server.</summary>
    public Func<ServerLinkConfiguration, IMachine<ServerLinkState>> ServerLink { get; init; } = static configuration => new ServerLinkMachine(configuration);

    /// <summary>The machine of a campaign.</summary>
    public Func<IMachine<CampaignState>> Campaign { get; init; } = static () => new CampaignMachine();

    /// <summary>What the campaigns of a Status tracker permit a device.</summary>
    public Func<CampaignLedger, TrackRecord, IReadOnlyList<CatalogueEntry>, Moment, OfferPermit> Permit { get; init; } =
        static (ledger, record, published, at) => ledger.Ask(record, published, at);

    /// <summary>What is left of a campaign after a stop; null when nothing is.</summary>
    public Func<CampaignRecord, CampaignRecord?> StoredCampaign { get; init; } = static campaign => campaign;

    /// <summary>The machine of a Firmware server.</summary>
    public Func<FirmwareServerConfiguration, IMachine<PackageState>> FirmwareServer { get; init; } = static configuration => new FirmwareServerMachine(configuration);

    /// <summary>What a Firmware server decides over all its packages and payloads.</summary>
    public ServerStore ServerStore { get; init; } = ServerStore.Right;

    /// <summary>Which uploads a Firmware server takes: the refusal, or null.</summary>
    public Func<IReadOnlyList<PackageRecord>, Digest, Bytes, Refusal?> Upload { get; init; } = UploadJudge.Judge;

    /// <summary>Whom a Firmware server believes, of the authors that it was provisioned with.</summary>
    public Func<IReadOnlyList<IVerifier>, IReadOnlyList<IVerifier>> Anchors { get; init; } = static anchors => anchors;

    /// <summary>Which peers it answers on a link.</summary>
    public Func<Link, string, bool> Answers { get; init; } = static (_, _) => true;

    /// <summary>What it hears of the bytes that come in on a link.</summary>
    public Func<Link, Bytes, Bytes> Hear { get; init; } = static (_, bytes) => bytes;

    /// <summary>What leaves it in place of the bytes that it says on a link, one after the other; none for silence.</summary>
    public Func<Link, Bytes, IEnumerable<Bytes>> Say { get; init; } = static (_, bytes) => [bytes];

    /// <summary>What it signs its statements with.</summary>
    public Func<ISigner, ISigner> Signer { get; init; } = static signer => signer;

    /// <summary>Where a Status tracker takes a request to belong that came in on a link.</summary>
    public Func<Link, Message, Link> Door { get; init; } = static (link, _) => link;

    /// <summary>What its hosts protect links and keys with, where scenarios run against the hosts (<c>@links:native</c>).</summary>
    public HostedDesign Hosts { get; init; } = HostedDesign.Right;

    /// <summary>The flash of a Device core, with so many bytes in a slot.</summary>
    public Func<int, SimulatedFlash> Flash { get; init; } = static capacity => new SimulatedFlash(capacity);

    /// <summary>What is left of what it held durably after a stop; the right one loses nothing.</summary>
    public bool ForgetsDurableState { get; init; }
}
