using Microsoft.Extensions.Logging;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Server;

/// <summary>Runs a Firmware server: the server link and payloads for any number of Status trackers (R-FS-15), and the author interface, on one HTTP listener.</summary>
public sealed class FirmwareServerHost : IAsyncDisposable
{
    private readonly ServerSetup _setup;
    private readonly HostSurroundings _surroundings;
    private readonly ILogger _log;
    private readonly PackageRecords _packages;
    private readonly HttpLinkServer _http;
    private Task _watching = Task.CompletedTask;

    /// <summary>A server that does not answer yet.</summary>
    public FirmwareServerHost(ServerSetup setup, HostSurroundings surroundings)
    {
        _setup = setup;
        _surroundings = surroundings;
        _log = surroundings.Logging.CreateLogger("SecUpIoT.FirmwareServer");
        _packages = new PackageRecords(setup, surroundings, _log);
        _http = new HttpLinkServer(
            setup.Listen,
            [
                MessageBodies.Route(HttpBinding.CataloguePath, [LinkRole.Tracker], static m => m is CatalogueRequest, (_, _, _) => _packages.CatalogueAsync()),
                MessageBodies.Route(HttpBinding.EnvelopePath, [LinkRole.Tracker], static m => m is EnvelopeRequest, (m, _, _) => _packages.EnvelopeAsync((EnvelopeRequest)m)),
                MessageBodies.Route(HttpBinding.AuthorPath, [LinkRole.Author], static m => m is PublishRequest or WithdrawRequest, (m, _, _) => _packages.AuthorAsync(m)),
                PayloadRoute.Create([LinkRole.Tracker], FindAsync),
                UploadRoute.Create(JudgeUploadAsync, StoreUploadAsync),
            ],
            surroundings.Clock,
            surroundings.Logging);
    }

    /// <summary>Ends when the server has stopped; faulted when it did because of a fault of its own.</summary>
    public Task Completion => _watching;

    /// <summary>Takes over what is stored and listens; answers where.</summary>
    /// <exception cref="HostStartException">The address cannot be listened on.</exception>
    public async Task<Uri> StartAsync(CancellationToken cancellation = default)
    {
        await _packages.StartAsync().ConfigureAwait(false);
        var address = await _http.StartAsync(cancellation).ConfigureAwait(false);
        _watching = WatchAsync();
        _surroundings.Tell(new HostEvent.Listening("server", "http", address.ToString()));
        return address;
    }

    /// <summary>Refuses new requests, finishes those under way, and stops.</summary>
    public async Task StopAsync()
    {
        await _http.StopAsync().ConfigureAwait(false);
        await _packages.StopAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync().ConfigureAwait(false);
        _packages.Close();
        await _setup.Store.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<(IServedPayload? Payload, Refusal? Refusal)> FindAsync(Digest payload, CancellationToken cancellation)
    {
        // Whether a package lets it be served is asked before it is opened: a damaged payload of a withdrawn package is "withdrawn".
        if (await _packages.JudgeBlockAsync(new BlockRequest(payload, 0, 0)).ConfigureAwait(false) is { } refusal) return (null, refusal);
        try
        {
            return await _setup.Store.OpenPayload(payload, cancellation).ConfigureAwait(false) is { } stored
                ? (new Served(stored), null)
                : (null, new Refusal(ResultCode.NotAvailable, "the payload is not stored"));
        }
        catch (StorageException exception)
        {
            Log.ServerStorageFailed(_log, exception.Code, exception.Message);
            return (null, new Refusal(exception.Code, "the payload cannot be served"));
        }
    }

    private async Task<(ulong Size, Refusal? Refusal)> JudgeUploadAsync(Digest payload, ulong? announced, CancellationToken cancellation)
    {
        try
        {
            var sizes = await StatedSizesAsync(payload, cancellation).ConfigureAwait(false);
            if (sizes.Count == 0) return (0, new Refusal(ResultCode.NotAllowed, "no package names this payload; publish its envelope first"));
            // Packages may contradict one another, and one of them may be right: the mistake of one is not to keep the payload from the other.
            return (announced is { } length && sizes.Contains(length) ? length : sizes.Max(), null);
        }
        catch (StorageException exception)
        {
            Log.ServerStorageFailed(_log, exception.Code, exception.Message);
            return (0, new Refusal(exception.Code, "the server's storage failed"));
        }
    }

    private async Task<Refusal?> StoreUploadAsync(Digest payload, ulong size, Stream body, CancellationToken cancellation)
    {
        try
        {
            var stored = await _setup.Store.SavePayload(payload, body, size, cancellation).ConfigureAwait(false);
            if (stored.Size != size && !(await StatedSizesAsync(payload, cancellation).ConfigureAwait(false)).Contains(stored.Size))
                return new Refusal(ResultCode.PayloadDigestMismatch, $"the package states {size} bytes, the payload has {stored.Size}");
            return await _packages.PayloadStoredAsync(stored).ConfigureAwait(false);
        }
        catch (StorageException exception) when (exception.Code == ResultCode.PayloadDigestMismatch)
        {
            return new Refusal(ResultCode.PayloadDigestMismatch, "the bytes do not have the digest in the address");
        }
        catch (StorageException exception) when (exception.Code == ResultCode.LimitExceeded)
        {
            return new Refusal(ResultCode.TooMuchData, $"the package states {size} bytes, more came");
        }
        catch (StorageException exception)
        {
            Log.ServerStorageFailed(_log, exception.Code, exception.Message);
            return new Refusal(exception.Code, "the payload was not stored");
        }
    }

    /// <summary>The sizes that packages of this server state for a payload; one, unless an author made a mistake.</summary>
    private async Task<HashSet<ulong>> StatedSizesAsync(Digest payload, CancellationToken cancellation) =>
    [
        .. (await _setup.Store.Naming(payload, cancellation).ConfigureAwait(false))
            .Where(static record => record.Phase is PackagePhase.Staged or PackagePhase.Published)
            .SelectMany(static record => record.Payloads)
            .Where(named => named.Digest == payload)
            .Select(static named => named.Size),
    ];

    private async Task WatchAsync()
    {
        try
        {
            await _packages.Completion.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.ServerFaulted(_log, exception);
            _surroundings.Tell(new HostEvent.Faulted("server", "http", exception.Message));
            throw;
        }
    }

    private sealed class Served(StoredPayload payload) : IServedPayload
    {
        public ulong Size => payload.Size;

        // Judged when it was found, once for each request; a range that is not within the payload was refused before this.
        public Task<Refusal?> PrepareAsync(ByteRange range, CancellationToken cancellation) => Task.FromResult<Refusal?>(null);

        public Task CopyToAsync(ByteRange range, Stream destination, CancellationToken cancellation) => payload.CopyTo(destination, range.Offset, range.Length, cancellation);

        public ValueTask DisposeAsync()
        {
            payload.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
