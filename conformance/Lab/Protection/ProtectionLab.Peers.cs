using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Lab.Protection;

/// <content>The peers towards which nothing is to be shown here but who they are.</content>
public sealed partial class ProtectionLab
{
    private bool _garbage;
    private bool _carries;
    private bool _delivered;
    private bool _fetched;

    private Reply.Answered Answer(Asked asked)
    {
        _heard.Add(asked.Bytes);
        if (_garbage && asked.Link == Link.Tracker) return new Reply.Answered("no message"u8.ToArray());
        Message? answer = asked.Message switch
        {
            StatusRequest => new StatusReport(NextReport()),
            DirectiveDelivery delivery => Take(delivery),
            CheckIn => Direct(),
            CatalogueRequest => new CatalogueAnswer(_carries ? new Sequence<CatalogueEntry>([Entry()]) : Sequence<CatalogueEntry>.Empty),
            EnvelopeRequest => Hand(),
            _ => new Refusal(ResultCode.NotAvailable, "nothing more is to be had here"),
        };
        return new Reply.Answered(MessageCodec.Encode(answer));
    }

    private Refusal Take(DirectiveDelivery delivery)
    {
        _delivered |= !delivery.Envelope.IsEmpty;
        return new Refusal(ResultCode.NotNow, "the device does not want it");
    }

    private CheckInAnswer Direct() => _carries
        ? new CheckInAnswer(DirectiveKind.Install, LastPackage.Name.Manifest, new byte[] { 1 }, LastPackage.Envelope, 1)
        : new CheckInAnswer(DirectiveKind.UpToDate, null, new byte[] { 1 }, Bytes.Empty, 1);

    private EnvelopeAnswer Hand()
    {
        _fetched = true;
        return new EnvelopeAnswer(LastPackage.Envelope);
    }

    private CatalogueEntry Entry() => new(
        LastPackage.Name.Manifest, LastPackage.Name.Number, LastPackage.Vendor, LastPackage.Class, (uint)LastPackage.Envelope.Length,
        new Sequence<PayloadName>(LastPackage.Payloads.Select(static payload => new PayloadName(Digest.Of(payload.Span), (ulong)payload.Length))));
}
