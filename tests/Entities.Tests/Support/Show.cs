using System.Globalization;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.Tests;

/// <summary>Outputs as lines of a transcript: stable, readable, digests by the label of their package.</summary>
internal static class Show
{
    public static string Line(Output output) => output switch
    {
        Output.Persist persist => $"Persist {Record(persist.Record)}",
        Output.Send send => $"Send {send.Link}: {Message(send.Message)}",
        Output.SendReport send => $"SendReport {Report(send.Report)}",
        Output.SendDirective send => $"SendDirective {Directive(send.Directive)}{(send.Signed ? "" : ", unsigned")}{Envelope(send.Envelope)}, poll after {send.PollAfter} s",
        Output.SetTimer set => $"SetTimer {set.Timer} {set.After.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s",
        Output.CancelTimer cancel => $"CancelTimer {cancel.Timer}",
        Output.Refuse refuse => $"Refuse {refuse.Code}",
        Output.EraseSlot erase => $"EraseSlot {erase.Slot}",
        Output.WriteEnvelope write => $"WriteEnvelope {write.Slot}, {write.Envelope.Length} bytes",
        Output.WriteImage write => $"WriteImage {write.Slot}, {write.Data.Length} bytes from {write.Offset}",
        Output.ReadSlot read => $"ReadSlot {read.Slot}: {string.Join(", ", read.Components.Select(component => TestPackage.LabelOf(component.Digest)))}",
        Output.InstallSlot install => $"InstallSlot {install.Slot}",
        Output.Invoke invoke => $"Invoke {Name(invoke.Image)} in {invoke.Slot}",
        Output.RunSelfTest => "RunSelfTest",
        Output.Reboot => "Reboot",
        Output.StoreEnvelope store => $"StoreEnvelope {TestPackage.LabelOf(store.Manifest)}, {store.Envelope.Length} bytes",
        Output.StorePayload store => $"StorePayload {TestPackage.LabelOf(store.Payload)}, {store.Data.Length} bytes",
        Output.ServeEnvelope serve => $"ServeEnvelope {TestPackage.LabelOf(serve.Manifest)}",
        Output.ServeBlock serve => $"ServeBlock {serve.Length} bytes of {TestPackage.LabelOf(serve.Payload)} from {serve.Offset}",
        Output.PublishCatalogue publish => $"PublishCatalogue [{string.Join(", ", publish.Entries.Select(entry => TestPackage.LabelOf(entry.Manifest)))}]",
        _ => throw new ArgumentException($"no line for {output}"),
    };

    private static string Record(DurableRecord record) => record switch
    {
        DeviceRecord device => $"confirmed {Name(device.Confirmed.Name)} in {device.Confirmed.Slot}" + (device.Candidate is { } candidate
            ? $"; candidate {Name(candidate.Image.Name)} in {candidate.Image.Slot}, {candidate.Stage}, {candidate.Received} bytes"
            : "") + End(device.LastOutcome) + $"; counters below {device.ReservedCounter}",
        TrackRecord track => $"{track.Phase}; counter {track.LastCounter}; confirmed {Name(track.Confirmed)}; target {Name(track.Target)}"
            + (track.Total > 0 ? $", {track.Received} of {track.Total} bytes" : "")
            + (track.Result == ResultCode.None ? "" : $"; {track.Result}{(track.ResultVerified ? "" : ", unverified")}")
            + (track.Attempts > 0 ? $"; attempts {track.Attempts}" : "")
            + (track.CancelWanted ? "; to be cancelled" : "") + (track.FreezeSuspected ? "; freeze suspected" : "")
            + (track.CompletedAt == default ? "" : "; completed"),
        PackageRecord package => $"{Name(package.Image)} {package.Phase}; missing [{Payloads(package.Missing)}]",
        _ => throw new ArgumentException($"no text for {record}"),
    };

    private static string Message(Message message) => message switch
    {
        DirectiveDelivery delivery => $"DirectiveDelivery {delivery.Directive.Length} bytes{Envelope(delivery.Envelope)}",
        DirectiveAnswer answer => $"DirectiveAnswer {answer.Phase}{Want(answer.Want)}",
        BlockAnswer answer => $"BlockAnswer {answer.Phase}{Want(answer.Want)}",
        InstallAnswer answer => $"InstallAnswer {answer.Phase}",
        ImageBlock block => $"ImageBlock {TestPackage.LabelOf(block.Manifest)}, {block.Data.Length} bytes of {TestPackage.LabelOf(block.Payload)} from {block.Offset}",
        InstallRequest request => $"InstallRequest {TestPackage.LabelOf(request.Manifest)}",
        CheckIn checkIn => $"CheckIn {checkIn.SignedReport.Length} bytes" + (checkIn.RefusedManifest is { } refused ? $", refused {TestPackage.LabelOf(refused)} {checkIn.RefusedCode}" : ""),
        BlockRequest request => $"BlockRequest {request.Length} bytes of {TestPackage.LabelOf(request.Payload)} from {request.Offset}",
        EnvelopeRequest request => $"EnvelopeRequest {TestPackage.LabelOf(request.Manifest)}",
        PublishAnswer answer => $"PublishAnswer {TestPackage.LabelOf(answer.Manifest)} {answer.Phase}, missing [{Payloads(answer.Missing)}]",
        WithdrawAnswer answer => $"WithdrawAnswer {TestPackage.LabelOf(answer.Manifest)}",
        StatusRequest or CatalogueRequest or EnrolAnswer or CancelAnswer => message.GetType().Name,
        _ => throw new ArgumentException($"no text for {message}"),
    };

    private static string Report(DeviceReport report) => $"{report.Phase}, confirmed {Name(report.Confirmed)}, runs {Name(report.Running)}"
        + (report.Candidate is { } candidate ? $"; candidate {Name(candidate.Image)}, {candidate.Received} of {candidate.Total} bytes" : "")
        + End(report.LastOutcome) + $"; counter {report.Counter}, nonce {NonceOf(report.Nonce)}" + (report.FreezeSuspected ? "; freeze suspected" : "");

    private static string Directive(Directive directive) =>
        $"{directive.Kind} {(directive.Kind == DirectiveKind.UpToDate ? "" : TestPackage.LabelOf(directive.Manifest) + ", ")}nonce {NonceOf(directive.Nonce)}".Replace("  ", " ", StringComparison.Ordinal);

    private static string NonceOf(Nonce nonce) => nonce.ToString().TrimStart('0');

    private static string End(Outcome? outcome) => outcome is null ? "" : $"; outcome {outcome.Serial}: {Name(outcome.Image)} {outcome.Result}";

    private static string Want(BlockWant? want) => want is null ? "" : $", wants {want.Length} bytes of {TestPackage.LabelOf(want.Payload)} from {want.Offset}";

    private static string Envelope(Bytes envelope) => envelope.IsEmpty ? "" : $", envelope of {envelope.Length} bytes";

    private static string Payloads(Sequence<PayloadName> payloads) => string.Join(", ", payloads.Select(payload => TestPackage.LabelOf(payload.Digest)));

    private static string Name(ImageName? image) => image is null ? "nothing" : TestPackage.LabelOf(image.Manifest);
}
