using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Simulation;

/// <summary>
/// The four entities in one deterministic world, with everybody whom an update needs, and what must never happen. The same settings give the same run.
/// </summary>
public sealed class World : Stage
{
    /// <summary>A world in which every device runs its factory image and is enrolled, and every entity has started.</summary>
    public World(WorldSettings settings)
        : base(settings.Seed, settings.Begin, settings.Faults)
    {
        Settings = settings;
        Invariants = new Invariants(this);
        if (settings.Trace) Trace = new TraceRecording(this);
        var vendor = Uuid5.Vendor("vendor.example");
        Author = new Author("author", vendor, Uuid5.Class(vendor, "meter"));
        Servers = [.. Enumerable.Range(1, settings.Servers).Select(n => Add(new SimulatedServer(this, $"F{n}", [Author.Anchor], new FirmwareServerMachine(new FirmwareServerConfiguration([Author.Anchor])))))];
        Tracker = Add(new SimulatedTracker(
            this,
            "T",
            [.. Servers.Select(server => server.Name)],
            settings.Tracker,
            new StatusTrackerMachine(settings.Tracker, SymbolicKey.Read),
            new ServerLinkMachine(settings.ServerLink(new ServerLinkConfiguration([Author.Anchor]))),
            new SymbolicKey("tracker"))
        {
            OffersWithoutCampaign = !settings.CampaignsOnly,
            CampaignMachine = settings.Campaigns ?? new CampaignMachine(),
        });
        Devices = [.. Enumerable.Range(1, settings.Devices).Select(n => Add(MakeDevice(n)))];
        Communicators =
        [
            .. Enumerable.Range(1, settings.Devices).Select(n => Add(new SimulatedCommunicator(this, $"C{n}", $"D{n}", Tracker.Name, new CommunicatorMachine(settings.Communicator)))),
        ];
        Factory = Author.Make(settings.FactoryNumber);
        foreach (var device in Devices)
        {
            var factory = FactoryFor(device);
            device.Provision(factory.Envelope, factory.Payloads);
        }

        foreach (var server in Servers) server.Start();
        Tracker.Start();
        foreach (var device in Devices) Enrol(device);
        foreach (var device in Devices) device.Start();
        // One after the other, as devices that are switched on by hand.
        for (var i = 0; i < Communicators.Count; i++) Schedule(TimeSpan.FromMilliseconds(50 + 10 * i), Communicators[i].Start);
    }

    /// <summary>What made this world.</summary>
    public WorldSettings Settings { get; }

    /// <summary>What must never happen; checked after every step.</summary>
    public Invariants Invariants { get; }

    /// <summary>The author whom devices, tracker and servers trust.</summary>
    public Author Author { get; }

    /// <summary>The package that the devices left the factory with.</summary>
    public SimulatedPackage Factory { get; }

    /// <summary>The Device cores: D1, D2, ...</summary>
    public IReadOnlyList<SimulatedDevice> Devices { get; }

    /// <summary>The Communicators: C1, C2, ...; each serves the device of its number.</summary>
    public IReadOnlyList<SimulatedCommunicator> Communicators { get; }

    /// <summary>The Status tracker: T.</summary>
    public SimulatedTracker Tracker { get; }

    /// <summary>The Firmware servers: F1, F2, ...</summary>
    public IReadOnlyList<SimulatedServer> Servers { get; }

    /// <summary>The first device.</summary>
    public SimulatedDevice Device => Devices[0];

    /// <summary>The first Communicator.</summary>
    public SimulatedCommunicator Communicator => Communicators[0];

    /// <summary>The first Firmware server.</summary>
    public SimulatedServer Server => Servers[0];

    /// <summary>The durable record of the first device.</summary>
    public TrackRecord Track => Tracker.Record(Device.Id)!;

    /// <summary>The author publishes the package at this server and uploads its payloads; the answer to the first is M-21 or M-09.</summary>
    public Message Publish(SimulatedPackage package, int server = 0)
    {
        ArgumentNullException.ThrowIfNull(package);
        Note($"author publishes {package.Name} at {Servers[server].Name}");
        var answer = Servers[server].Publish(package.Envelope);
        if (answer is PublishAnswer { Missing.Count: > 0 })
        {
            foreach (var payload in package.Payloads) Servers[server].Upload(payload);
        }

        return answer;
    }

    /// <summary>A sound package with this number, published at the first server.</summary>
    public SimulatedPackage Publish(ulong number)
    {
        var package = Author.Make(number);
        if (Publish(package) is Refusal refusal) throw new ArgumentException($"Not published: {refusal.Code}, {refusal.Detail}", nameof(number));
        return package;
    }

    /// <summary>The tracker's operator enrols the device as it says it is.</summary>
    public Message Enrol(SimulatedDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return Tracker.Enrol(device.Id, device.Configuration.Vendor, device.Configuration.Class, device.Configuration.Profile, ((SymbolicKey)device.Key).PublicKey);
    }

    private protected override void AfterStep() => Invariants.Check();

    internal override void BeforeWriting(SimulatedDevice device) => Invariants.CheckAcceptance(device, device.State.Candidate);

    internal override void AtBoot(SimulatedDevice device, Output.Invoke boot) => Invariants.CheckBoot(device, boot);

    private SimulatedPackage FactoryFor(SimulatedDevice device) =>
        device.Configuration.Components.Count == 1 && device.Configuration.Class == Author.Class
            ? Factory
            : Author.Make(new PackageOrder(Settings.FactoryNumber)
            {
                Class = device.Configuration.Class,
                Components = [.. device.Configuration.Components.Select(segments => new ComponentId([.. segments]).ToString())],
            });

    private SimulatedDevice MakeDevice(int number)
    {
        var configuration = Settings.Device(new DeviceCoreConfiguration
        {
            Device = new DeviceId(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1])),
            Vendor = Author.Vendor,
            Class = Author.Class,
            Profile = Settings.Profile,
            HasClock = Settings.Profile == Profile.Secure,
            AuthorAnchors = [Author.Anchor],
            TrackerAnchors = [new SymbolicKey("tracker")],
            SlotCapacity = 4096,
            PageSize = 64,
            BlockSize = 64,
        });
        var (key, random) = (new SymbolicKey($"device {number}"), new SplitMix64(Random.Next()));
        return new SimulatedDevice(this, $"D{number}", $"C{number}", configuration, new DeviceCoreMachine(configuration, Settings.Judges?.Invoke(configuration)), key, random);
    }
}
