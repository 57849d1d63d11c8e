using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <summary>
/// Plays author and Status trackers towards one Firmware server under test. This file holds what the author does; the others what Status trackers ask and
/// what is observed. Only the scenario's own vendors and classes are looked at, so that a server may hold other packages.
/// </summary>
public sealed partial class FirmwareServerLab : Laboratory
{
    private const string AuthorName = "author";
    private const string Tracker = "tracker-1";

    private readonly Workshop _workshop;
    private readonly Dictionary<string, MadePackage> _packages = [];
    private readonly List<Reply> _answers = [];
    private readonly Dictionary<string, List<bool>> _listings = [];
    private Reply _answer = Reply.None;
    private IReadOnlyList<CatalogueEntry> _before = [];
    private EvidenceClass _evidence = EvidenceClass.Wire;

    /// <summary>A laboratory with this Firmware server in it.</summary>
    public FirmwareServerLab(Implementation implementation, ulong seed)
        : base(implementation, seed) => _workshop = new Workshop(Random);

    /// <summary>A server that believes the suite's author.</summary>
    public void Provision() => Provision(TestKeys.Author.Public.Spki);

    /// <summary>A server that believes three authors, one of them with another algorithm.</summary>
    public void ProvisionSeveral() => Provision(TestKeys.Author.Public.Spki, OtherAuthors.Second.Public.Spki, OtherAuthors.WithEsp256.Public.Spki);

    /// <summary>Publishes a package and uploads what is missing: it must be listed and served afterwards.</summary>
    public void PublishWhole(string name, string shape)
    {
        Publish(name, shape);
        UploadMissing(name);
        SeesDistributed(name);
    }

    /// <summary>Publishes a package whose payloads are still to come.</summary>
    public void Stage(string name, string shape)
    {
        Publish(name, shape);
        var package = Package(name);
        Demand(Read(_answer) is PublishAnswer { Phase: PackagePhase.Staged }, EvidenceClass.Wire, $"the answer that {package} is staged", _answer);
    }

    /// <summary>Publishes the envelope of a package; one that has no name yet is made.</summary>
    public void Publish(string name, string shape)
    {
        if (!_packages.ContainsKey(name)) _packages[name] = _workshop.Make(NumberIn(name), Shape.Of(shape));
        Listen(AskAuthor(new PublishRequest(Package(name).Encoded)));
    }

    /// <summary>Publishes a package that consists of the payload of another one, perhaps with another size stated.</summary>
    public void PublishSharing(string name, string other, string shape)
    {
        _packages[name] = _workshop.Make(NumberIn(name), Shape.Of(shape), Package(other).Payloads, null);
        Publish(name, "");
    }

    /// <summary>Publishes a package so many times; every answer is kept.</summary>
    public void PublishRepeatedly(string name, int times)
    {
        for (var i = 0; i < times; i++) Publish(name, "");
    }

    /// <summary>Publishes a package once more in another envelope around the same manifest.</summary>
    public void PublishAgain(string name, string manner)
    {
        var package = Package(name);
        var envelope = manner switch
        {
            "without its text" => EnvelopeWriter.Sever(package.Envelope, SuitElement.Text),
            "with a second signature" => EnvelopeWriter.Sign(package.Envelope, OtherAuthors.Second).Value,
            "with its payload inside" => EnvelopeWriter.WithPayload(package.Envelope, Workshop.Uri(0), package.Payload),
            "with its payload beside" => EnvelopeWriter.WithoutPayloads(package.Envelope),
            _ => throw new SuiteErrorException($"a package is not published again {manner}"),
        };
        Listen(AskAuthor(new PublishRequest(EnvelopeWriter.Encode(envelope))));
    }

    /// <summary>Publishes a package with a flaw; all else is as it should be.</summary>
    public void PublishFlawed(string name, string shape, string flaw)
    {
        var package = _packages[name] = _workshop.Make(NumberIn(name), Shape.Of(shape));
        Listen(AskAuthor(new PublishRequest(Flawed.Envelope(package, _workshop.Make(NumberIn(name), Shape.Plain), flaw))));
    }

    /// <summary>Uploads what the package has beside its envelope; after each upload the catalogue is looked at.</summary>
    public void UploadAll(string name)
    {
        foreach (var payload in Package(name).Beside) UploadOne(name, payload);
    }

