using SecUpIoT.Hosting.Links;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Communicators;

/// <summary>The links of a Communicator that shares its tracker link with others: check-ins are gathered. What it asks its device is its own affair.</summary>
internal sealed class GatewayLinks(ICommunicatorLinks own, CheckInGathering gathering) : ICommunicatorLinks
{
    public Task<Arrival> AskDeviceAsync(Message request, CancellationToken cancellation) => own.AskDeviceAsync(request, cancellation);

    public Task<Arrival> AskTrackerAsync(Message request, CancellationToken cancellation) =>
        request is CheckIn checkIn ? gathering.AskAsync(checkIn, cancellation) : own.AskTrackerAsync(request, cancellation);

    public Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation) => own.GetBlockAsync(wanted, cancellation);

    public Task DisconnectDeviceAsync() => own.DisconnectDeviceAsync();

    public ValueTask DisposeAsync() => own.DisposeAsync();
}
