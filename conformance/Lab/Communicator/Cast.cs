using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>
/// Who stands around the Communicator under test: Device core, Status tracker and Firmware server of the reference, and their author. Their time is that
/// of the implementation.
/// </summary>
internal sealed class Cast : IDisposable
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    private readonly Author _author;
    private readonly Implementation _device;
    private readonly Implementation _tracker;
    private readonly Implementation _server;
    private Neighbour? _neighbour;

    /// <summary>The cast with a device that left the factory with image <paramref name="number"/>, enrolled and running.</summary>
    public Cast(Profile profile, ulong number, ulong seed, Shape shape)
    {
        Shape = shape;
        var vendor = Uuid5.Vendor("conformance.example");
        _author = new Author("author", TestKeys.Author, TestKeys.Author.Public, vendor, Uuid5.Class(vendor, "device beside the Communicator"));
        _server = Attach(Role.FirmwareServer, seed);
        _server.Provision(new JsonObject { ["authors"] = new JsonArray(Fields.Write(TestKeys.Author.Public.Spki)) });
        _server.Start();
        _tracker = Attach(Role.StatusTracker, seed);
        _tracker.Peers = asked => _server.Ask(Link.Server, "tracker-1", asked.Bytes, AtOnce);
        TrackerKey = Fields.Binary(_tracker.Provision(new JsonObject
        {
            ["authors"] = new JsonArray(Fields.Write(TestKeys.Author.Public.Spki)),
            ["servers"] = new JsonArray("server-1"),
            ["pollAfter"] = (long)PollAfter.TotalMilliseconds,
            ["activePollAfter"] = (long)ActivePollAfter.TotalMilliseconds,
            ["refreshInterval"] = (long)RefreshInterval.TotalMilliseconds,
        }), "publicKey");
        _tracker.Start();
        Device = new DeviceId(new Guid(new SplitMix64(seed).Bytes(16)));
        (_device, DeviceKey) = MakeDevice(Device, profile, number, seed);
    }

    /// <summary>What the Status tracker names to an idle device.</summary>
    public static TimeSpan PollAfter { get; } = TimeSpan.FromSeconds(5);

    /// <summary>What the Status tracker names to a device in the middle of an update.</summary>
    public static TimeSpan ActivePollAfter { get; } = TimeSpan.FromSeconds(2);

    /// <summary>How large images and blocks are.</summary>
    public Shape Shape { get; }

    /// <summary>The device beside the Communicator under test.</summary>
    public DeviceId Device { get; }

    /// <summary>What verifies its reports, as SubjectPublicKeyInfo.</summary>
    public Bytes DeviceKey { get; }

    /// <summary>What verifies the directives of the Status tracker, as SubjectPublicKeyInfo.</summary>
    public Bytes TrackerKey { get; }

    /// <summary>The peer that was asked answers as the reference does.</summary>
    public Reply Answer(Asked asked)
    {
        Keep(asked.At);
        return asked.Link == Link.Device ? _device.Ask(Link.Device, "communicator", asked.Bytes, AtOnce) : _tracker.Ask(Link.Tracker, "communicator-1", asked.Bytes, AtOnce);
    }

    /// <summary>The time of the implementation is the time of everybody.</summary>
    public void Keep(Moment now)
    {
        foreach (var one in (Implementation[])[_device, _tracker, _server]) Keep(one, now);
        _neighbour?.Keep(now);
    }

    /// <summary>A sound package with this number is published, and the Status tracker knows of it.</summary>
    public SimulatedPackage Publish(ulong number)
    {
        var package = Make(number);
        if (Read(_server.Ask(Link.Author, "author", new PublishRequest(package.Envelope))) is not PublishAnswer answer)
            throw new SuiteErrorException($"the Firmware server of the suite did not publish {number}");
        foreach (var payload in package.Payloads.Where(payload => answer.Missing.Any(missing => missing.Digest == Digest.Of(payload.Span))))
            _server.Upload("author", Digest.Of(payload.Span), payload);
        _tracker.Pass(RefreshInterval);
        return package;
    }

    /// <summary>A sound package that is not published.</summary>
    public SimulatedPackage Make(ulong number, Func<PackageOrder, PackageOrder>? order = null) =>
        _author.Make((order ?? (static usual => usual))(new PackageOrder(number) { Size = Shape.ImageSize, Components = Shape.Components }));

    /// <summary>The operator cancels the update.</summary>
    public void Cancel() => _tracker.Ask(Link.Operator, "operator", new CancelRequest(Device));

    /// <summary>The device loses its power and starts again.</summary>
    public void CutPower() => Restart(_device);

    /// <summary>The Status tracker is killed and starts again.</summary>
    public void RestartTracker() => Restart(_tracker);

    /// <summary>What the device itself says now; null when it does not.</summary>
    public StatusReport? Status(Moment now)
    {
        Keep(now);
        return Read(_device.Ask(Link.Device, "communicator", new StatusRequest(), AtOnce)) as StatusReport;
    }

    /// <summary>What the Status tracker tells its operator about the device.</summary>
    public TrackEntry Track(Moment now)
    {
        Keep(now);
        return (Read(_tracker.Ask(Link.Operator, "operator", new TrackQuery(Device, null))) as TrackAnswer)?.Entries.Single()
            ?? throw new SuiteErrorException("the Status tracker of the suite does not know the device");
    }

    /// <summary>Another Communicator of the same Status tracker comes, with a device of its own that fails in the middle of each update.</summary>
    public void AddNeighbour(ulong number, ulong seed)
    {
        var id = new DeviceId(new Guid(new SplitMix64(seed + 1).Bytes(16)));
        var (device, _) = MakeDevice(id, Profile.Secure, number, seed + 1);
        _neighbour = new Neighbour(Attach(Role.Communicator, seed + 1), device, asked =>
        {
            Keep(_tracker, asked.At);
            return _tracker.Ask(Link.Tracker, "communicator-2", asked.Bytes, AtOnce);
        });
    }

    /// <summary>How many blocks the device of the neighbour was asked to take.</summary>
    public int NeighbourBlocks => _neighbour?.Blocks ?? throw new SuiteErrorException("there is no neighbour");

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Dispose();
        _tracker.Dispose();
        _server.Dispose();
        _neighbour?.Dispose();
    }

    private static void Keep(Implementation one, Moment now)
    {
        if (one.Now < now) one.Pass(TimeSpan.FromMilliseconds(now.UnixMilliseconds - one.Now.UnixMilliseconds));
    }

    private static void Restart(Implementation one)
    {
        one.Crash();
        one.Start();
    }

    private static Implementation Attach(Role role, ulong seed)
    {
        var attached = new Implementation(References.Build(role), role);
        attached.Reset(seed);
        return attached;
    }

    private static Message? Read(Reply reply) => reply is Reply.Answered answered ? MessageCodec.Decode(answered.Message.Memory).Value : null;

    private (Implementation Device, Bytes Key) MakeDevice(DeviceId id, Profile profile, ulong number, ulong seed)
    {
        var factory = Make(number);
        var device = Attach(Role.DeviceCore, seed);
        var result = device.Provision(new JsonObject
        {
            ["device"] = id.ToString(),
            ["vendor"] = _author.Vendor.ToString(),
            ["class"] = _author.Class.ToString(),
            ["profile"] = profile.ToString(),
            ["clock"] = profile == Profile.Secure,
            ["authors"] = new JsonArray(Fields.Write(TestKeys.Author.Public.Spki)),
            ["trackers"] = new JsonArray(Fields.Write(TrackerKey)),
            ["factory"] = new JsonObject
            {
                ["envelope"] = Fields.Write(factory.Envelope),
                ["payloads"] = new JsonArray([.. factory.Payloads.Select(static payload => (JsonNode)Fields.Write(payload))]),
            },
            ["components"] = new JsonArray([.. Shape.Components.Select(static name => (JsonNode)name)]),
            ["slotCapacity"] = 8192,
            ["blockSize"] = Shape.BlockSize,
            ["rebootDelay"] = 100,
        });
        device.Start();
        var key = Fields.Binary(result, "publicKey");
        if (Read(_tracker.Ask(Link.Operator, "operator", new EnrolRequest(id, _author.Vendor, _author.Class, profile, key))) is not EnrolAnswer)
            throw new SuiteErrorException("the Status tracker of the suite did not enrol the device");
        return (device, key);
    }
}
