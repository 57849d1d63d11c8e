using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Hosting.Hosts.Device;

/// <summary>Does what the machine of one Device core orders, from one start of the device to the next.</summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "Background work may still ask the source when the device has restarted.")]
internal sealed class DevicePerformer(DeviceId device, FlashFile flash, ISigner signer, ISelfTest selfTest, HostSurroundings surroundings, ILogger log) : IOutputPerformer
{
    private readonly CancellationTokenSource _ending = new();
    private readonly FlashPerformer _flash = new(flash);
    private Asker? _asker;
    private readonly object _gate = new();
    private readonly List<Task> _readings = [];
    private object _reading = new();
    private Input? _awaited;
    private SlotImage? _running;

    /// <summary>Takes what background work comes to back to the machine. Set before the loop starts.</summary>
    public Func<Input, Task> Post { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Ends this life of the device. Set before the loop starts.</summary>
    public Action Restart { get; set; } = static () => { };

    /// <summary>True when the machine ordered a restart.</summary>
    public bool RestartOrdered { get; private set; }

    /// <summary>A slot that was read back for an order which a later one replaced means nothing any more.</summary>
    public bool StillMeant(Input input)
    {
        if (input is not (Input.SlotRead or Input.StorageFailed)) return true;
        lock (_gate) return ReferenceEquals(input, _awaited);
    }

    /// <summary>Keeps what later outputs need, and answers a waiting peer when storage has failed: the machine has no answer for
    /// it.</summary>
    public void Note(Input input, DeviceCoreState after)
    {
        _running = after.Running;
        if (input is Input.StorageFailed failed) Take()?.Refuse(failed.Code, "the device's storage failed");
    }

    /// <summary>Lets a waiting peer go, and ends when nothing reads the flash any more: whoever comes next may close it.</summary>
    public async Task EndAsync()
    {
        _ending.Cancel();
        Take()?.Leave();
        Task[] reading;
        lock (_gate) reading = [.. _readings];
        await Task.WhenAll(reading).ConfigureAwait(false);
    }

    public async Task<ResultCode> PerformAsync(Output output, Asker? asker, CancellationToken cancellation)
    {
        // The answer may be given by a later input: a slot is sealed before InstallRequest is answered.
        if (asker is not null && Interlocked.Exchange(ref _asker, asker) is { } former && former != asker) former.Leave();
        try
        {
            await PerformAsync(output, asker).ConfigureAwait(false);
            return ResultCode.Success;
        }
        catch (StorageException exception)
        {
            Log.DeviceStorageFailed(log, device, exception.Code, exception.Message);
            return exception.Code;
        }
    }

    private Asker? Take() => Interlocked.Exchange(ref _asker, null);

    private Task PerformAsync(Output output, Asker? asker)
    {
        if (output is Output.EraseSlot) Order();
        if (_flash.Perform(output))
        {
            if (output is Output.InstallSlot install) _ = Post(new Input.SlotInstalled(install.Slot));
            return Task.CompletedTask;
        }

        switch (output)
        {
            case Output.Send { Link: Link.Device } send:
                Take()?.Reply(send.Message);
                break;
            case Output.SendReport report:
                Take()?.Reply(new StatusReport(SignedStatement.Sign(signer, DeviceReport.Domain, DeviceReport.ContentType, report.Report.Encode())));
                break;
            case Output.Refuse refuse:
                Refuse(refuse, asker);
                break;
            case Output.ReadSlot read:
                Read(read, Order());
                break;
            case Output.Invoke invoke:
                Log.DeviceInvoked(log, device, invoke.Image, invoke.Slot);
                surroundings.Tell(new HostEvent.ImageInvoked(device.ToString(), invoke.Slot, invoke.Image));
                break;
            case Output.RunSelfTest:
                _ = TestAsync(_running!);
                break;
            case Output.Reboot:
                Log.DeviceRestarted(log, device);
                surroundings.Tell(new HostEvent.Restarted(device.ToString()));
                RestartOrdered = true;
                Restart();
                break;
            default:
                throw new InvalidOperationException($"A Device core does not order {output.GetType().Name}.");
        }

        return Task.CompletedTask;
    }

    // From here on only the outcome of this order counts.
    private object Order()
    {
        lock (_gate)
        {
            _awaited = null;
            return _reading = new object();
        }
    }

    private void Refuse(Output.Refuse refuse, Asker? asker)
    {
        Log.DeviceRefused(log, device, refuse.Code, refuse.Detail);
        surroundings.Tell(new HostEvent.Refused("device", device.ToString(), refuse.Code, refuse.Detail));
        if (asker is not null) Take()?.Refuse(refuse.Code, refuse.Detail);
    }

    // The loop has ended before the readings are waited for, so none is added then.
    private void Read(Output.ReadSlot read, object order)
    {
        lock (_gate)
        {
            _readings.RemoveAll(static reading => reading.IsCompleted);
            _readings.Add(ReadAsync(read, order));
        }
    }

    private async Task ReadAsync(Output.ReadSlot read, object order)
    {
        var total = read.Components.Aggregate(0UL, static (sum, component) => sum + component.Size);
        Input outcome;
        try
        {
            outcome = await Task.Run(() => _flash.Read(read, Tell, exception => Log.DeviceStorageFailed(log, device, exception.Code, exception.Message))).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The device restarts.
            return;
        }

        lock (_gate)
        {
            if (!ReferenceEquals(order, _reading)) return;
            _awaited = outcome;
        }

        await Post(outcome).ConfigureAwait(false);

        void Tell(ulong done)
        {
            _ending.Token.ThrowIfCancellationRequested();
            surroundings.Tell(new HostEvent.Progress("device", device.ToString(), "read back", done, total));
        }
    }

    private async Task TestAsync(SlotImage running)
    {
        try
        {
            var passed = await selfTest.RunAsync(running, _ending.Token).ConfigureAwait(false);
            Log.DeviceTested(log, device, passed);
            await Post(new Input.SelfTested(passed)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The device restarts.
        }
    }
}