    /// <summary>Uploads the payloads that the last answer names as missing.</summary>
    public void UploadMissing(string name)
    {
        var package = Package(name);
        if (Read(_answer) is not PublishAnswer answer || answer.Manifest != package.Manifest)
            throw new ObservationException($"expected: the answer that {package} is taken in; observed: {Show(_answer)}");
        foreach (var payload in answer.Missing)
        {
            Demand(package.Named.Contains(payload), EvidenceClass.Wire, $"missing payloads of {package} only", payload);
            UploadOne(name, payload);
        }
    }

    /// <summary>Uploads the first payload only.</summary>
    public void UploadFirst(string name) => UploadOne(name, Package(name).Beside[0]);

    /// <summary>Uploads the last payload only.</summary>
    public void UploadLast(string name) => UploadOne(name, Package(name).Beside[^1]);

    /// <summary>Uploads the first payload, whether it is taken or not.</summary>
    public void TryUpload(string name) => Listen(Implementation.Upload(AuthorName, Package(name).Beside[0].Digest, Package(name).BytesOf(Package(name).Beside[0])));

    /// <summary>Uploads a payload of a package that is not known to the server; it may be taken or not.</summary>
    public void UploadAhead(string name, string shape)
    {
        var package = _packages[name] = _workshop.Make(NumberIn(name), Shape.Of(shape));
        Listen(Implementation.Upload(AuthorName, package.Named[0].Digest, package.Payload));
    }

    /// <summary>Uploads something else under the digest of a payload.</summary>
    public void UploadFlawed(string name, string flaw)
    {
        var package = Package(name);
        Listen(Implementation.Upload(AuthorName, package.Beside[0].Digest, Flawed.Upload(package.BytesOf(package.Beside[0]), flaw)));
    }

    /// <summary>Withdraws a package; one that has no name yet was never published.</summary>
    public void Withdraw(string name) => Listen(AskAuthor(new WithdrawRequest(Known(name).Manifest)));

    /// <summary>As before, and it must be accepted.</summary>
    public void WithdrawWhole(string name)
    {
        Withdraw(name);
        SeesWithdrawal(name);
    }

    /// <summary>Asks to withdraw what is named by the digest of the envelope, which names nothing.</summary>
    public void WithdrawByEnvelope(string name) => Listen(AskAuthor(new WithdrawRequest(Digest.Of(Package(name).Encoded.Span))));

    /// <summary>Everything that is not durable is lost.</summary>
    public void Crash()
    {
        Implementation.Crash();
        Implementation.Start();
        _evidence = EvidenceClass.Effect;
    }

    /// <summary>Stops in order and starts again.</summary>
    public void Restart()
    {
        Implementation.Stop();
        Implementation.Start();
        _evidence = EvidenceClass.Effect;
    }

    /// <summary>As before, and what was listed is listed as before.</summary>
    public void RestartWhole()
    {
        var before = Listing(Tracker);
        Restart();
        DemandSame(before, Listing(Tracker));
    }

    /// <summary>One bit of what the server has stored of the first payload changes.</summary>
    public void Damage(string name)
    {
        Implementation.Fault("damage", new JsonObject { ["payload"] = Package(name).Named[0].Digest.ToHex() });
        _evidence = EvidenceClass.Effect;
    }

    private void Provision(params IEnumerable<Bytes> authors)
    {
        Implementation.Provision(new JsonObject { ["authors"] = new JsonArray([.. authors.Select(static key => (JsonNode)Fields.Write(key))]) });
        Implementation.Start();
    }

    private void UploadOne(string name, PayloadName payload)
    {
        var package = Package(name);
        Listen(Implementation.Upload(AuthorName, payload.Digest, package.BytesOf(payload)));
        Demand(_answer is Reply.Silent, EvidenceClass.Wire, $"a payload of {package} is taken in", _answer is Reply.Silent ? "it is" : _answer);
        if (!_listings.TryGetValue(name, out var listings)) _listings[name] = listings = [];
        listings.Add(Find(package, Tracker) is not null);
    }

    // A package that a scenario names before it publishes it.
    private MadePackage Known(string name)
    {
        if (!_packages.TryGetValue(name, out var package)) _packages[name] = package = _workshop.Make(NumberIn(name), Shape.Plain);
        return package;
    }

    private MadePackage Package(string name) => _packages.TryGetValue(name, out var package)
        ? package
        : throw new SuiteErrorException($"the scenario has no {name} at this point");

    private Reply AskAuthor(Message message) => Implementation.Ask(Link.Author, AuthorName, message);

    private void Listen(Reply answer)
    {
        _answer = answer;
        _answers.Add(answer);
    }

    private static ulong NumberIn(string name) => ulong.Parse(name[(name.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
}
