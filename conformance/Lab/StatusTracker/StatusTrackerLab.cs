using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>
/// Plays Communicators with devices, operator and Firmware servers towards one Status tracker under test. All that it makes has identifiers of its own
/// chance, so that the tracker may hold other devices and packages as well. This file holds the surroundings: the tracker, its servers, and the devices.
/// </summary>
public sealed partial class StatusTrackerLab : Laboratory
{
    /// <summary>How long an implementation with a real clock may take for what it does at once.</summary>
    private static readonly TimeSpan Moments = TimeSpan.FromMilliseconds(200);

    /// <summary>How far the clocks of suite and implementation may be apart.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, ModelDevice> _devices = [];
    private readonly Dictionary<string, ModelServer> _servers = [];
    private readonly Author _author;
    private readonly Author _second;
    private readonly ulong _seed;
    private readonly List<Author> _trusted;
    private TrackerSettings _settings = new();
    private ModelDevice? _lastDevice;

    // What is seen after a restart, or after time, is what followed.
    private EvidenceClass _evidence = EvidenceClass.Wire;

    /// <summary>A laboratory with this Status tracker in it.</summary>
    public StatusTrackerLab(Implementation implementation, ulong seed)
        : base(implementation, seed)
    {
        _seed = Random.Next() >> 12;
        var name = $"author {Random.Next():x16}";
        var (vendor, deviceClass) = (new VendorId(new Guid(Random.Bytes(16))), new ClassId(new Guid(Random.Bytes(16))));
        _author = new Author(name, TestKeys.Author, TestKeys.Author.Public, vendor, deviceClass);
        var key = new RepeatableP256Key("second author");
        _second = new Author("second " + name, key, key.Public, vendor, deviceClass);
        _trusted = [_author];
    }

    /// <summary>A Status tracker with so many Firmware servers, and perhaps a limit of silence.</summary>
    public void Provision(int servers, int? silenceSeconds = null)
    {
        if (silenceSeconds is { } seconds) _settings = _settings with { SilenceLimit = TimeSpan.FromSeconds(seconds) };
        for (var number = 1; number <= servers; number++) _servers[$"server-{number}"] = new ModelServer($"server-{number}");
        Implementation.Peers = asked => asked.Link == Link.Server && _servers.TryGetValue(asked.To, out var server) ? server.Reply(asked) : Reply.BrokenOff;
        Bring();
    }

    /// <summary>As before, and packages of a second author, who signs with ESP256, count as well.</summary>
    public void ProvisionTwoAuthors()
    {
        _trusted.Add(_second);
        Provision(1);
    }

    /// <summary>The operator enrols a device with an image of this number, and with an Ed25519 key.</summary>
    public void Enrol(string who, Profile profile, ulong number)
    {
        Meet(who, profile, number);
        Enrol(who);
    }

    /// <summary>The operator enrols a device that the tracker does not know yet.</summary>
    public void Enrol(string who)
    {
        Order(Device(who).Enrolment);
        SeesEnrolment();
    }

    /// <summary>The same, and its key is of this kind.</summary>
    public void EnrolWithKey(string who, string algorithm, ulong number)
    {
        var key = new RepeatableP256Key($"device {Random.Next():x16}");
        if (algorithm == "ESP256") Meet(who, Profile.Secure, number, key, key.Spki);
        else Meet(who, Profile.Secure, number);
        Enrol(who);
    }

    /// <summary>A device that exists; nobody has enrolled it.</summary>
    public void Meet(string who, Profile profile, ulong number)
    {
        var key = TestKeys.Derive($"device {Random.Next():x16}");
        Meet(who, profile, number, key, key.Public.Spki);
    }

    /// <summary>A Firmware server publishes a package, and the tracker learns of it.</summary>
    public void Publish(string server, ulong number) => List(server, Listing.Of(Package(number)));

    /// <summary>A Firmware server that had failed publishes a package; the tracker may have backed off, and learns of it when it comes back.</summary>
    public void PublishInTime(string server, ulong number)
    {
        var model = Server(server);
        model.List(Listing.Of(Package(number)));
        Demand(Wait(() => model.IsKnown, LongestBackOff), EvidenceClass.Wire, $"the catalogue of {model.Name} is asked for again within {LongestBackOff}", "nothing");
        Settle();
    }

