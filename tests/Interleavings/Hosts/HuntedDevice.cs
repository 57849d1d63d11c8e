using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>What of a device is not as it ships.</summary>
internal sealed record DeviceFaults
{
    public Func<byte[], MemoryMedium> Medium { get; init; } = static flash => new MemoryMedium(flash);

    public Func<IMachine<DeviceCoreState>, IMachine<DeviceCoreState>> Machine { get; init; } = static machine => machine;

    public Func<HuntedDevice, IDeviceFront> Front { get; init; } = static device => new ShippedFront(device);

    public Func<ISelfTest, ISelfTest> SelfTest { get; init; } = static test => test;
}

/// <summary>What a scenario does with a device.</summary>
internal interface IDeviceFront
{
    void Start(DeviceRecord? record);

    Task<Message?> AnswerAsync(Message request, CancellationToken cancellation);

    Task StopAsync();

    ValueTask DisposeAsync();
}

/// <summary>The lives of a device as they ship.</summary>
internal sealed class ShippedFront(HuntedDevice device) : IDeviceFront
{
    private readonly DeviceLives _lives = new(
        device.Machine, DeviceCast.Configuration, device.Flash, DeviceCast.DeviceKey, device.SelfTest, device.Surroundings, NullLogger.Instance);

    public void Start(DeviceRecord? record) => _lives.Start(record);

    public Task<Message?> AnswerAsync(Message request, CancellationToken cancellation) => _lives.AnswerAsync(request, cancellation);

    public Task StopAsync() => _lives.StopAsync();

    public async ValueTask DisposeAsync() => await _lives.DisposeAsync();
}

/// <summary>A device on flash in memory, watched and traced.</summary>
internal sealed class HuntedDevice : IProgress<HostEvent>
{
    private readonly MemoryMedium _medium;
    private readonly MemoryStream _trace = new();
    private readonly IDeviceFront _front;
    private DevicePhase _phase = DevicePhase.Off;

    // Immutable: Coyote lets one operation run at a time, so nothing is locked here, and it would call a shared list a race.
    private ImmutableList<(DevicePhase Phase, TaskCompletionSource Reached)> _awaited = [];

    public HuntedDevice(byte[] flash, DeviceFaults faults, Func<Task<bool>> passes)
    {
        _medium = faults.Medium(flash.ToArray());
        Flash = FlashFile.Open(_medium);
        var clock = new PatientClock(TimeSpan.FromSeconds(2));
        _trace.Write(TraceWriter.Line(new TraceHeader("hunted", Sequence<StolenKey>.Empty)));
        Surroundings = new HostSurroundings(clock, NullLoggerFactory.Instance, this, new TraceLog(_trace, "hunted", clock));
        SelfTest = faults.SelfTest(new Test(passes));
        Machine = faults.Machine(new DeviceCoreMachine(DeviceCast.Configuration));
        _front = faults.Front(this);
    }

    public FlashFile Flash { get; }

    public HostSurroundings Surroundings { get; }

    public IMachine<DeviceCoreState> Machine { get; }

    public ISelfTest SelfTest { get; }

    public void Start() => _front.Start(Flash.ReadRecord());

    public Task<Message?> AskAsync(Message request) => _front.AnswerAsync(request, CancellationToken.None);

    /// <summary>Asks for a report and answers it with a directive; null when there was no report.</summary>
    public async Task<Message?> DirectAsync(DirectiveKind kind, int number)
    {
        if (await AskAsync(new StatusRequest()) is not StatusReport report) return null;
        var envelope = kind == DirectiveKind.Install ? DeviceCast.Packages[number - 1].Envelope : Bytes.Empty;
        return await AskAsync(new DirectiveDelivery(DeviceCast.Direct(kind, number, DeviceCast.Read(report).Nonce), envelope));
    }

    /// <summary>Completes when the device stands in this phase; at once when it does so now.</summary>
    public Task ReachedAsync(DevicePhase phase)
    {
        if (_phase == phase) return Task.CompletedTask;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited = _awaited.Add((phase, reached));
        return reached.Task;
    }

    /// <summary>What a loss of power at this moment leaves.</summary>
    public DeviceRecord CutRecord() => DeviceCast.RecordOn(_medium.Cut())!;

    /// <summary>The whole flash as a loss of power at this moment leaves it.</summary>
    public byte[] Cut() => _medium.Cut();

    /// <summary>Switches the device off in order, or at once; the flash is given free.</summary>
    public async Task EndAsync(bool inOrder)
    {
        if (inOrder) await _front.StopAsync();
        await _front.DisposeAsync();
        Flash.Dispose();
    }

    /// <summary>Every step that the device made fits the tables and the invariants.</summary>
    public void DemandSoundTrace()
    {
        var read = TraceReader.Read("hunted", _trace.ToArray());
        Demand.That(read.Error is null, "R-GEN-07", $"the trace is no trace: {read.Error}");
        var verdict = TraceChecker.Check(read.Value);
        if (verdict.Fits) return;

        // What an assertion says is a format.
        var told = $"{verdict.Misfit}\n{Encoding.UTF8.GetString(_trace.ToArray())}".Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        Demand.That(false, verdict.Misfit!.Rule, told);
    }

    public void Report(HostEvent value)
    {
        if (value is HostEvent.Faulted faulted) Demand.That(false, "I-21", $"the device ended because of a fault of its own: {faulted.Detail}");
        if (value is not HostEvent.PhaseChanged changed) return;
        _phase = Enum.Parse<DevicePhase>(changed.To);
        var reached = _awaited.FindAll(waiting => waiting.Phase == _phase);
        _awaited = _awaited.RemoveRange(reached);
        foreach (var waiting in reached) waiting.Reached.TrySetResult();
    }

    private sealed class Test(Func<Task<bool>> passes) : ISelfTest
    {
        public Task<bool> RunAsync(SlotImage running, CancellationToken cancellation) => passes();
    }
}
