using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Http;

/// <summary>A trial authority, and servers and clients with certificates of it.</summary>
public sealed class HttpFixture : IDisposable
{
    public static readonly byte[] Image = [.. Enumerable.Range(0, 100_000).Select(i => (byte)((i * 31 >> 3) & 0xFF))];

    private readonly TemporaryFolder _folder = new();
    private readonly TrialAuthority _authority;
    private readonly List<IDisposable> _owned = [];
    private int _names;

    public HttpFixture() => _authority = TrialAuthority.Create(_folder.Path, SystemClock.Instance.Now);

    public static Digest ImageDigest { get; } = Digest.Of(Image);

    public void Dispose()
    {
        foreach (var owned in _owned) owned.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    public LinkIdentity Identity(LinkRole role, params string[] hosts)
    {
        var identity = _authority.Issue($"{role}-{Interlocked.Increment(ref _names)}", role, hosts, SystemClock.Instance.Now).Load();
        lock (_owned) _owned.Add(identity);
        return identity;
    }

    public LinkIdentity Stranger(LinkRole role, params string[] hosts)
    {
        using var other = TrialAuthority.Create(_folder[$"other-{Interlocked.Increment(ref _names)}"], SystemClock.Instance.Now);
        var identity = other.Issue("stranger", role, hosts, SystemClock.Instance.Now).Load();
        lock (_owned) _owned.Add(identity);
        return identity;
    }

    /// <summary>A tracker-like server: check-in for Communicators, the operator's door, and one payload.</summary>
    internal static HttpLinkServer Server(LinkIdentity? identity, int port = 0) => new(
        identity is null ? HttpListen.DangerousPlaintext(new IPEndPoint(IPAddress.Loopback, port)) : HttpListen.Secure(new IPEndPoint(IPAddress.Loopback, port), identity),
        [
            MessageBodies.Route(HttpBinding.CheckInPath, [LinkRole.Communicator], m => m is CheckIn, (m, _, _) => Task.FromResult<Message?>(
                ((CheckIn)m).RefusedManifest is null
                    ? new CheckInAnswer(DirectiveKind.UpToDate, null, default, default, 60)
                    : new Refusal(ResultCode.NotEnrolled, "not enrolled"))),
            MessageBodies.Route(HttpBinding.OperatorPath, [LinkRole.Operator], m => m is TrackQuery, (_, _, _) => Task.FromResult<Message?>(new TrackAnswer(Sequence<TrackEntry>.Empty))),
            PayloadRoute.Create([LinkRole.Communicator], (digest, _) => Task.FromResult<(IServedPayload?, Refusal?)>(
                digest == ImageDigest ? (new InMemory(), null) : (null, new Refusal(ResultCode.NotAvailable, "unknown payload")))),
        ],
        SystemClock.Instance,
        NullLoggerFactory.Instance);

    internal HttpLinkClient Client(Uri address, LinkIdentity? identity, IClock? clock = null, HttpClientLimits? limits = null)
    {
        var handler = HttpLinkHandler.Create(identity, LinkRole.Tracker, SystemClock.Instance, limits ?? HttpClientLimits.Default);
        lock (_owned) _owned.Add(handler);
        return new HttpLinkClient(address, handler, clock ?? SystemClock.Instance, limits ?? HttpClientLimits.Default);
    }

    private sealed class InMemory : IServedPayload
    {
        public ulong Size => (ulong)Image.Length;

        public Task<Refusal?> PrepareAsync(ByteRange range, CancellationToken cancellation) => Task.FromResult<Refusal?>(null);

        public Task CopyToAsync(ByteRange range, Stream destination, CancellationToken cancellation) =>
            destination.WriteAsync(Image.AsMemory((int)range.Offset, (int)range.Length), cancellation).AsTask();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
