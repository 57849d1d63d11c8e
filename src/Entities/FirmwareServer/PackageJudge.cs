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
        Input.PayloadStored stored => Arrive(state, stored),
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
        if (state.Record is { } known) return Repeat(known, contents, asked);
        if (Outdated(contents.Image, asked.Highest) is { } outdated) return outdated;

        var integrated = contents.Integrated.Select(payload => Digest.Of(payload.Span)).ToHashSet();
        var missing = contents.Payloads.Where(payload => !integrated.Contains(payload.Digest) && !asked.Present.Contains(payload.Digest));
        var record = new PackageRecord(contents.Image, contents.Vendor, contents.Class, PackagePhase.Absent, (uint)contents.Distributed.Length,
            contents.Payloads, new Sequence<PayloadName>(missing));
        return new(record.Missing.Count == 0 ? Trigger.PackageCompleted : Trigger.PackageStaged) { Record = record, Contents = contents };
    }

    /// <summary>The same package again: harmless, and the chance to complete it when its payloads came for another package (R-FS-11).</summary>
    private static Fact Repeat(PackageRecord known, PackageContents contents, Input.PublishAsked asked)
    {
        if (known.Image != contents.Image)
            return Fact.Refused(Trigger.PublishRefused, ResultCode.InternalFault, $"the envelope is {contents.Image}, expected {known.Image}");
        if (known.Phase != PackagePhase.Staged || !known.Missing.All(missing => asked.Present.Contains(missing.Digest))) return new(Trigger.PublishRepeated);
        return Outdated(known.Image, asked.Highest)
            ?? new(Trigger.PackageCompleted) { Record = known with { Missing = Sequence<PayloadName>.Empty }, Contents = contents };
    }

    private static Fact Arrive(PackageState state, Input.PayloadStored stored)
    {
        if (state.Record is not { Phase: PackagePhase.Staged } record || !record.Missing.Any(missing => missing.Digest == stored.Payload)) return new(Trigger.Unexpected);
        var left = new Sequence<PayloadName>(record.Missing.Where(missing => missing.Digest != stored.Payload));
        if (left.Count == 0 && Outdated(record.Image, stored.Highest) is { } outdated) return outdated;
        return new(left.Count == 0 ? Trigger.PackageCompleted : Trigger.PayloadArrived) { Record = record with { Missing = left } }; // R-FS-04
    }

    /// <summary>A package that may not be published because of one that was published before, perhaps while its payloads were on their way.</summary>
    private static Fact? Outdated(ImageName image, ImageName? highest)
    {
        if (highest is null || highest == image) return null;
        if (image.Number == highest.Number)                                                                             // R-FS-05
            return Fact.Refused(Trigger.PublishRefused, ResultCode.SameNumberOtherManifest, $"{highest} was published with that number");
        return image.Number < highest.Number                                                                            // R-FS-06
            ? Fact.Refused(Trigger.PublishRefused, ResultCode.RolledBack, $"{highest} was published already, got {image}")
            : null;
    }

    private static Fact Block(PackageState state, BlockRequest request)
    {
        var payload = state.Record?.Payloads.FirstOrDefault(candidate => candidate.Digest == request.Payload);
        return payload is not null && request.Length <= payload.Size && request.Offset <= payload.Size - request.Length
            ? new(Trigger.BlockAsked) { Block = request }
            : Fact.Refused(Trigger.BlockRefused, ResultCode.NotAvailable, $"{request.Length} bytes of {request.Payload} from {request.Offset} are not part of this package"); // R-FS-18
    }
}
