using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Interop;

/// <summary>
/// Four implementations of four vendors in one network: what one asks is carried to the one that answers, byte for byte. The suite is author and operator, gives all
/// of them the same time, and looks at what the Status tracker says. It judges nobody: when an update does not come through, it cannot know whose fault it is.
/// </summary>
public sealed class Network : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Role, Implementation> _roles;
    private readonly Author _author;
    private readonly DeviceId _device;
    private readonly JsonObject _deviceFacts;
    private (Role Role, int AfterBlocks)? _interruption;
    private Role? _crash;

    /// <summary>A network of these implementations, provisioned, started, and the device enrolled.</summary>
    /// <param name="implementation">Attaches the implementation of a role; it is disposed of with the network.</param>
    /// <param name="seed">Where all chance comes from.</param>
    /// <param name="running">The sequence number that the device leaves the factory with.</param>
    /// <exception cref="InteropException">They cannot be brought together.</exception>
    public Network(Func<Role, Implementation> implementation, ulong seed, ulong running)
    {
        ArgumentNullException.ThrowIfNull(implementation);
        var random = new SplitMix64(seed);
        _roles = Names.AllRoles.ToDictionary(static role => role, implementation);
        if (_roles.Values.FirstOrDefault(static role => !role.Hello.VirtualClock) is { } real)
            throw new InteropException($"Expected implementations with a virtual clock, {real.Hello.Implementation} has a real one; they could not be given the same time.");
        _device = new DeviceId(new Guid(random.Bytes(16)));
        var vendor = Uuid5.Vendor("interop.example");
        _author = new Author("author", TestKeys.Author, TestKeys.Author.Public, vendor, Uuid5.Class(vendor, "device"));
        foreach (var role in _roles.Values) role.Reset(random.Next() >> 12);
        var tracker = Of(Role.StatusTracker).Provision(TrackerProvisioning());
        Of(Role.FirmwareServer).Provision(new JsonObject { ["authors"] = Anchor(TestKeys.Author.Public.Spki) });
        _deviceFacts = Of(Role.DeviceCore).Provision(DeviceProvisioning(Fields.Binary(tracker, "publicKey"), _author.Make(running)));
        Of(Role.Communicator).Provision(CommunicatorProvisioning());
        Connect();
        foreach (var role in (Role[])[Role.FirmwareServer, Role.StatusTracker, Role.DeviceCore, Role.Communicator]) Of(role).Start();
        Enrol();
    }

    /// <summary>The author makes a package and publishes it.</summary>
    /// <exception cref="InteropException">The Firmware server does not take it.</exception>
    public ImageName Publish(ulong number)
    {
        var package = _author.Make(number);
        var answer = Of(Role.FirmwareServer).Ask(Link.Author, "author", new PublishRequest(package.Envelope));
        if (Read(answer) is not PublishAnswer published) throw new InteropException($"The Firmware server did not take package {number}: {Say(answer)}.");
        foreach (var missing in published.Missing)
        {
            var payload = package.Payloads.First(known => Digest.Of(known.Span) == missing.Digest);
            if (Of(Role.FirmwareServer).Upload("author", missing.Digest, payload) is Reply.Answered or Reply.Failed)
                throw new InteropException($"The Firmware server did not take a payload of package {number}.");
        }

        return package.Name;
    }

    /// <summary>How every image behaves on trial from now on.</summary>
    public void Choose(string selfTest) => Of(Role.DeviceCore).Do("self-test", new JsonObject { ["result"] = selfTest });

    /// <summary>In the middle of the next transfer the link to the Status tracker breaks, and one of them loses all that is not durable and comes up again.</summary>
    public void InterruptTransfer(Role role) => _interruption = (role, AfterBlocks: 1);

    /// <summary>Whether the interruption came.</summary>
    public bool WasInterrupted { get; private set; }

    /// <summary>What the Status tracker says about the device.</summary>
    /// <exception cref="InteropException">It says nothing about it.</exception>
    public TrackEntry Look()
    {
        var answer = Of(Role.StatusTracker).Ask(Link.Operator, "operator", new TrackQuery(_device, null));
        return Read(answer) is TrackAnswer { Entries: [var entry] } ? entry : throw new InteropException($"The Status tracker does not say where the device stands: {Say(answer)}.");
    }

    /// <summary>Lets time pass for all, until the Status tracker says something, or for ten minutes of theirs.</summary>
    public bool Await(Func<TrackEntry, bool> until)
    {
        ArgumentNullException.ThrowIfNull(until);
        for (var passed = TimeSpan.Zero; passed < Patience; passed += Step)
        {
            if (until(Look())) return true;
            foreach (var role in _roles.Values) role.Pass(Step);
            if (_crash is { } crashed) Restart(crashed);
        }

        return until(Look());
    }

    /// <summary>Every message that passed, by who asked or answered.</summary>
    public IEnumerable<(Role Role, Exchange Exchange)> Exchanges => _roles.SelectMany(static pair => pair.Value.Exchanges.Select(exchange => (pair.Key, exchange)));

    /// <summary>What plays the role.</summary>
    public Hello Describe(Role role) => Of(role).Hello;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var role in _roles.Values) role.Dispose();
    }

    private static TimeSpan Step { get; } = TimeSpan.FromMilliseconds(500);

    private void Restart(Role role)
    {
        _crash = null;
        WasInterrupted = true;
        Of(role).Crash();
        Of(role).Start();
    }

    // Who is asked in the middle of this cannot be restarted before it has answered: that comes when everybody rests.
    private Reply Carry(Asked asked)
    {
        if (asked.Message is BlockRequest && _interruption is var (role, blocks))
        {
            _interruption = blocks > 0 ? (role, blocks - 1) : null;
            if (blocks == 0)
            {
                _crash = role;
                return Reply.BrokenOff;
            }
        }

        return Of(asked.Link == Link.Device ? Role.DeviceCore : Role.StatusTracker).Ask(asked.Link, "communicator-1", asked.Bytes);
    }

    private void Connect()
    {
        Of(Role.Communicator).Peers = Carry;
        Of(Role.StatusTracker).Peers = asked => Of(Role.FirmwareServer).Ask(asked.Link, "tracker-1", asked.Bytes);
    }

    private void Enrol()
    {
        var enrol = new EnrolRequest(_device, _author.Vendor, _author.Class, Profile.Secure, Fields.Binary(_deviceFacts, "publicKey"));
        var answer = Of(Role.StatusTracker).Ask(Link.Operator, "operator", enrol);
        if (Read(answer) is not EnrolAnswer) throw new InteropException($"The Status tracker did not enrol the device: {Say(answer)}.");
    }

    private static JsonObject TrackerProvisioning() => new()
    {
        ["authors"] = Anchor(TestKeys.Author.Public.Spki),
        ["servers"] = new JsonArray("server-1"),
        ["refreshInterval"] = 1000,
        ["pollAfter"] = 1000,
        ["activePollAfter"] = 1000,
        ["directiveValidity"] = 600_000,
        ["silenceLimit"] = 86_400_000,
        ["replyTimeout"] = 10_000,
        ["attempts"] = 3,
    };

    private static JsonObject CommunicatorProvisioning() => new()
    {
        ["defaultPoll"] = 1000,
        ["leastPoll"] = 1000,
        ["mostPoll"] = 60_000,
        ["activePoll"] = 1000,
        ["replyTimeout"] = 10_000,
        ["progressInterval"] = 5000,
        ["firstBackOff"] = 1000,
        ["mostBackOff"] = 10_000,
    };

    private JsonObject DeviceProvisioning(Bytes tracker, SimulatedPackage factory) => new()
    {
        ["device"] = _device.ToString(),
        ["vendor"] = _author.Vendor.ToString(),
        ["class"] = _author.Class.ToString(),
        ["profile"] = nameof(Profile.Secure),
        ["clock"] = true,
        ["authors"] = Anchor(TestKeys.Author.Public.Spki),
        ["trackers"] = Anchor(tracker),
        ["factory"] = new JsonObject
        {
            ["envelope"] = Fields.Write(factory.Envelope),
            ["payloads"] = new JsonArray([.. factory.Payloads.Select(static payload => (JsonNode)Fields.Write(payload))]),
        },
        ["components"] = new JsonArray("firmware"),
        ["slotCapacity"] = 4096,
        ["blockSize"] = 64,
        ["trialPeriod"] = 300_000,
        ["rebootDelay"] = 500,
        ["nonceLifetime"] = 600_000,
        ["freshnessLimit"] = 172_800_000,
    };

    private static JsonArray Anchor(Bytes spki) => [Fields.Write(spki)];

    private Implementation Of(Role role) => _roles[role];

    private static Message? Read(Reply reply) => reply is Reply.Answered answered ? MessageCodec.Decode(answered.Message.Memory).Value : null;

    private static string Say(Reply reply) => Read(reply) is { } message ? Transcript.Describe(message) : reply.GetType().Name;
}
