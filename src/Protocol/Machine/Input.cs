using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Machine;

/// <summary>Everything that can happen to a machine. Named in the past participle; it decides nothing.</summary>
public abstract record Input
{
    private Input()
    {
    }

    /// <summary>Communicator, server link: the host is up; begin.</summary>
    public sealed record Started : Input;

    /// <summary>Device core: power came on, or the device restarted; <paramref name="Record"/> is what the journal holds.</summary>
    public sealed record PoweredOn(DurableRecord? Record) : Input;

    /// <summary>A message came in on a link.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="Message">The decoded message.</param>
    /// <param name="At">When, by the host's clock; null on a host without a trusted clock.</param>
    /// <param name="Fresh">16 unpredictable bytes that nobody has seen yet.</param>
    public sealed record Received(Link Link, Message Message, Moment? At, Nonce Fresh) : Input;

    /// <summary>Status tracker: a Communicator checked in for this device.</summary>
    /// <param name="CheckIn">The message.</param>
    /// <param name="Newest">The package with the highest sequence number for the device's vendor and class; null when there is none.</param>
    /// <param name="Published">The manifests that are published for the device's vendor and class and not in conflict.</param>
    /// <param name="At">When.</param>
    public sealed record CheckedIn(CheckIn CheckIn, PackageOffer? Newest, Sequence<Digest> Published, Moment At) : Input
    {
        /// <summary>Manifests of updates that are not to go on now, where the device has not begun to install (R-ST-44, R-ST-47).</summary>
        public Sequence<Digest> Held { get; init; } = Sequence<Digest>.Empty;
    }

    /// <summary>Status tracker: an operator plans a campaign.</summary>
    /// <param name="Campaign">Its name-to-be, unpredictable and never used before.</param>
    /// <param name="Request">The message.</param>
    /// <param name="Package">The published package; null when there is none with this manifest.</param>
    /// <param name="At">When.</param>
    public sealed record CampaignAsked(CampaignId Campaign, CampaignRequest Request, CatalogueEntry? Package, Moment At) : Input;

    /// <summary>Status tracker: an operator orders something of a campaign.</summary>
    /// <param name="Action">What.</param>
    /// <param name="Bounds">For a start: up to which place each wave reaches (R-ST-40); otherwise empty.</param>
    /// <param name="Waves">The members as they stand now, wave by wave.</param>
    /// <param name="At">When.</param>
    public sealed record CampaignOrdered(CampaignAction Action, Sequence<ulong> Bounds, Sequence<WaveCounts> Waves, Moment At) : Input;

    /// <summary>Status tracker: the members of a campaign were counted, wave by wave.</summary>
    public sealed record MembersCounted(Sequence<WaveCounts> Waves, Moment At) : Input;

    /// <summary>Firmware server: an author asks to publish.</summary>
    /// <param name="Envelope">The envelope.</param>
    /// <param name="Highest">The highest package that was ever published for the same vendor and class, withdrawn or not; null when there is none.</param>
    /// <param name="Present">Digests of the named payloads that the store holds already.</param>
    public sealed record PublishAsked(Bytes Envelope, ImageName? Highest, Sequence<Digest> Present) : Input;

    /// <summary>Firmware server: a payload of this package is stored durably and its digest is verified.</summary>
    /// <param name="Payload">The payload.</param>
    /// <param name="Highest">As in <see cref="PublishAsked"/>, now.</param>
    public sealed record PayloadStored(Digest Payload, ImageName? Highest = null) : Input;

    /// <summary>A timer fired.</summary>
    public sealed record TimerFired(TimerId Timer) : Input;

    /// <summary>The peer on this link could not be reached, broke off, or sent what is not a message.</summary>
    public sealed record LinkFailed(Link Link, ResultCode Code) : Input;

    /// <summary>Communicator: somebody asks for a status check now (R-CM-15).</summary>
    public sealed record CheckRequested : Input;

    /// <summary>Device core: the slot has been read back: the envelope in its header and the digest of each component, in order.</summary>
    public sealed record SlotRead(Slot Slot, Bytes Envelope, Sequence<Digest> Digests) : Input;

    /// <summary>Device core: the slot is sealed.</summary>
    public sealed record SlotInstalled(Slot Slot) : Input;

    /// <summary>Device core: a storage output could not be performed; the outputs after it were dropped.</summary>
    public sealed record StorageFailed(ResultCode Code) : Input;

    /// <summary>Device core: the self-test of the image on trial ended.</summary>
    public sealed record SelfTested(bool Passed) : Input;
}
