using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <content>What Status trackers ask.</content>
public sealed partial class FirmwareServerLab
{
    private static readonly Dictionary<string, Message> Foreign = new()
    {
        ["the status request of a Communicator"] = new StatusRequest(),
        ["the installation request of a Communicator"] = new InstallRequest(Digest.Of([1])),
        ["a check-in"] = new CheckIn((byte[])[1, 2, 3], null, ResultCode.None),
        ["the question of an operator"] = new TrackQuery(null, null),
        ["the cancellation of an operator"] = new CancelRequest(new DeviceId(new Guid("0d0e0000-0000-4000-8000-00000000000f"))),
        ["a catalogue of its own"] = new CatalogueAnswer(Sequence<CatalogueEntry>.Empty),
    };

    private readonly List<byte> _received = [];
    private BlockRequest? _wanted;

    /// <summary>Asks for the catalogue.</summary>
    public void AskCatalogue() => Listen(Ask(Tracker, new CatalogueRequest()));

    /// <summary>Asks for the envelope of a package; one that has no name yet was never published.</summary>
    public void AskEnvelope(string name) => AskOutOfPlace(new EnvelopeRequest(Known(name).Manifest));

    /// <summary>Asks for the envelope that is named by the digest of an envelope, which names nothing.</summary>
    public void AskEnvelopeByEnvelope(string name) => AskOutOfPlace(new EnvelopeRequest(Digest.Of(Package(name).Encoded.Span)));

    /// <summary>Asks for the whole first payload of a package.</summary>
    public void AskPayload(string name) => AskOutOfPlace(Whole(Known(name).Named[0]));

    /// <summary>Asks for what is named by the manifest's digest, as if it named a payload.</summary>
    public void AskManifestAsPayload(string name) => AskOutOfPlace(new BlockRequest(Package(name).Manifest, 0, 1));

    /// <summary>Asks for a run of bytes of the first payload.</summary>
    public void AskBlock(string name, ulong offset, uint length)
    {
        _wanted = new BlockRequest(Package(name).Named[0].Digest, offset, length);
        Listen(Ask(Tracker, _wanted));
    }

    /// <summary>Sends what does not belong on the server link.</summary>
    public void SendForeign(string words)
    {
        if (!Foreign.TryGetValue(words, out var message)) throw new SuiteErrorException($"no such message: {words}");
        AskOutOfPlace(message);
    }

    /// <summary>Receives the first half of the first payload.</summary>
    public void ReceiveHalf(string name) => Receive(Package(name), from: 0, to: Package(name).Payload.Length / 2);

    /// <summary>Receives the rest of it.</summary>
    public void ReceiveRest(string name) => Receive(Package(name), from: _received.Count, to: Package(name).Payload.Length);

    /// <summary>Asks for catalogue, envelope and payload of a package, so many times.</summary>
    public void AskEverything(string name, int times)
    {
        var package = Package(name);
        for (var i = 0; i < times; i++)
        {
            Listen(Ask(Tracker, new EnvelopeRequest(package.Manifest)));
            Listen(Ask(Tracker, Whole(package.Named[0])));
        }
    }

    /// <summary>Every kind of request of author and Status trackers, as it should be.</summary>
    public void AskInEveryWay(string name)
    {
        var package = Package(name);
        Listen(AskAuthor(new PublishRequest(package.Encoded)));
        Listen(Ask(Tracker, new CatalogueRequest()));
        Listen(Ask(Tracker, new EnvelopeRequest(package.Manifest)));
        Listen(Ask(Tracker, Whole(package.Named[0])));
        Listen(AskAuthor(new WithdrawRequest(package.Manifest)));
    }

    /// <summary>Several Status trackers receive the first payload at once, in blocks of another size each, one block in turn.</summary>
    public void ReceiveTogether(string name, int trackers)
    {
        var package = Package(name);
        var size = package.Payload.Length;
        var positions = Enumerable.Range(1, trackers).ToDictionary(static number => $"tracker-{number}", static _ => 0);
        while (positions.Values.Any(position => position < size))
        {
            foreach (var (tracker, position) in positions.Where(pair => pair.Value < size).ToList())
            {
                var length = Math.Min(10 + positions.Keys.ToList().IndexOf(tracker) * 7, size - position);
                DemandBlock(package, (ulong)position, (uint)length, Ask(tracker, new BlockRequest(package.Named[0].Digest, (ulong)position, (uint)length)));
                positions[tracker] = position + length;
            }
        }
    }

    /// <summary>Bytes that are no message, from one Status tracker.</summary>
    public void SendGarbage(string tracker) => Listen(Implementation.Ask(Link.Server, tracker, (byte[])[0xc1, 0xff, 0x00]));

    private void AskOutOfPlace(Message message)
    {
        _before = Listing(Tracker);
        Listen(Ask(Tracker, message));
    }

    private void Receive(MadePackage package, int from, int to)
    {
        for (var position = from; position < to;)
        {
            var length = (uint)Math.Min(64, to - position);
            var answer = Ask(Tracker, new BlockRequest(package.Named[0].Digest, (ulong)position, length));
            DemandBlock(package, (ulong)position, length, answer);
            _received.AddRange(((Block)Read(answer)!).Data.ToArray());
            position += (int)length;
        }
    }

    private static BlockRequest Whole(PayloadName payload) => new(payload.Digest, 0, (uint)Math.Min(payload.Size, Limits.Block));

    private Reply Ask(string tracker, Message message) => Implementation.Ask(Link.Server, tracker, message);

    /// <summary>What the catalogue lists for the scenario's vendors.</summary>
    private IReadOnlyList<CatalogueEntry> Listing(string tracker)
    {
        var answer = Ask(tracker, new CatalogueRequest());
        Demand(Read(answer) is CatalogueAnswer, _evidence, "a catalogue", Read(answer) is CatalogueAnswer ? "it came" : answer);
        return [.. ((CatalogueAnswer)Read(answer)!).Entries.Where(entry => entry.Vendor == _workshop.Vendor || entry.Vendor == _workshop.OtherVendor)];
    }

    private CatalogueEntry? Find(MadePackage package, string tracker) => Listing(tracker).FirstOrDefault(entry => entry.Manifest == package.Manifest);
}
