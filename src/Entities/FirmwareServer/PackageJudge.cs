using SecUpIoT.Entities.Packages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.FirmwareServer;

/// <summary>What happened, as the judge names it: a trigger and the data that its action needs.</summary>
internal sealed record Fact(Trigger Trigger)
{
    public ResultCode Code { get; init; }

    public string Detail { get; init; } = "";

    /// <summary>The record as it will be; its phase is the table's to decide.</summary>
    public PackageRecord? Record { get; init; }

    /// <summary>What came in, when something is to be stored.</summary>
    public PackageContents? Contents { get; init; }

    public BlockRequest? Block { get; init; }

    public static Fact Refused(Trigger trigger, ResultCode code, string detail) => new(trigger) { Code = code, Detail = detail };
}

/// <summary>Names what happened to a package. Pure.</summary>
internal static class PackageJudge
{
    public static Fact Judge(PackageState state, Input input, FirmwareServerConfiguration configuration) => input switch
    {
        Input.PublishAsked asked => Publish(state, asked, configuration),
        Input.PayloadStored stored => Arrive(state, stored.Payload),
        Input.Received { Link: Link.Author, Message: WithdrawRequest } => new(Trigger.WithdrawAccepted),
        Input.Received { Link: Link.Server, Message: EnvelopeRequest } => new(Trigger.EnvelopeAsked),
        Input.Received { Link: Link.Server, Message: BlockRequest request } => Block(state, request),
        _ => new(Trigger.Unexpected),
    };

    private static Fact Publish(PackageState state, Input.PublishAsked asked, FirmwareServerConfiguration configuration)
    {
        var judged = PackageContents.Read(asked.Envelope, configuration.AuthorAnchors);                                 // R-FS-02, R-FS-03
        if (judged.Value is not { } contents) return Fact.Refused(Trigger.PublishRefused, judged.Code, judged.Detail);
        if (state.Phase == PackagePhase.Withdrawn)
            return Fact.Refused(Trigger.PublishRefused, ResultCode.Withdrawn, "the package was withdrawn; publish a newer one");  // R-FS-08
        if (state.Record is { } known)
        {
            return known.Image == contents.Image
                ? new(Trigger.PublishRepeated)
                : Fact.Refused(Trigger.PublishRefused, ResultCode.InternalFault, $"the envelope is {contents.Image}, expected {known.Image}");
        }

        if (asked.Highest is { } highest && contents.Image.Number == highest.Number)                                    // R-FS-05
            return Fact.Refused(Trigger.PublishRefused, ResultCode.SameNumberOtherManifest, $"{highest} is published with that number");
        if (asked.Highest is { } higher && contents.Image.Number < higher.Number)                                       // R-FS-06
            return Fact.Refused(Trigger.PublishRefused, ResultCode.RolledBack, $"{higher} is published already, got {contents.Image}");

        var integrated = contents.Integrated.Select(payload => Digest.Of(payload.Span)).ToHashSet();
        var missing = contents.Payloads.Where(payload => !integrated.Contains(payload.Digest) && !asked.Present.Contains(payload.Digest));
        var record = new PackageRecord(contents.Image, contents.Vendor, contents.Class, PackagePhase.Absent, (uint)contents.Distributed.Length,
            contents.Payloads, new Sequence<PayloadName>(missing));
        return new(record.Missing.Count == 0 ? Trigger.PackageCompleted : Trigger.PackageStaged) { Record = record, Contents = contents };
    }

    private static Fact Arrive(PackageState state, Digest payload)
    {
        if (state.Record is not { Phase: PackagePhase.Staged } record || !record.Missing.Any(missing => missing.Digest == payload)) return new(Trigger.Unexpected);
        var left = new Sequence<PayloadName>(record.Missing.Where(missing => missing.Digest != payload));
        return new(left.Count == 0 ? Trigger.PackageCompleted : Trigger.PayloadArrived) { Record = record with { Missing = left } }; // R-FS-04
    }

    private static Fact Block(PackageState state, BlockRequest request)
    {
        var payload = state.Record?.Payloads.FirstOrDefault(candidate => candidate.Digest == request.Payload);
        return payload is not null && request.Length <= payload.Size && request.Offset <= payload.Size - request.Length
            ? new(Trigger.BlockAsked) { Block = request }
            : Fact.Refused(Trigger.BlockRefused, ResultCode.NotAvailable, $"{request.Length} bytes of {request.Payload} from {request.Offset} are not part of this package"); // R-FS-18
    }
}
