using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.VectorTool.Messages;

/// <summary>M-10 to M-19.</summary>
internal static class TrackerLinkSamples
{
    private static readonly Digest Manifest = Seeded.Digest("manifest");
    private static readonly Digest Payload = Seeded.Digest("payload");
    private static readonly Bytes Report = Seeded.Bytes("report", 200);

    /// <summary>Numbers at which the shortest form changes its size.</summary>
    private static readonly ulong[] Steps = [0, 1, 127, 128, 255, 256, 65535, 65536, uint.MaxValue, Limits.Payload];

    public static IEnumerable<MessageVector> All() => [.. CheckIns(), .. Batches(), .. BlockMessages(), .. Catalogues(), .. Envelopes()];

    private static IEnumerable<MessageVector> CheckIns()
    {
        yield return new("nothing-refused", "no refused manifest", new CheckIn(Report, null, ResultCode.None));
        yield return new("refused", "the device refused the last directive", new CheckIn(Report, Manifest, ResultCode.WrongClass));
        yield return new("longest", "a report as long as it may be", new CheckIn(Seeded.Fill(0x5a, Limits.SignedStatement), Manifest, ResultCode.InternalFault));
        yield return new("cancel", "kind Cancel", new CheckInAnswer(DirectiveKind.Cancel, Manifest, Seeded.Bytes("directive", 150), Bytes.Empty, 10));
        yield return new("install", "kind Install with envelope", new CheckInAnswer(DirectiveKind.Install, Manifest, Seeded.Bytes("directive", 150), Seeded.Bytes("envelope", 300), 60));
        yield return new("install-core", "kind Install in profile Core: no directive", new CheckInAnswer(DirectiveKind.Install, Manifest, Bytes.Empty, Seeded.Bytes("envelope", 300), 60));
        yield return new("longest", "everything at its bound", new CheckInAnswer(DirectiveKind.Install, Manifest, Seeded.Fill(0x11, Limits.SignedStatement), Seeded.Fill(0x22, Limits.Envelope), Limits.PollAfterSeconds));
        yield return new("up-to-date", "kind UpToDate, no manifest", new CheckInAnswer(DirectiveKind.UpToDate, null, Seeded.Bytes("directive", 150), Bytes.Empty, 3600));
        yield return new("up-to-date-core", "everything empty or zero", new CheckInAnswer(DirectiveKind.UpToDate, null, Bytes.Empty, Bytes.Empty, 0));
    }

    private static IEnumerable<MessageVector> Batches()
    {
        var checkIn = new CheckIn(Report, null, ResultCode.None);
        var told = new CheckIn(Seeded.Bytes("another report", 180), Manifest, ResultCode.WrongClass);
        var answer = new CheckInAnswer(DirectiveKind.Install, Manifest, Seeded.Bytes("directive", 150), Seeded.Bytes("envelope", 300), 60);
        var refusal = new Refusal(ResultCode.ReportNotAuthentic, "no");
        yield return new("empty", "no check-in", new CheckInBatch(Sequence<CheckIn>.Empty));
        yield return new("one", "one check-in", new CheckInBatch(new Sequence<CheckIn>(checkIn)));
        yield return new("two", "two devices, one of which refused its last directive", new CheckInBatch(new Sequence<CheckIn>(checkIn, told)));
        yield return new("most", "as many as there may be", new CheckInBatch(new Sequence<CheckIn>(Enumerable.Repeat(new CheckIn(Seeded.Bytes("report", 16), null, ResultCode.None), Limits.CheckIns))));
        yield return new("empty", "no answer", new CheckInBatchAnswer(Sequence<BatchedAnswer>.Empty));
        yield return new("both", "an answer and a refusal in one entry: well-formed, and no answer to anything", new CheckInBatchAnswer(new Sequence<BatchedAnswer>(new BatchedAnswer(answer, refusal))));
        yield return new("neither", "an entry without an answer: well-formed, and no answer to anything", new CheckInBatchAnswer(new Sequence<BatchedAnswer>(new BatchedAnswer(null, null))));
        yield return new("two", "one check-in is answered, the other is refused", new CheckInBatchAnswer(new Sequence<BatchedAnswer>(BatchedAnswer.Of(answer), BatchedAnswer.Of(refusal))));
        yield return new("most", "as many as there may be", new CheckInBatchAnswer(new Sequence<BatchedAnswer>(Enumerable.Repeat(BatchedAnswer.Of(refusal), Limits.CheckIns))));
    }

    private static IEnumerable<MessageVector> BlockMessages()
    {
        foreach (var offset in Steps) yield return new($"offset-{offset:0000000000}", $"offset {offset}", new BlockRequest(Payload, offset, 4096));
        yield return new("length-least", "length 0", new BlockRequest(Payload, 0, 0));
        yield return new("length-most", "length at its bound", new BlockRequest(Payload, 0, Limits.Block));
        yield return new("empty", "no bytes of an empty payload", new Block(Payload, 0, 0, Bytes.Empty));
        yield return new("largest", "everything at its bound", new Block(Payload, Limits.Payload, Limits.Payload, Seeded.Fill(0x00, Limits.Block)));
        yield return new("usual", "a block in the middle", new Block(Payload, 4096, 65536, Seeded.Bytes("block", 128)));
    }

    private static IEnumerable<MessageVector> Catalogues()
    {
        yield return new("only", "no fields", new CatalogueRequest());
        yield return new("empty", "nothing is published", new CatalogueAnswer(Sequence<CatalogueEntry>.Empty));
        yield return new("one", "one package", new CatalogueAnswer(new Sequence<CatalogueEntry>(Entry(1, 1))));
        yield return new("no-payloads", "a package without payloads", new CatalogueAnswer(new Sequence<CatalogueEntry>(Entry(1, 0))));
        yield return new("most-payloads", "a package with as many payloads as it may have", new CatalogueAnswer(new Sequence<CatalogueEntry>(Entry(1, Limits.Components))));
        yield return new("shortest-16-bit", "16 packages need a longer array head", new CatalogueAnswer(new Sequence<CatalogueEntry>(Enumerable.Range(0, 16).Select(i => Entry((ulong)i, 1)))));
        yield return new("largest-values", "every number at its bound", new CatalogueAnswer(new Sequence<CatalogueEntry>(
            new CatalogueEntry(Manifest, new SequenceNumber(ulong.MaxValue), new VendorId(Guid.AllBitsSet), new ClassId(Guid.AllBitsSet), Limits.Envelope, new Sequence<PayloadName>(new PayloadName(Payload, Limits.Payload))))));
    }

    private static IEnumerable<MessageVector> Envelopes() =>
    [
        new("usual", "a manifest digest", new EnvelopeRequest(Manifest)),
        new("empty", "no bytes", new EnvelopeAnswer(Bytes.Empty)),
        new("longest", "as long as an envelope may be", new EnvelopeAnswer(Seeded.Fill(0x22, Limits.Envelope))),
        new("usual", "some bytes", new EnvelopeAnswer(Seeded.Bytes("envelope", 300))),
    ];

    private static CatalogueEntry Entry(ulong number, int payloads) => new(
        Seeded.Digest($"manifest {number}"),
        new SequenceNumber(number),
        new VendorId(Seeded.Guid("vendor")),
        new ClassId(Seeded.Guid("class")),
        700,
        new Sequence<PayloadName>(Enumerable.Range(0, payloads).Select(i => new PayloadName(Seeded.Digest($"payload {i}"), (ulong)(1000 * i)))));
}
