using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Communicators;

/// <summary>How a Communicator asks on its two links. What goes wrong on a link is an <see cref="Arrival"/>, not an exception.</summary>
internal interface ICommunicatorLinks : IAsyncDisposable
{
    /// <summary>Asks the Device core.</summary>
    Task<Arrival> AskDeviceAsync(Message request, CancellationToken cancellation);

    /// <summary>Asks the Status tracker.</summary>
    Task<Arrival> AskTrackerAsync(Message request, CancellationToken cancellation);

    /// <summary>Asks the Status tracker for bytes of a payload.</summary>
    Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation);

    /// <summary>Closes the connection to the Device core; the next request opens another.</summary>
    Task DisconnectDeviceAsync();
}

/// <summary>The links of a Communicator over the network.</summary>
internal sealed class NetworkLinks(DeviceLinkClient device, HttpLinkClient tracker) : ICommunicatorLinks
{
    public Task<Arrival> AskDeviceAsync(Message request, CancellationToken cancellation) => device.AskAsync(request, null, cancellation);

    public Task<Arrival> AskTrackerAsync(Message request, CancellationToken cancellation) => tracker.AskAsync(HttpBinding.CheckInPath, request, cancellation);

    public async Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation)
    {
        var arrival = await tracker.GetBlockAsync(wanted, cancellation).ConfigureAwait(false);
        if (arrival.Message is Block block) Signals.Carried("fetched", block.Data.Length);
        return arrival;
    }

    public Task DisconnectDeviceAsync() => device.DisconnectAsync();

    public async ValueTask DisposeAsync()
    {
        await device.DisposeAsync().ConfigureAwait(false);
        tracker.Dispose();
    }
}
