using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <content>What is observed.</content>
public sealed partial class FirmwareServerLab
{
    // What a request can be refused with that does not fit, where the specification names no code.
    private static readonly ResultCode[] OutOfPlace =
        [ResultCode.NotNow, ResultCode.NotAvailable, ResultCode.MalformedMessage, ResultCode.NotAllowed, ResultCode.Busy, ResultCode.PeerNotTrusted];

    /// <inheritdoc/>
    public override void Probe()
    {
        var package = _workshop.Make(1, Shape.Of("with its payload inside"), [Random.Bytes(20)], _workshop.NextClass());
        Listen(AskAuthor(new PublishRequest(package.Encoded)));
        DemandDistributed(package);
    }

    /// <summary>The package is listed, and envelope and payloads are served, as the author made them.</summary>
    public void SeesDistributed(string name) => DemandDistributed(Package(name));

    /// <summary>The package is not listed; envelope and payloads are refused, but for payloads of another package that is listed.</summary>
    public void SeesAbsent(string name)
    {
        var package = Package(name);
        var listing = Listing(Tracker);
        Demand(listing.All(entry => entry.Manifest != package.Manifest), _evidence, $"{package} is not listed", Show(listing));
        DemandRefusal(Ask(Tracker, new EnvelopeRequest(package.Manifest)), _evidence, ResultCode.NotAvailable, ResultCode.Withdrawn);
        foreach (var payload in package.Named.Where(payload => !listing.SelectMany(static entry => entry.Payloads).Any(listed => listed.Digest == payload.Digest)))
            DemandRefusal(Ask(Tracker, Whole(payload)), _evidence, ResultCode.NotAvailable, ResultCode.Withdrawn);
    }

    /// <summary>The package stands beside others in the catalogue, and nothing else does, for the scenario's vendors.</summary>
    public void SeesListedOnly(IReadOnlyList<string> names)
    {
        var listing = Listing(Tracker);
        Demand(
            listing.Select(static entry => entry.Manifest.ToHex()).Order().SequenceEqual(names.Select(name => Package(name).Manifest.ToHex()).Order()),
            _evidence, $"a catalogue of {string.Join(" and ", names)}", Show(listing));
        foreach (var name in names) DemandEntry(Package(name), listing.First(entry => entry.Manifest == Package(name).Manifest), null);
    }

    /// <summary>After each upload it was looked whether the package is listed: only the last one made it so.</summary>
    public void SeesListedLast(string name)
    {
        var listings = _listings.GetValueOrDefault(name, []);
        Demand(
            listings.Count > 0 && listings[^1] && listings.SkipLast(1).All(static listed => !listed),
            EvidenceClass.Wire, $"{Package(name)} is listed after its last payload came, and not before",
            string.Join(", ", listings.Select(static listed => listed ? "listed" : "not listed")));
    }

    /// <summary>The author was answered that the package is published and that nothing is missing.</summary>
    public void SeesPublished(string name) => Demand(
        Read(_answer) is PublishAnswer { Phase: PackagePhase.Published, Missing.Count: 0 } answer && answer.Manifest == Package(name).Manifest,
        EvidenceClass.Wire, $"the answer that {Package(name)} is published", _answer);

    /// <summary>The author was answered that the package is staged, and all the payloads are named that stand beside the envelope.</summary>
    public void SeesStaged(string name)
    {
        var package = Package(name);
        Demand(
            Read(_answer) is PublishAnswer { Phase: PackagePhase.Staged } answer && answer.Manifest == package.Manifest
                && answer.Missing.OrderBy(Key).SequenceEqual(package.Beside.OrderBy(Key)),
            EvidenceClass.Wire, $"the answer that {package} is staged and misses {string.Join(", ", package.Beside)}", _answer);
    }

    /// <summary>The author was answered that the package is withdrawn.</summary>
    public void SeesWithdrawal(string name) => Demand(
        Read(_answer) is WithdrawAnswer answer && answer.Manifest == Package(name).Manifest,
        EvidenceClass.Wire, $"the answer that {Package(name)} is withdrawn", _answer);

