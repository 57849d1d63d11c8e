using SecUpIoT.Conformance.Lab;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Drivers;

/// <summary>
/// The reference Device core in a simulated world. The world's own Communicator is cut off, so that the suite is the only one who talks to the
/// device; the world's invariants are not watched, because the suite must see from outside what is wrong.
/// </summary>
/// <param name="judges">Wrong judges, to see that the suite notices; null for the right ones.</param>
public sealed class ReferenceTestee(Func<DeviceCoreConfiguration, DeviceJudges>? judges = null) : ITestee
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly List<Message> _answers = [];
    private World? _world;
    private long _exchange = 1_000_000;

    /// <inheritdoc/>
    public Bytes ReportKey => World.Device.Key.PublicKey;

    /// <inheritdoc/>
    public Moment Clock => World.Clock;

    private World World => _world ?? throw new InvalidOperationException("The device is not provisioned.");

    /// <inheritdoc/>
    public void Provision(Provisioning provisioning)
    {
        ArgumentNullException.ThrowIfNull(provisioning);
        _world = new World(new WorldSettings
        {
            Profile = provisioning.Profile,
            FactoryNumber = provisioning.Factory.Name.Number.Value,
            WatchInvariants = false,
            Judges = judges,
            Device = configuration => configuration with
            {
                Device = provisioning.Device,
                Vendor = provisioning.Vendor,
                Class = provisioning.Class,
                AuthorAnchors = [SymbolicKey.Read(provisioning.AuthorKey)!],
                TrackerAnchors = [SymbolicKey.Read(provisioning.TrackerKey)!],
            },
        });
        if (_world.Factory.Name != provisioning.Factory.Name) throw new ArgumentException("The simulation makes another factory image.", nameof(provisioning));
        _world.Attach(new Attacker("the suite", Intercept));
        _world.RunFor(TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc/>
    public Message? Ask(Message request)
    {
        _answers.Clear();
        World.Inject(new Packet(++_exchange, "C1", "D1", Link.Device, request));
        for (var waited = TimeSpan.Zero; _answers.Count == 0 && waited < AnswerTime; waited += Tick) World.RunFor(Tick);
        return _answers.FirstOrDefault();
    }

    /// <inheritdoc/>
    public void LosePower()
    {
        World.Device.Restart(TimeSpan.FromMilliseconds(200));
        World.RunFor(TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc/>
    public void Wait(TimeSpan span) => World.RunFor(span);

    /// <inheritdoc/>
    public void Choose(SelfTest behaviour) => World.Device.SelfTest = behaviour;

    private IEnumerable<Packet> Intercept(Packet packet)
    {
        if (packet.Link != Link.Device) return [packet];
        // The answer to a request to install comes when the slot is sealed and bears no exchange any more: the link is one wire.
        if (packet.From == "D1") _answers.Add(packet.Message);
        return [];
    }
}