    /// <summary>A Firmware server publishes a package that is somehow not the usual one, and the tracker learns of it.</summary>
    public void PublishPeculiar(string server, ulong number, string peculiarity) => List(server, Peculiar(number, peculiarity));

    /// <summary>A Firmware server publishes a package whose image has so many bytes, and the tracker learns of it.</summary>
    public void PublishSized(string server, ulong number, int size)
    {
        _packages[number] = _author.Make(new PackageOrder(number) { Size = size });
        Publish(server, number);
    }

    /// <summary>A Firmware server withdraws a package, and the tracker learns of it.</summary>
    public void Withdraw(string server, ulong number)
    {
        Server(server).Remove(Package(number).Name.Manifest);
        Settle();
    }

    /// <summary>A Firmware server begins to behave in another way.</summary>
    public void Turn(string server, string behaviour) => Server(server).Behaviour = behaviour switch
    {
        "answers again" => ServerBehaviour.Answers,
        "breaks off every request" => ServerBehaviour.BreaksOff,
        "answers nothing" => ServerBehaviour.IsSilent,
        "refuses every request" => ServerBehaviour.Refuses,
        "answers with bytes that are no message" => ServerBehaviour.Babbles,
        _ => throw new SuiteErrorException($"no server {behaviour}"),
    };

    /// <summary>A Firmware server begins to behave in another way, and the tracker looks at its catalogue in vain.</summary>
    public void TurnAndBeAsked(string server, string behaviour)
    {
        var model = Server(server);
        var asked = model.CataloguesAsked;
        Turn(server, behaviour);
        if (!Wait(() => model.CataloguesAsked > asked, Rounds(3))) throw new ObservationException($"expected: the catalogue of {model.Name} is asked for within {Rounds(3)}");
        // Until the tracker has given up waiting.
        Implementation.Pass(_settings.ReplyTimeout + Moments);
    }

    /// <summary>Waits until the tracker has read what every server that answers publishes.</summary>
    public void Settle()
    {
        Wait(() => _servers.Values.All(static server => server.IsKnown), Rounds(2));
        var unread = _servers.Values.Where(static server => !server.IsRead).Select(static server => server.Name).ToList();
        if (unread.Count > 0) throw new ObservationException($"expected: the catalogue is asked for within {Rounds(2)}; observed: not that of {string.Join(", ", unread)}");
        if (!Implementation.Hello.VirtualClock) Implementation.Pass(Moments);
    }

    /// <summary>The tracker looks at every catalogue once more.</summary>
    public void Refresh()
    {
        foreach (var server in _servers.Values) server.Refresh();
        Settle();
    }

    /// <summary>The tracker loses all that is not durable, and starts again.</summary>
    public void Crash()
    {
        Implementation.Crash();
        Start();
    }

    /// <summary>The same; it is down for so long.</summary>
    public void CrashFor(int seconds)
    {
        Implementation.Crash();
        Implementation.Pass(TimeSpan.FromSeconds(seconds));
        Start();
    }

    /// <summary>Its next durable write fails, while somebody asks for something of this device.</summary>
    public void FailStorage(string who)
    {
        Before(who);
        Implementation.Fault("storage-failure", new() { ["count"] = 1 });
    }

    /// <summary>Time passes, in parts of the limit of silence.</summary>
    public void BeSilent(double limits)
    {
        _evidence = EvidenceClass.Effect;
        Implementation.Pass(_settings.SilenceLimit * limits);
    }

    /// <summary>All that the tracker waited for is overdue.</summary>
    public void PassTimeouts()
    {
        _evidence = EvidenceClass.Effect;
        Implementation.Pass((_settings.ReplyTimeout * 3) + _settings.RefreshInterval);
    }

    private readonly Dictionary<ulong, SimulatedPackage> _packages = [];

    private void Bring()
    {
        var result = Implementation.Provision(_settings.Write(_trusted.Select(static author => Fields.Write(Spki(author.Anchor))), _servers.Keys));
        _settings = _settings.As(result);
        Implementation.Start();
        AwaitAnswers();
    }

    // As Bring, on a tracker that knows nothing of what happened before.
    private void BringAnew()
    {
        Implementation.Stop();
        Implementation.Reset(_seed);
        foreach (var server in _servers.Values) server.Refresh();
        Bring();
    }

    private void Start()
    {
        _evidence = EvidenceClass.Effect;
        Implementation.Start();
        AwaitAnswers();
    }

