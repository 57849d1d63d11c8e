using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Device;

/// <summary>What a Device core needs to run.</summary>
/// <param name="Configuration">Who it is and whom it trusts.</param>
/// <param name="Flash">Its flash; the host takes it over.</param>
/// <param name="Signer">Its key, for reports (R-DC-03).</param>
/// <param name="Listen">Its end of the device link.</param>
/// <param name="Timeouts">How long it waits there.</param>
/// <param name="SelfTest">Judges an image on trial.</param>
public sealed record DeviceCoreSetup(
    DeviceCoreConfiguration Configuration, FlashFile Flash, ISigner Signer, StreamAddress Listen, DeviceLinkTimeouts Timeouts, ISelfTest SelfTest);

/// <summary>
/// Runs a Device core on this machine: a flash in a file, the device link on a socket, and a restart that begins anew with what the journal
/// holds.
/// </summary>
public sealed class DeviceCoreHost : IAsyncDisposable
{
    private readonly DeviceCoreSetup _setup;
    private readonly HostSurroundings _surroundings;
    private readonly ILogger _log;
    private readonly DeviceLinkServer _server;
    private readonly object _gate = new();
    private Life? _life;
    private Task _living = Task.CompletedTask;
    private volatile bool _stopping;

    /// <summary>A Device core that is switched off.</summary>
    public DeviceCoreHost(DeviceCoreSetup setup, HostSurroundings surroundings)
    {
        _setup = setup;
        _surroundings = surroundings;
        _log = surroundings.Logging.CreateLogger("SecUpIoT.DeviceCore");
        _server = new DeviceLinkServer(setup.Listen, AnswerAsync, surroundings.Clock, setup.Timeouts, fault =>
        {
            Log.DeviceLinkFailed(_log, Device, fault.Code, fault.Detail);
            surroundings.Tell(new HostEvent.LinkFailed("device", Device.ToString(), Link.Device, fault.Code, fault.Detail));
        });
    }

    /// <summary>Ends when the host has stopped; faulted when it stopped because of a fault of its own or of its flash.</summary>
    public Task Completion => _living;

    /// <summary>The state after the last input that was handled to its end.</summary>
    public DeviceCoreState State
    {
        get
        {
            lock (_gate) return _life?.Loop.State ?? DeviceCoreState.Initial;
        }
    }

    private DeviceId Device => _setup.Configuration.Device;

    /// <summary>Switches the device on and listens; answers where.</summary>
    /// <exception cref="HostStartException">The address cannot be listened on.</exception>
    /// <exception cref="StorageException">The journal cannot be read.</exception>
    public StreamAddress Start()
    {
        var record = _setup.Flash.ReadRecord();
        var address = _server.Start();
        _surroundings.Tell(new HostEvent.Listening("device", Device.ToString(), address.ToString()));
        _living = Task.Run(() => LiveAsync(record));
        return address;
    }

    /// <summary>Closes the device link, handles what is queued, and switches the device off.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        await _server.DisposeAsync().ConfigureAwait(false);
        Life? life;
        lock (_gate) life = _life;
        if (life is not null) await life.Loop.StopAsync().ConfigureAwait(false);
        await _living.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        await _server.DisposeAsync().ConfigureAwait(false);
        Life? life;
        lock (_gate) life = _life;
        if (life is not null) await life.Loop.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAny(_living, _living).ConfigureAwait(false);
        _setup.Flash.Dispose();
    }

    private async Task LiveAsync(DeviceRecord? record)
    {
        try
        {
            while (true)
            {
                var life = Begin();
                if (_stopping) return;
                _surroundings.Trace?.Write(DeviceTrace.Started(_setup.Configuration, record));
                await life.Loop.PostAsync(new Input.PoweredOn(record)).ConfigureAwait(false);
                try
                {
                    await life.Loop.Completion.ConfigureAwait(false);
                }
                finally
                {
                    life.Performer.End();
                }

                if (_stopping || !life.Performer.RestartOrdered) return;
                record = _setup.Flash.ReadRecord();
            }
        }
        catch (Exception exception)
        {
            Log.DeviceFaulted(_log, exception, Device);
            _surroundings.Tell(new HostEvent.Faulted("device", Device.ToString(), exception.Message));
            throw;
        }
    }

    private Life Begin()
    {
        var performer = new DevicePerformer(Device, _setup.Flash, _setup.Signer, _setup.SelfTest, _surroundings, _log);
        var loop = new MachineLoop<DeviceCoreState>(
            new DeviceCoreMachine(_setup.Configuration), DeviceCoreState.Initial, performer, _surroundings.Clock, (before, input, reaction) => Observe(performer, before, input, reaction), performer.StillMeant);
        performer.Post = input => loop.PostAsync(input);
        performer.Restart = loop.Abandon;
        var life = new Life(loop, performer);
        lock (_gate) _life = life;
        loop.Start();
        return life;
    }

    private void Observe(DevicePerformer performer, DeviceCoreState before, Input input, Reaction<DeviceCoreState> reaction)
    {
        var after = reaction.State;
        _surroundings.Trace?.Write(DeviceTrace.Step(_setup.Configuration, before, input, reaction));
        performer.Note(input, after);
        if (_log.IsEnabled(LogLevel.Debug))
            Log.DeviceReacted(_log, Device, before.Phase, Trace.NameOf(input), after.Phase, Trace.NamesOf(reaction.Outputs));
        _surroundings.TellPhases("device", Device.ToString(), before.Phase, after.Phase);
        if (after.Candidate is { Stage: CandidateStage.Receiving } candidate && candidate != before.Candidate)
            _surroundings.Tell(new HostEvent.Progress("device", Device.ToString(), "received", candidate.Received, candidate.Image.TotalSize));
    }

    // A request that meets a restart gets no answer, as from a device that has just lost power.
    private async Task<Message?> AnswerAsync(Message request, CancellationToken cancellation)
    {
        MachineLoop<DeviceCoreState>? loop;
        lock (_gate) loop = _life?.Loop;
        if (loop is null) return null;
        var asker = new Asker();
        await loop.PostAsync(new Input.Received(Link.Device, request, _setup.Configuration.HasClock ? _surroundings.Clock.Now : null, Trace.NewNonce()), asker).ConfigureAwait(false);
        using var registration = cancellation.Register(() => asker.Leave());
        return await asker.Answer.ConfigureAwait(false);
    }

    private sealed record Life(MachineLoop<DeviceCoreState> Loop, DevicePerformer Performer);
}