    /// <summary>The last answer is a refusal with one of these codes, and only one answer came.</summary>
    public void SeesRefusal(IReadOnlyList<ResultCode> codes)
    {
        DemandRefusal(_answer, EvidenceClass.Wire, [.. codes]);
        DemandOneAnswer();
    }

    /// <summary>The last answer is a refusal with a code that fits a request that has no place here.</summary>
    public void SeesRefusalOutOfPlace() => SeesRefusal(OutOfPlace);

    /// <summary>The upload was refused with one of these codes.</summary>
    public void SeesUploadRefused(IReadOnlyList<ResultCode> codes) => DemandRefusal(_answer, EvidenceClass.Wire, [.. codes]);

    /// <summary>What was listed before the request is listed after it.</summary>
    public void SeesNothingChanged() => DemandSame(_before, Listing(Tracker));

    /// <summary>The last two answers say the same: the same bytes, or refusals with the same code.</summary>
    public void SeesSameAnswers(int number)
    {
        var last = _answers.TakeLast(number).ToList();
        Demand(
            last.Count == number && last.Skip(1).All(answer => IsSame(answer, last[0])),
            EvidenceClass.Wire, $"{number} answers that say the same", string.Join("; ", last.Select(Show)));
    }

    /// <summary>Every answer to <see cref="AskEverything"/> is the same as in the first round.</summary>
    public void SeesSameRounds(int rounds)
    {
        var last = _answers.TakeLast(2 * rounds).ToList();
        Demand(
            last.Select((answer, index) => IsSame(answer, last[index % 2])).All(static same => same) && last.All(static answer => Read(answer) is EnvelopeAnswer or Block),
            EvidenceClass.Wire, $"{rounds} times the same answers", string.Join("; ", last.Select(Show)));
    }

    /// <summary>Each request got the answer that belongs to it.</summary>
    public void SeesEachAnswered()
    {
        var last = _answers.TakeLast(5).ToList();
        Type[] due = [typeof(PublishAnswer), typeof(CatalogueAnswer), typeof(EnvelopeAnswer), typeof(Block), typeof(WithdrawAnswer)];
        Demand(
            last.Select(static answer => Read(answer)?.GetType()).SequenceEqual(due),
            EvidenceClass.Wire, "to each request the answer that belongs to it", string.Join("; ", last.Select(Show)));
    }

    /// <summary>The wanted bytes came, all of them and no others.</summary>
    public void SeesWantedBytes(string name) => DemandBlock(Package(name), Required(_wanted).Offset, Required(_wanted).Length, _answer);

    /// <summary>Bytes that the payload does not have did not come: it was refused, or what there is of it came.</summary>
    public void SeesNoBytesBeyond(string name)
    {
        var (package, wanted) = (Package(name), Required(_wanted));
        var left = (ulong)package.Payload.Length > wanted.Offset ? package.Payload.Span[(int)wanted.Offset..] : [];
        var holds = Read(_answer) switch
        {
            Refusal refusal => refusal.Code == ResultCode.NotAvailable,
            // A range in HTTP ends with the payload.
            Block block => !left.IsEmpty && block.Offset == wanted.Offset && block.Data.Span.SequenceEqual(left),
            _ => false,
        };
        Demand(holds, EvidenceClass.Wire, $"a refusal, or the {left.Length} bytes that there are", _answer);
    }

    /// <summary>What was received in parts is the payload.</summary>
    public void SeesWholePayload(string name) => Demand(
        _received.SequenceEqual(Package(name).Payload.ToArray()),
        _evidence, "the author's payload in all its parts", $"{_received.Count} bytes, {Digest.Of(_received.ToArray())}");

