using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Device;

/// <summary>
/// One life of a Device core after another: each is a loop that begins with what the journal holds and ends when the machine orders a
/// restart. Who asks may come over any link.
/// </summary>
/// <param name="machine">The machine; it serves one life at a time.</param>
/// <param name="configuration">Who the device is.</param>
/// <param name="flash">Its flash; it stays the caller's.</param>
/// <param name="signer">Its key, for reports (R-DC-03).</param>
/// <param name="selfTest">Judges an image on trial.</param>
/// <param name="surroundings">Clock, trace, and who watches.</param>
/// <param name="log">The log.</param>
internal sealed class DeviceLives(
    IMachine<DeviceCoreState> machine,
    DeviceCoreConfiguration configuration,
    FlashFile flash,
    ISigner signer,
    ISelfTest selfTest,
    HostSurroundings surroundings,
    ILogger log) : IAsyncDisposable
{
    private readonly object _gate = new();
    private Life? _life;
    private Task _living = Task.CompletedTask;
    private bool _stopping;

    /// <summary>Ends when the device is off; faulted when that is because of a fault of its own or of its flash.</summary>
    public Task Completion => _living;

    /// <summary>The state after the last input that was handled to its end.</summary>
    public DeviceCoreState State
    {
        get
        {
            lock (_gate) return _life?.Loop.State ?? DeviceCoreState.Initial;
        }
    }

    private DeviceId Device => configuration.Device;

    /// <summary>Switches the device on with what its journal holds.</summary>
    public void Start(DeviceRecord? record) => _living = Task.Run(() => LiveAsync(record));

    /// <summary>The device's answer; null when it gives none. A request that meets a restart gets none, as from a device that has just lost
    /// power.</summary>
    public async Task<Message?> AnswerAsync(Message request, CancellationToken cancellation)
    {
        MachineLoop<DeviceCoreState>? loop;
        lock (_gate) loop = _life?.Loop;
        if (loop is null) return null;
        var asker = new Asker();
        await loop.PostAsync(new Input.Received(Link.Device, request, configuration.HasClock ? surroundings.Clock.Now : null, Trace.NewNonce()), asker).ConfigureAwait(false);
        var leaving = cancellation.Register(() => asker.Leave());
        var answer = await asker.Answer.ConfigureAwait(false);
        leaving.Unregister();
        return answer;
    }

    /// <summary>The life under way is the last one: a restart ends it and begins no other.</summary>
    public void BeginNoOther()
    {
        lock (_gate) _stopping = true;
    }

    /// <summary>Handles what is queued and switches the device off. Throws what a fault of our own threw.</summary>
    public async Task StopAsync()
    {
        BeginNoOther();
        Life? life;
        lock (_gate) life = _life;
        if (life is not null) await life.Loop.StopAsync().ConfigureAwait(false);
        await _living.ConfigureAwait(false);
    }

    /// <summary>Switches the device off at once, as a loss of power would.</summary>
    public async ValueTask DisposeAsync()
    {
        BeginNoOther();
        Life? life;
        lock (_gate) life = _life;
        if (life is not null) await life.Loop.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAny(_living, _living).ConfigureAwait(false);
    }

    private async Task LiveAsync(DeviceRecord? record)
    {
        try
        {
            while (true)
            {
                // Power comes on before anybody can ask: a life that is asked first would answer in phase Off.
                var life = Prepare();
                await life.Loop.PostAsync(new Input.PoweredOn(record)).ConfigureAwait(false);
                lock (_gate)
                {
                    if (_stopping) return;
                    _life = life;
                }

                surroundings.Trace?.Write(DeviceTrace.Started(configuration, record));
                life.Loop.Start();
                try
                {
                    await life.Loop.Completion.ConfigureAwait(false);
                }
                finally
                {
                    await life.Performer.EndAsync().ConfigureAwait(false);
                }

                if (!life.Performer.RestartOrdered) return;
                record = flash.ReadRecord();
            }
        }
        catch (Exception exception)
        {
            Log.DeviceFaulted(log, exception, Device);
            surroundings.Tell(new HostEvent.Faulted("device", Device.ToString(), exception.Message));
            throw;
        }
    }

    private Life Prepare()
    {
        var performer = new DevicePerformer(Device, flash, signer, selfTest, surroundings, log);
        var loop = new MachineLoop<DeviceCoreState>(
            machine, DeviceCoreState.Initial, performer, surroundings.Clock, (before, input, reaction) => Observe(performer, before, input, reaction), performer.StillMeant);
        performer.Post = input => loop.PostAsync(input);
        performer.Restart = loop.Abandon;
        return new Life(loop, performer);
    }

    private void Observe(DevicePerformer performer, DeviceCoreState before, Input input, Reaction<DeviceCoreState> reaction)
    {
        var after = reaction.State;
        surroundings.Trace?.Write(DeviceTrace.Step(configuration, before, input, reaction));
        performer.Note(input, after);
        if (log.IsEnabled(LogLevel.Debug))
            Log.DeviceReacted(log, Device, before.Phase, Trace.NameOf(input), after.Phase, Trace.NamesOf(reaction.Outputs));
        surroundings.TellPhases("device", Device.ToString(), before.Phase, after.Phase);
        if (after.Candidate is { Stage: CandidateStage.Receiving } candidate && candidate != before.Candidate)
            surroundings.Tell(new HostEvent.Progress("device", Device.ToString(), "received", candidate.Received, candidate.Image.TotalSize));
    }

    private sealed record Life(MachineLoop<DeviceCoreState> Loop, DevicePerformer Performer);
}
