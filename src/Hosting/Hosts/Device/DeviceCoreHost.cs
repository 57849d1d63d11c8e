using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

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
    private readonly DeviceLives _lives;
    private readonly DeviceLinkServer _server;

    /// <summary>A Device core that is switched off.</summary>
    public DeviceCoreHost(DeviceCoreSetup setup, HostSurroundings surroundings)
    {
        _setup = setup;
        _surroundings = surroundings;
        var log = surroundings.Logging.CreateLogger("SecUpIoT.DeviceCore");
        _lives = new DeviceLives(
            new DeviceCoreMachine(setup.Configuration), setup.Configuration, setup.Flash, setup.Signer, setup.SelfTest, surroundings, log);
        _server = new DeviceLinkServer(setup.Listen, _lives.AnswerAsync, surroundings.Clock, setup.Timeouts, fault =>
        {
            Log.DeviceLinkFailed(log, Device, fault.Code, fault.Detail);
            surroundings.Tell(new HostEvent.LinkFailed("device", Device.ToString(), Link.Device, fault.Code, fault.Detail));
        });
    }

    /// <summary>Ends when the host has stopped; faulted when it stopped because of a fault of its own or of its flash.</summary>
    public Task Completion => _lives.Completion;

    /// <summary>The state after the last input that was handled to its end.</summary>
    public DeviceCoreState State => _lives.State;

    private DeviceId Device => _setup.Configuration.Device;

    /// <summary>Switches the device on and listens; answers where.</summary>
    /// <exception cref="HostStartException">The address cannot be listened on.</exception>
    /// <exception cref="StorageException">The journal cannot be read.</exception>
    public StreamAddress Start()
    {
        var record = _setup.Flash.ReadRecord();
        var address = _server.Start();
        _surroundings.Tell(new HostEvent.Listening("device", Device.ToString(), address.ToString()));
        _lives.Start(record);
        return address;
    }

    /// <summary>Closes the device link, handles what is queued, and switches the device off.</summary>
    public async Task StopAsync()
    {
        _lives.BeginNoOther();
        await _server.DisposeAsync().ConfigureAwait(false);
        await _lives.StopAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lives.BeginNoOther();
        await _server.DisposeAsync().ConfigureAwait(false);
        await _lives.DisposeAsync().ConfigureAwait(false);
        _setup.Flash.Dispose();
    }
}