    /// <summary>In many ranges of chance.</summary>
    public void SeesManyRanges(string name, int number)
    {
        var package = Package(name);
        var ranges = Enumerable.Range(0, number).Select(_ =>
        {
            var offset = Random.Below(package.Payload.Length);
            return (Offset: (ulong)offset, Length: (uint)(1 + Random.Below(Math.Min(Limits.Block, package.Payload.Length - offset))));
        }).ToList();
        Each(ranges, static range => $"{range.Length} bytes from {range.Offset}", range =>
            DemandBlock(package, range.Offset, range.Length, Ask(Tracker, new BlockRequest(package.Named[0].Digest, range.Offset, range.Length))));
    }

    /// <summary>The damaged payload is refused as a whole, and no wrong byte of it is served in parts.</summary>
    public void SeesDamageDetected(string name)
    {
        var package = Package(name);
        DemandRefusal(Ask(Tracker, Whole(package.Named[0])), EvidenceClass.Effect, ResultCode.StorageCorrupted, ResultCode.NotAvailable);
        for (var offset = 0; offset < package.Payload.Length; offset += 50)
        {
            var length = Math.Min(50, package.Payload.Length - offset);
            var answer = Ask(Tracker, new BlockRequest(package.Named[0].Digest, (ulong)offset, (uint)length));
            Demand(
                Read(answer) is Refusal || (Read(answer) is Block block && block.Data.Span.SequenceEqual(package.Payload.Span.Slice(offset, length))),
                EvidenceClass.Effect, $"no wrong byte from {offset} on", answer);
        }
    }

    /// <summary>Every Status tracker gets the same bytes as envelope.</summary>
    public void SeesOneEnvelope(string name, int trackers)
    {
        var manifest = Package(name).Manifest;
        var answers = Enumerable.Range(1, trackers).Select(number => Ask($"tracker-{number}", new EnvelopeRequest(manifest))).ToList();
        answers.AddRange(_answers.Where(answer => EnvelopeIn(answer)?.ManifestDigest == manifest));
        Demand(
            answers.All(answer => Read(answer) is EnvelopeAnswer && IsSame(answer, answers[0])), _evidence,
            $"the same envelope to {trackers} Status trackers", string.Join("; ", answers.Select(Describe)));
    }

    /// <summary>Every Status tracker sees the package.</summary>
    public void SeesDistributedToAll(string name, int trackers)
    {
        for (var number = 1; number <= trackers; number++) DemandDistributed(Package(name), $"tracker-{number}");
    }

    /// <summary>The envelope carries the signatures that the author made, and none beside them.</summary>
    public void SeesAuthorsSignaturesOnly(string name)
    {
        var package = Package(name);
        var answer = Ask(Tracker, new EnvelopeRequest(package.Manifest));
        Demand(
            EnvelopeIn(answer) is { } served && served.Blocks.SequenceEqual(package.Envelope.Blocks),
            EvidenceClass.Effect, "the author's signatures and no other", answer);
    }

    /// <summary>What nobody signed is not served with a signature, whether it is published or not.</summary>
    public void SeesNoSignatureMade(string name)
    {
        var answer = Ask(Tracker, new EnvelopeRequest(Package(name).Manifest));
        Demand(
            Read(answer) is Refusal || EnvelopeIn(answer) is { Blocks.Count: 0 },
            EvidenceClass.Effect, "no signature that the author did not make", answer);
    }

    private void DemandDistributed(MadePackage package, string tracker = Tracker)
    {
        var listing = Listing(tracker);
        var entry = listing.FirstOrDefault(candidate => candidate.Manifest == package.Manifest);
        Demand(entry is not null && listing.Count(candidate => candidate.Manifest == package.Manifest) == 1, _evidence, $"{package} is listed, once", Show(listing));
        var answer = Ask(tracker, new EnvelopeRequest(package.Manifest));
        DemandEnvelope(package, answer);
        DemandEntry(package, entry!, ((EnvelopeAnswer)Read(answer)!).Envelope.Length);
        for (var index = 0; index < package.Named.Count; index++) DemandPayload(package.Named[index], package.Payloads[index], tracker);
    }

