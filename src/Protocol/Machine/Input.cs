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
    public sealed record CheckedIn(CheckIn CheckIn, PackageOffer? Newest, Sequence<Digest> Published, Moment At) : Input;

    /// <summary>Firmware server: an author asks to publish.</summary>
    /// <param name="Envelope">The envelope.</param>
    /// <param name="Highest">The highest package that was ever published for the same vendor and class, withdrawn or not; null when there is none.</param>
    /// <param name="Present">Digests of the named payloads that the store holds already.</param>
    public sealed record PublishAsked(Bytes Envelope, ImageName? Highest, Sequence<Digest> Present) : Input;

    /// <summary>Firmware server: a payload of this package is stored durably and its digest is verified.</summary>
    public sealed record PayloadStored(Digest Payload) : Input;

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
