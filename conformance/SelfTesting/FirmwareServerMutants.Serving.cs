using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;
using static SecUpIoT.Conformance.SelfTesting.FirmwareServerAlterations;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>Those that list and serve something else than what is published.</content>
internal static partial class FirmwareServerMutants
{
    private static IReadOnlyList<Mutant> Serving =>
    [
        Built("withdrawn-listed", "lists withdrawn packages", ["R-FS-08", "R-FS-09"],
            Listing(static state => state.Phase is PackagePhase.Published or PackagePhase.Withdrawn),
            "R-FS-10", "R-FS-11", "R-FS-18", "R-GEN-02", "R-GEN-08"),
        Built("staged-listed", "lists staged packages", ["R-FS-04", "R-FS-09"],
            Listing(static state => state.Phase is PackagePhase.Published or PackagePhase.Staged),
            "R-FS-05", "R-FS-06", "R-FS-10", "R-FS-11", "R-FS-13", "R-FS-18", "R-GEN-02", "R-GEN-08"),
        Built("newest-listed", "lists the newest package of a class only", ["R-FS-09"], Design.Right with
        {
            Say = Saying<CatalogueAnswer>(static answer => [new CatalogueAnswer(new(
                answer.Entries.GroupBy(static entry => (entry.Vendor, entry.Class)).Select(static group => group.MaxBy(static entry => entry.Number)!)))]),
        }, "R-FS-06", "R-FS-10", "R-FS-11", "R-FS-12", "R-FS-15", "R-GEN-02"),
        Built("catalogue-cut", "lists three packages at most", ["R-FS-09"], Design.Right with
        {
            Say = Saying<CatalogueAnswer>(static answer => [new CatalogueAnswer(new(answer.Entries.Take(3)))]),
        }),
        Built("sizes-mixed-up", "states wrong sizes in a longer catalogue", ["R-FS-09"], Design.Right with
        {
            Say = Saying<CatalogueAnswer>(static answer => [answer.Entries.Count < 4 ? answer : new CatalogueAnswer(new(answer.Entries.Select(
                static entry => entry with { Payloads = new(entry.Payloads.Select(static payload => payload with { Size = payload.Size + 1 })) })))]),
        }),

        Altered("withdrawn-envelope", "serves the envelope of a withdrawn package", ["R-FS-08"], static machine =>
            machine.Taking(PackagePhase.Withdrawn, PackagePhase.Published, static input => input is Input.Received { Message: EnvelopeRequest }),
            "R-FS-10", "R-FS-11", "R-FS-18", "R-GEN-02", "R-GEN-06", "R-GEN-08"),
        Altered("withdrawn-payload", "serves the payload of a withdrawn package", ["R-FS-08"], static machine =>
            machine.Taking(PackagePhase.Withdrawn, PackagePhase.Published, static input => BlockIn(input) is not null),
            "R-FS-10", "R-FS-11", "R-FS-18", "R-GEN-08"),
        Altered("withdrawn-published", "publishes a withdrawn package again", ["R-FS-08"], static machine => new Altered<PackageState>(machine)
        {
            Before = static (state, input) => (state.Phase == PackagePhase.Withdrawn && input is Input.PublishAsked ? PackageState.Initial : state, input),
        }, "R-GEN-07"),
        Altered("staged-envelope", "serves the envelope of a staged package", ["R-FS-18"], static machine =>
            machine.Taking(PackagePhase.Staged, PackagePhase.Published, static input => input is Input.Received { Message: EnvelopeRequest }),
            "R-FS-04", "R-FS-05", "R-FS-06", "R-FS-10", "R-FS-11", "R-FS-13", "R-GEN-02", "R-GEN-06", "R-GEN-08"),
        Altered("staged-payload", "serves the payloads of a staged package", ["R-FS-18"], static machine =>
            machine.Taking(PackagePhase.Staged, PackagePhase.Published, static input => BlockIn(input) is not null),
            "R-FS-04", "R-FS-05", "R-FS-06", "R-GEN-02", "R-GEN-08"),

        Altered("envelope-replaced", "serves the envelope that came last", ["R-FS-16"], ReplacingEnvelopes),
        Built("envelope-now-and-then", "leaves the text out of every second envelope", ["R-FS-16"], Design.Right with { Say = LeavingOutText() }),
        Built("installation-left-out", "leaves the installation out of an envelope", ["R-FS-14"], Design.Right with
        {
            Say = Saying<EnvelopeAnswer>(static answer => [Changed(answer, static envelope => EnvelopeWriter.Sever(envelope, SuitElement.Install))]),
        }, "R-FS-02"),
        Built("signatures-left-out", "leaves the signatures out of an envelope with text", ["R-FS-14"], Design.Right with
        {
            Say = Saying<EnvelopeAnswer>(static answer => [Changed(
                answer, static envelope => envelope.Severable.ContainsKey(SuitElement.Text) ? envelope with { Blocks = [] } : envelope)]),
        }, "R-FS-02"),

        Built("bit-changed", "changes a bit of a block that does not begin at the beginning", ["R-FS-07"], Design.Right with
        {
            Say = Saying<Block>(static block => [block.Offset == 0 ? block : block with { Data = (byte[])[(byte)(block.Data.Span[0] ^ 1), .. block.Data.Span[1..]] }]),
        }, "R-FS-13", "R-FS-15", "R-FS-19"),
        Built("byte-short", "serves a byte less than asked for of a short block", ["R-FS-07"], Design.Right with
        {
            Say = Saying<Block>(static block =>
                [block.Data.Length == (int)block.TotalSize || block.Data.Length < 2 ? block : block with { Data = new Bytes(block.Data.Memory[..^1]) }]),
        }, "R-FS-13", "R-FS-15", "R-FS-19"),
        Built("total-wrong", "states the size of what it serves as that of the payload", ["R-FS-07"], Design.Right with
        {
            Say = Saying<Block>(static block => [block with { TotalSize = block.Offset + (ulong)block.Data.Length }]),
        }, "R-FS-13", "R-FS-15", "R-FS-19"),
        Altered("last-byte-refused", "refuses a part that ends with the payload", ["R-FS-07"], static machine => machine.Refusing(
            ResultCode.NotAvailable, static (state, input, reaction) => reaction.Trigger == nameof(Trigger.BlockAsked) && BlockIn(input) is { Offset: > 0 } request
                && state.Record!.Payloads.Any(payload => payload.Digest == request.Payload && payload.Size == request.Offset + request.Length)),
            "R-FS-13", "R-FS-15", "R-FS-19"),
        Altered("aligned", "begins where a block of its own begins", ["R-FS-07"], static machine => machine.Told(
            static (_, input) => BlockIn(input) is { } request ? ((Input.Received)input) with { Message = request with { Offset = request.Offset / 16 * 16 } } : input),
            "R-FS-15", "R-FS-19"),
        Altered("beyond-served", "serves other bytes where there are none", ["R-FS-07"], static machine => machine.Told(static (state, input) =>
            BlockIn(input) is { } request && state.Record?.Payloads.FirstOrDefault(payload => payload.Digest == request.Payload) is { } payload
                && request.Offset + request.Length > payload.Size
                ? ((Input.Received)input) with { Message = new BlockRequest(payload.Digest, 0, (uint)Math.Min(request.Length, payload.Size)) }
                : input)),
        Altered("large-block-refused", "refuses blocks of more than 64 KiB", ["R-FS-07"], static machine => machine.Refusing(
            ResultCode.LimitExceeded, static (_, input, _) => BlockIn(input) is { Length: > 64 * 1024 }), "R-FS-13", "R-FS-19", "R-GEN-05"),
        Altered("second-block-refused", "serves the first block of a large payload only", ["R-FS-19"], static machine => machine.Refusing(
            ResultCode.NotAvailable, static (_, input, _) => BlockIn(input) is { Offset: >= Limits.Block }), "R-FS-13"),

        Built("one-tracker", "answers one Status tracker only", ["R-FS-15"],
            Design.Right with { Answers = static (link, peer) => link != Link.Server || peer == "tracker-1" }, "R-FS-16"),
        Built("damage-served", "does not look at what it serves", ["R-FS-12"],
            Design.Right with { ServerStore = ServerStore.Right with { Verifies = static (_, _) => true } }),
        Built("damage-looked-for-once", "looks at a payload before it serves it first", ["R-FS-12"],
            Design.Right with { ServerStore = ServerStore.Right with { Verifies = VerifyingOnce() } }),
    ];

