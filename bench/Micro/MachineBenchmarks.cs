using BenchmarkDotNet.Attributes;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>One step of each machine: the ones that a fleet is made of, and a refused one. What is signed is verified within the step.</summary>
[MemoryDiagnoser]
public class MachineBenchmarks
{
    private const ulong Size = 1 << 20;

    private readonly Sample _sample = new();
    private readonly CommunicatorMachine _communicator = new(new CommunicatorConfiguration());
    private readonly CommunicatorState _asking;
    private readonly Input _heard = new Input.Received(Link.Device, new StatusReport(new byte[300]), null, default);
    private readonly Input _late = new Input.TimerFired(TimerId.Trial);
    private readonly DeviceCoreMachine _device;
    private readonly DeviceCoreState _receiving;
    private readonly Input _block;
    private readonly Input _statusAsked = new Input.Received(Link.Device, new StatusRequest(), null, new Nonce(new byte[16]));
    private readonly StatusTrackerMachine _tracker = new(new StatusTrackerConfiguration(), static key => Esp256PublicKey.FromSpki(key.Span));
    private readonly TrackState _enrolled;
    private readonly Input _checkedIn;
    private readonly FirmwareServerMachine _server;
    private readonly PackageState _published;
    private readonly Input _asked;

    /// <summary>Each machine in the phase where the step is made.</summary>
    public MachineBenchmarks()
    {
        _asking = _communicator.Handle(CommunicatorState.Initial, new Input.Started()).State;

        _device = new DeviceCoreMachine(_sample.Configuration(Size));
        var record = _sample.Receiving(Size, 65536);
        _receiving = new DeviceCoreState(DevicePhase.Receiving, record, null, record.Confirmed, 1, null, false);
        _block = new Input.Received(Link.Device, new ImageBlock(Digest.Of([3]), Digest.Of([1]), 65536, new byte[65536]), null, default);

        var enrol = new EnrolRequest(Sample.Device, Sample.Vendor, Sample.Class, Profile.Secure, _sample.Key.Public.Spki);
        _enrolled = _tracker.Handle(TrackState.Initial, new Input.Received(Link.Operator, enrol, Sample.Now, default)).State;
        var report = new DeviceReport(
            Sample.Device, Sample.Vendor, Sample.Class, DevicePhase.Idle, record.Confirmed.Name, record.Confirmed.Name, null, null, 1, new Nonce(new byte[16]), false, Size, 65536);
        _checkedIn = new Input.CheckedIn(new CheckIn(_sample.Report(report), null, ResultCode.None), null, Sequence<Digest>.Empty, Sample.Now);

        _server = new FirmwareServerMachine(new FirmwareServerConfiguration([_sample.Author.Public]));
        var payload = new PayloadName(Digest.Of([1]), Size);
        _published = new PackageState(new PackageRecord(
            record.Confirmed.Name, Sample.Vendor, Sample.Class, PackagePhase.Published, 400, new Sequence<PayloadName>(payload), Sequence<PayloadName>.Empty));
        _asked = new Input.Received(Link.Server, new BlockRequest(payload.Digest, 0, 65536), null, default);
    }

    /// <summary>Communicator: a report has come from the device.</summary>
    [Benchmark, Group("step of a machine")]
    public int CommunicatorRelaysReport() => Outputs(_communicator.Handle(_asking, _heard), 2);

    /// <summary>Communicator: an input that does not fit is refused.</summary>
    [Benchmark, Group("step of a machine")]
    public int CommunicatorRefuses() => Outputs(_communicator.Handle(_asking, _late), 1);

    /// <summary>Device core: a wanted block.</summary>
    [Benchmark, Group("step of a machine")]
    public int DeviceStoresBlock() => Outputs(_device.Handle(_receiving, _block), 3);

    /// <summary>Device core: a status report is ordered.</summary>
    [Benchmark, Group("step of a machine")]
    public int DeviceReports() => Outputs(_device.Handle(_receiving, _statusAsked), 1);

    /// <summary>Status tracker: a check-in of an idle device, its signature verified.</summary>
    [Benchmark, Group("step of a machine")]
    public int TrackerHearsCheckIn() => Outputs(_tracker.Handle(_enrolled, _checkedIn), 1);

    /// <summary>Firmware server: a range of a published payload.</summary>
    [Benchmark, Group("step of a machine")]
    public int ServerServesBlock() => Outputs(_server.Handle(_published, _asked), 1);

    // A step that went wrong is quick and proves nothing.
    private static int Outputs<TState>(Reaction<TState> reaction, int least) => reaction.Outputs.Length >= least
        ? reaction.Outputs.Length
        : throw new InvalidOperationException($"{reaction.Trigger} ordered {reaction.Outputs.Length} outputs, expected at least {least}.");
}
