using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <content>What Communicators and the operator ask, right and wrong.</content>
public sealed partial class StatusTrackerLab
{
    private const string Operator = "operator";

    private readonly Dictionary<DeviceId, List<Bytes>> _said = [];
    private readonly List<Digest> _offers = [];
    private Reply _answer = Reply.None;
    private DeviceReport? _asked;
    private Message? _order;
    private Moment _askedAt;
    private TrackEntry? _before;
    private ulong _fetchedOffset;
    private Digest _fetchedPayload;
    private Bytes _fetched;
    private bool _fetchedAll;

    /// <summary>The device checks in as it stands.</summary>
    public void CheckIn(string who) => CheckIn(Device(who));

    /// <summary>The device checks in, and what it says was not so before.</summary>
    public void Report(string who, string saying)
    {
        var device = Device(who);
        device.Self = Sayings.Of(device.Self, saying, Whole);
        CheckIn(device);
    }

    /// <summary>As before, and it is believed.</summary>
    public void Tell(string who, string saying)
    {
        Report(who, saying);
        SeesAnswer();
    }

    /// <summary>The device checks in through the Communicator of another one.</summary>
    public void CheckInThrough(string who, string other)
    {
        var (communicator, device) = (Device(other).Communicator, Device(who));
        Relay(device, Signed(device), communicator);
    }

    /// <summary>The device checks in, and the Communicator relays that it refused a package.</summary>
    public void RelayRefusal(string who, ulong number, ResultCode code)
    {
        var device = Device(who);
        Relay(device, Signed(device), device.Communicator, Package(number).Name.Manifest, code);
    }

    /// <summary>A Communicator relays a forged report; it would say that something has changed.</summary>
    public void RelayForged(string who, string flaw, string saying)
    {
        var device = Before(who);
        var lie = Sayings.Of(device.Self, saying, Whole) with { Counter = device.Self.Counter + 1 };
        Relay(device, ForgedReports.Make(flaw, device, lie, Said(device)[^1], _devices.GetValueOrDefault("the other device", device)), device.Communicator);
    }

    /// <summary>A stranger's report in the device's name, with a counter that leaves no higher one.</summary>
    public void RelayHighestCounter(string who)
    {
        var device = Before(who);
        Relay(device, Forgery.Sign(TestKeys.Stranger, device.Self with { Counter = ulong.MaxValue }), device.Communicator);
    }

    /// <summary>A Communicator relays an earlier report once more: the last one, or that before some others.</summary>
    public void Replay(string who, int back)
    {
        var device = Before(who);
        var said = Said(device);
        if (said.Count <= back) throw new SuiteErrorException($"{who} has said {said.Count} things only");
        Relay(device, said[^(back + 1)], device.Communicator);
    }

    /// <summary>The device itself signs a report whose counter is not higher than that of its last one.</summary>
    public void ReportWithCounter(string who, string counter)
    {
        var device = Before(who);
        var last = device.Self.Counter;
        var number = counter switch
        {
            "of its last report" => last,
            "one below that of its last report" => last - 1,
            "of zero" => 0ul,
            _ => throw new SuiteErrorException($"no counter {counter}"),
        };
        Relay(device, device.Sign(device.Self with { Counter = number, Nonce = new Nonce(Random.Bytes(Nonce.Size)) }), device.Communicator);
    }

    /// <summary>The device checks in; reports between were lost.</summary>
    public void CheckInAfterLosses(string who, ulong lost)
    {
        var device = Device(who);
        device.Self = device.Self with { Counter = device.Self.Counter + lost };
        CheckIn(device);
    }

    /// <summary>The operator enrols a device again as before.</summary>
    public void EnrolAgain(string who) => Order(Before(who).Enrolment);

    /// <summary>The operator enrols a device again, and one thing is different.</summary>
    public void EnrolContradicting(string who, string field)
    {
        var known = Before(who).Enrolment;
        Order(field switch
        {
            "key" => known with { PublicKey = TestKeys.Stranger.Public.Spki },
            "vendor" => known with { Vendor = new VendorId(new Guid(Random.Bytes(16))) },
            "class" => known with { Class = new ClassId(new Guid(Random.Bytes(16))) },
            "profile" => known with { Profile = known.Profile == Profile.Core ? Profile.Secure : Profile.Core },
            _ => throw new SuiteErrorException($"nothing is enrolled as {field}"),
        });
    }

    /// <summary>The operator enrols a device with bytes in place of its key.</summary>
    public void EnrolWithoutKey(string who) => Order(Device(who).Enrolment with { PublicKey = Random.Bytes(44) });

    /// <summary>The operator asks to cancel the update of a device.</summary>
    public void Cancel(string who) => Order(new CancelRequest(Before(who).Id));