    private static Design Listing(Func<PackageState, bool> lists) => Design.Right with { ServerStore = ServerStore.Right with { Lists = lists } };

    private static IMachine<PackageState> ReplacingEnvelopes(IMachine<PackageState> machine) => new Altered<PackageState>(machine)
    {
        After = static (state, input, reaction) => reaction.Trigger == nameof(Trigger.PublishRepeated) && input is Input.PublishAsked asked
            ? reaction with { Outputs = [new Output.StoreEnvelope(state.Record!.Image.Manifest, asked.Envelope), .. reaction.Outputs] }
            : reaction,
    };

    private static Func<Link, Bytes, IEnumerable<Bytes>> LeavingOutText()
    {
        var counts = new Dictionary<Digest, int>();
        return Saying<EnvelopeAnswer>(answer => [Changed(answer, envelope =>
        {
            counts[envelope.ManifestDigest] = counts.GetValueOrDefault(envelope.ManifestDigest) + 1;
            return counts[envelope.ManifestDigest] % 2 == 0 ? EnvelopeWriter.Sever(envelope, SuitElement.Text) : envelope;
        })]);
    }

    private static Func<Digest, Bytes, bool> VerifyingOnce()
    {
        var verified = new HashSet<Digest>();
        return (digest, stored) => verified.Contains(digest) || (Digest.Of(stored.Span) == digest && verified.Add(digest));
    }
}
