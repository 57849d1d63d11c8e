using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Protocol.Machine;

/// <summary>
/// Everything a machine can order its host to do, in the imperative. The host performs the outputs of a reaction in their order and
/// stops at the first that fails (R-GEN-03).
/// </summary>
public abstract record Output
{
    private Output()
    {
    }

    /// <summary>Store the record durably before the next output is performed (R-GEN-03).</summary>
    public sealed record Persist(DurableRecord Record) : Output;

    /// <summary>Send a message on a link.</summary>
    public sealed record Send(Link Link, Message Message) : Output;

    /// <summary>Device core: sign the report with the device's key and send it as M-02 (R-DC-03).</summary>
    public sealed record SendReport(DeviceReport Report) : Output;

    /// <summary>Status tracker: sign the directive with the tracker's key and answer the check-in with M-11 (R-ST-10, R-ST-11).</summary>
    /// <param name="Directive">What to sign.</param>
    /// <param name="Signed">False in profile Core: the answer then carries no directive.</param>
    /// <param name="Envelope">The envelope for the device; empty when it holds the candidate already.</param>
    /// <param name="PollAfter">When the Communicator is to check in next, in seconds.</param>
    public sealed record SendDirective(Directive Directive, bool Signed, Bytes Envelope, uint PollAfter) : Output;

    /// <summary>Arm a timer; it fires once.</summary>
    public sealed record SetTimer(TimerId Timer, TimeSpan After) : Output;

    /// <summary>Disarm a timer.</summary>
    public sealed record CancelTimer(TimerId Timer) : Output;

    /// <summary>The input is refused and nothing has changed (R-GEN-02). Where a peer asked, it gets M-09 with this code.</summary>
    public sealed record Refuse(ResultCode Code, string Detail) : Output;

    /// <summary>Device core: erase a slot. Never the confirmed one (R-DC-01).</summary>
    public sealed record EraseSlot(Slot Slot) : Output;

    /// <summary>Device core: write the envelope into the slot's header.</summary>
    public sealed record WriteEnvelope(Slot Slot, Bytes Envelope) : Output;

    /// <summary>Device core: write image bytes into the slot, from an offset within the image area.</summary>
    public sealed record WriteImage(Slot Slot, ulong Offset, Bytes Data) : Output;

    /// <summary>Device core: read the slot back and digest its components; answered by <see cref="Input.SlotRead"/>.</summary>
    public sealed record ReadSlot(Slot Slot, Sequence<ImageComponent> Components) : Output;

    /// <summary>Device core: seal the slot so that it may be booted; answered by <see cref="Input.SlotInstalled"/>.</summary>
    public sealed record InstallSlot(Slot Slot) : Output;

    /// <summary>Device core: hand control to the image in the slot.</summary>
    public sealed record Invoke(Slot Slot, ImageName Image) : Output;

    /// <summary>Device core: run the self-test of the image on trial; answered by <see cref="Input.SelfTested"/>.</summary>
    public sealed record RunSelfTest : Output;

    /// <summary>Device core: restart the device.</summary>
    public sealed record Reboot : Output;

    /// <summary>Firmware server: store the envelope durably under its manifest digest.</summary>
    public sealed record StoreEnvelope(Digest Manifest, Bytes Envelope) : Output;

    /// <summary>Firmware server: store a payload that came inside the envelope, under its digest.</summary>
    public sealed record StorePayload(Digest Payload, Bytes Data) : Output;

    /// <summary>Firmware server: answer with the stored envelope as M-17.</summary>
    public sealed record ServeEnvelope(Digest Manifest) : Output;

    /// <summary>Firmware server: answer with bytes of a stored payload as M-13.</summary>
    public sealed record ServeBlock(Digest Payload, ulong Offset, uint Length) : Output;

    /// <summary>Status tracker, server link: this is now what the Firmware server publishes.</summary>
    public sealed record PublishCatalogue(Sequence<CatalogueEntry> Entries) : Output;
}