    /// <summary>A message that belongs on another link.</summary>
    public void Misplace(string message)
    {
        var device = Before("the device");
        var stranger = new EnrolRequest(new DeviceId(new Guid(Random.Bytes(16))), _author.Vendor, _author.Class, Profile.Core, TestKeys.Stranger.Public.Spki);
        _answer = message switch
        {
            "a Communicator enrols a device" => Implementation.Ask(Link.Tracker, device.Communicator, stranger),
            "a Communicator asks for the record of the device" => Implementation.Ask(Link.Tracker, device.Communicator, new TrackQuery(device.Id, null)),
            "a Communicator cancels the update" => Implementation.Ask(Link.Tracker, device.Communicator, new CancelRequest(device.Id)),
            "a Communicator asks for the catalogue" => Implementation.Ask(Link.Tracker, device.Communicator, new CatalogueRequest()),
            "a Communicator asks for an envelope" => Implementation.Ask(Link.Tracker, device.Communicator, new EnvelopeRequest(Package(8).Name.Manifest)),
            "the operator relays a report" => Implementation.Ask(Link.Operator, Operator, new CheckIn(Signed(device), null, ResultCode.None)),
            "the operator publishes a package" => Implementation.Ask(Link.Operator, Operator, new PublishRequest(Package(8).Envelope)),
            _ => throw new SuiteErrorException($"nobody says: {message}"),
        };
    }

    /// <summary>A Communicator asks for bytes of a package's payload; when it gets none it asks again, as Communicators do.</summary>
    public void Fetch(ulong number, ulong offset, uint length)
    {
        var payload = Package(number).Payload;
        (_fetchedPayload, _fetchedOffset, _fetched) = (Digest.Of(payload.Span), offset, payload.Span.Slice((int)offset, (int)length).ToArray());
        AskBlock(3);
    }

    /// <summary>A Communicator fetches a whole payload block by block.</summary>
    public void FetchAll(ulong number)
    {
        var payload = Package(number).Payload;
        _fetchedAll = true;
        for (var offset = 0; offset < payload.Length && _fetchedAll; offset += 64)
        {
            Fetch(number, (ulong)offset, (uint)Math.Min(64, payload.Length - offset));
            _fetchedAll = IsFetched();
        }
    }

    /// <summary>A Communicator asks for a payload that nobody has.</summary>
    public void FetchUnknown()
    {
        (_fetchedPayload, _fetchedOffset, _fetched) = (Digest.Of(Random.Bytes(32)), 0, new byte[64]);
        AskBlock(1);
    }

    /// <summary>The whole of an update, from the offer to the record of its completion: the control of those who lie about it.</summary>
    public void Complete(string who, ulong number)
    {
        CheckIn(who);
        SeesOffer(number);
        foreach (var saying in new[] { "it accepted", "it has verified", "it will boot", "it tries" })
            Tell(who, $"{saying} sequence number {number}{(saying == "it will boot" ? " next" : "")}");
        Tell(who, $"it runs sequence number {number}, confirmed");
        SeesCompleted(who, number);
    }

    /// <summary>Offers one package until it is not offered any more; each attempt ends for this reason.</summary>
    public void FailRepeatedly(string who, ulong number, ResultCode code)
    {
        _offers.Clear();
        for (var attempt = 0; attempt < _settings.Attempts + 3; attempt++)
        {
            CheckIn(who);
            if (Read(_answer) is CheckInAnswer { Kind: DirectiveKind.Install, Manifest: { } manifest }) _offers.Add(manifest);
            Tell(who, $"it accepted sequence number {number}");
            Tell(who, $"the update to sequence number {number} ended with {code}");
        }
    }

    /// <summary>The package is offered, taken up, and fails.</summary>
    public void FailOnce(string who, ulong number, ResultCode code)
    {
        CheckIn(who);
        SeesOffer(number);
        Tell(who, $"it accepted sequence number {number}");
        Tell(who, $"the update to sequence number {number} ended with {code}");
    }

    /// <summary>The same, until one attempt is left.</summary>
    public void FailAllButOnce(string who, ulong number, ResultCode code)
    {
        for (var attempt = 1; attempt < _settings.Attempts; attempt++) FailOnce(who, number, code);
    }

    private void CheckIn(ModelDevice device) => Relay(device, Signed(device), device.Communicator);

    private Bytes Signed(ModelDevice device)
    {
        var signed = device.Sign(device.Next());
        Said(device).Add(signed);
        return signed;
    }

    private void Relay(ModelDevice device, Bytes signed, string communicator, Digest? refused = null, ResultCode code = ResultCode.None)
    {
        (_asked, _askedAt) = (device.Self, Implementation.Now);
        _answer = Implementation.Ask(Link.Tracker, communicator, new CheckIn(signed, refused, code));
    }

    private void Order(Message request)
    {
        _order = request;
        _answer = Implementation.Ask(Link.Operator, Operator, request);
    }

    // Silence, and a refusal because a server is down, are answered by asking again.
    private void AskBlock(int most)
    {
        for (var asked = 0; asked < most; asked++)
        {
            _answer = Implementation.Ask(Link.Tracker, "communicator-1", new BlockRequest(_fetchedPayload, _fetchedOffset, (uint)_fetched.Length));
            if (Read(_answer) is Block) return;
        }
    }

    private List<Bytes> Said(ModelDevice device)
    {
        if (!_said.TryGetValue(device.Id, out var said)) _said[device.Id] = said = [];
        return said;
    }

    // Whoever attacks a device is judged by its record before and after.
    private ModelDevice Before(string who)
    {
        var device = Device(who);
        _before = Find(device);
        return device;
    }
}
