using SecUpIoT.Hosting.Links;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Communicators;

/// <summary>What the Communicators of one host share. What is null is not shared: each does it for itself.</summary>
/// <param name="Gathering">Check-ins in batches (R-CM-20).</param>
/// <param name="Blocks">A cache of payloads (R-CM-22).</param>
/// <param name="Turns">How many fetches are under way at a time (R-CM-24).</param>
internal sealed record Shared(CheckInGathering? Gathering, SharedBlocks? Blocks, FairTurns? Turns);

/// <summary>The links of a Communicator that shares its tracker link with others. What it asks its device is its own affair.</summary>
internal sealed class GatewayLinks(ICommunicatorLinks own, Shared shared) : ICommunicatorLinks
{
    // How far the device has come in the payload that it fetches, what of the cache it was given, and what it suspects because it begins anew.
    private Digest _payload;
    private ulong _reached;
    private object? _given;
    private object? _suspect;

    public Task<Arrival> AskDeviceAsync(Message request, CancellationToken cancellation) => own.AskDeviceAsync(request, cancellation);

    public Task<Arrival> AskTrackerAsync(Message request, CancellationToken cancellation) =>
        request is CheckIn checkIn && shared.Gathering is { } gathering ? gathering.AskAsync(checkIn, cancellation) : own.AskTrackerAsync(request, cancellation);

    public async Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation)
    {
        if (shared.Blocks is not { } blocks) return await FetchAsync(wanted, cancellation).ConfigureAwait(false);
        var arrival = await (Doubts(wanted, blocks) ? blocks.GetAnewAsync(wanted, FetchAsync, cancellation) : blocks.GetAsync(wanted, FetchAsync, cancellation)).ConfigureAwait(false);
        if (arrival.Message is Block) (_reached, _given) = (Math.Max(_reached, wanted.Offset + wanted.Length), blocks.Standing(wanted.Payload));
        return arrival;
    }

    public Task DisconnectDeviceAsync() => own.DisconnectDeviceAsync();

    public ValueTask DisposeAsync() => own.DisposeAsync();

    private Task<Arrival> FetchAsync(BlockRequest wanted, CancellationToken cancellation) =>
        shared.Turns is { } turns ? turns.TakeAsync(taken => own.GetBlockAsync(wanted, taken), cancellation) : own.GetBlockAsync(wanted, cancellation);

    // A device verifies a payload when it is whole. One that begins anew has found the bytes wrong, or has lost them: it gets none of what is still filling the
    // cache as it did before, until that is whole, and so right, or gone.
    private bool Doubts(BlockRequest wanted, SharedBlocks blocks)
    {
        if (wanted.Payload != _payload) (_payload, _reached, _given, _suspect) = (wanted.Payload, 0, null, null);
        else if (wanted.Offset == 0 && _reached > wanted.Length) (_reached, _suspect) = (0, _given);
        return _suspect is not null && ReferenceEquals(_suspect, blocks.Standing(wanted.Payload)) && !blocks.IsWhole(wanted.Payload);
    }
}