    private void AwaitAnswers()
    {
        var nobody = new TrackQuery(new DeviceId(new Guid(Random.Bytes(16))), null);
        for (var asked = 0; asked < 25; asked++)
        {
            if (Read(Implementation.Ask(Link.Operator, Operator, nobody)) is TrackAnswer) return;
            Implementation.Pass(Moments);
        }

        throw new ObservationException("expected: a Status tracker that was started answers the operator; observed: no answer");
    }

    private void Meet(string who, Profile profile, ulong number, ISigner key, Bytes publicKey)
    {
        var enrolment = new EnrolRequest(new DeviceId(new Guid(Random.Bytes(16))), _author.Vendor, _author.Class, profile, publicKey);
        _devices[who] = new ModelDevice(enrolment, key, Package(number).Name, $"communicator-{_devices.Count + 1}", Random);
    }

    private void List(string server, Listing listing)
    {
        Server(server).List(listing);
        Settle();
    }

    private Listing Peculiar(ulong number, string peculiarity)
    {
        var (sound, order) = (Package(number), new PackageOrder(number));
        return peculiarity switch
        {
            "for another vendor" => Listing.Of(_author.Make(order with { Vendor = new VendorId(new Guid(Random.Bytes(16))) })),
            "for another class" => Listing.Of(_author.Make(order with { Class = new ClassId(new Guid(Random.Bytes(16))) })),
            "with other contents" => Listing.Of(_author.Make(order with { Variant = "other" })),
            "in another envelope" => Listing.Of(sound, Countersigned(sound.Envelope)),
            "of the second author" => Listing.Of(Remember(_second.Make(order))),
            "that nobody signed" => Listing.Of(_author.Make(order with { Flaw = PackageFlaw.Unsigned })),
            "that a stranger signed" => Listing.Of(new Author(_author.Name, TestKeys.Stranger, TestKeys.Stranger.Public, _author.Vendor, _author.Class).Make(order)),
            "whose signature was changed" => Listing.Of(_author.Make(order with { Flaw = PackageFlaw.AlteredSignature })),
            "whose manifest was changed" => Listing.Of(_author.Make(order with { Flaw = PackageFlaw.AlteredManifest })),
            "whose envelope is that of another package" => Listing.Of(sound, Package(number + 1).Envelope),
            "whose envelope is cut off" => Listing.Of(_author.Make(order with { Flaw = PackageFlaw.Truncated })),
            _ => throw new SuiteErrorException($"no such package: {peculiarity}"),
        };
    }

    // The manifest and the author's signature are the same; somebody else has signed as well.
    private static Bytes Countersigned(Bytes envelope)
    {
        var read = EnvelopeReader.Read(envelope.Memory, SuitLimits.Default).Value;
        return EnvelopeWriter.Encode(EnvelopeWriter.Sign(read, TestKeys.Stranger).Value);
    }

    private SimulatedPackage Remember(SimulatedPackage package) => _packages[package.Name.Number.Value] = package;

    private SimulatedPackage Package(ulong number) => _packages.TryGetValue(number, out var known) ? known : Remember(_author.Make(number));

    private CandidateStatus Whole(ulong number)
    {
        var package = Package(number);
        var total = (ulong)package.Payloads.Sum(static payload => (long)payload.Length);
        return new CandidateStatus(package.Name, total, total);
    }

    private ModelDevice Device(string who) => _lastDevice = _devices.GetValueOrDefault(who) ?? throw new SuiteErrorException($"there is no {who}");

    private ModelServer Server(string words) => _servers[words switch
    {
        "the second Firmware server" => "server-2",
        _ => "server-1",
    }];

    private static Bytes Spki(IVerifier anchor) => anchor switch
    {
        Ed25519PublicKey key => key.Spki,
        Esp256PublicKey key => key.Spki,
        _ => throw new SuiteErrorException("an author without a public key"),
    };

    // However long a tracker backs off from a server that failed, it comes back; whoever has a real clock must not be waited for as long.
    private TimeSpan LongestBackOff => Implementation.Hello.VirtualClock ? TimeSpan.FromMinutes(10) : Rounds(3);

    private TimeSpan Rounds(int rounds) => ((_settings.RefreshInterval + _settings.ReplyTimeout) * rounds) + Moments;

    private bool Wait(Func<bool> until, TimeSpan most) => until() || Implementation.Await(until, most);
}