    private void DemandEntry(MadePackage package, CatalogueEntry entry, int? envelopeSize) => Demand(
        entry.Number == package.Number && entry.Vendor == package.Vendor && entry.Class == package.Class
            && entry.Payloads.OrderBy(Key).SequenceEqual(package.Named.Distinct().OrderBy(Key))
            && (envelopeSize is null || entry.EnvelopeSize == (uint)envelopeSize),
        _evidence, $"an entry with number, vendor, class, payloads and envelope size of {package}", entry);

    // The server may leave out text and integrated payloads; what the author signed stays as it was (R-FS-14, R-FS-16).
    private void DemandEnvelope(MadePackage package, Reply answer)
    {
        var authored = package.Envelope;
        Demand(
            EnvelopeIn(answer) is { } served && served.Manifest == authored.Manifest && served.EncodedDigest == authored.EncodedDigest
                && served.Blocks.SequenceEqual(authored.Blocks)
                && authored.Severable.Where(static pair => pair.Key != SuitElement.Text).All(pair => Holds(served.Severable, pair))
                && served.Severable.All(pair => Holds(authored.Severable, pair))
                && served.IntegratedPayloads.All(pair => Holds(authored.IntegratedPayloads, pair)),
            _evidence, $"the envelope of {package} with manifest and signatures as the author made them", answer);
    }

    private void DemandPayload(PayloadName name, Bytes payload, string tracker)
    {
        for (var offset = 0; offset < payload.Length; offset += Limits.Block)
        {
            var length = (uint)Math.Min(Limits.Block, payload.Length - offset);
            DemandBlock(name.Digest, payload, (ulong)offset, length, Ask(tracker, new BlockRequest(name.Digest, (ulong)offset, length)));
        }
    }

    private void DemandBlock(MadePackage package, ulong offset, uint length, Reply answer) =>
        DemandBlock(package.Named[0].Digest, package.Payload, offset, length, answer);

    private void DemandBlock(Digest digest, Bytes payload, ulong offset, uint length, Reply answer) => Demand(
        Read(answer) is Block block && block.Payload == digest && block.Offset == offset && block.TotalSize == (ulong)payload.Length
            && block.Data.Span.SequenceEqual(payload.Span.Slice((int)offset, (int)length)),
        _evidence, $"{length} bytes of {digest} from {offset}, as the author uploaded them", answer);

    private void DemandSame(IReadOnlyList<CatalogueEntry> before, IReadOnlyList<CatalogueEntry> after) =>
        Demand(before.OrderBy(Key).SequenceEqual(after.OrderBy(Key)), _evidence, $"a catalogue as before: {Show(before)}", Show(after));

    private void DemandOneAnswer() => Demand(
        Implementation.Unasked.Count == 0,
        EvidenceClass.Wire, "one answer to one request", $"{Implementation.Unasked.Count} more");

    private static Envelope? EnvelopeIn(Reply answer) =>
        Read(answer) is EnvelopeAnswer served && EnvelopeReader.Read(served.Envelope.Memory, SuitLimits.Default) is { IsOk: true } read ? read.Value : null;

    private static bool Holds<TKey>(IReadOnlyDictionary<TKey, Bytes> elements, KeyValuePair<TKey, Bytes> pair) =>
        elements.TryGetValue(pair.Key, out var held) && held == pair.Value;

    private static string Describe(Reply answer) =>
        Read(answer) is EnvelopeAnswer served ? $"{served.Envelope.Length} bytes, {Digest.Of(served.Envelope.Span)}" : Show(answer);

    private static bool IsSame(Reply one, Reply other) => (Read(one), Read(other)) switch
    {
        (Refusal first, Refusal second) => first.Code == second.Code,
        ({ } first, { } second) => first.Equals(second),
        _ => one == other,
    };

    private static string Show(IReadOnlyList<CatalogueEntry> listing) =>
        listing.Count == 0 ? "nothing is listed" : string.Join(", ", listing.Select(static entry => $"{entry.Number} ({entry.Manifest})"));

    private static string Key(PayloadName payload) => payload.Digest.ToHex();

    private static string Key(CatalogueEntry entry) => entry.Manifest.ToHex();
}
