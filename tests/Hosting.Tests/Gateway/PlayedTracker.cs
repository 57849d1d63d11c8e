using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Gateway;

/// <summary>A tracker that directs every device to one payload and counts what it is asked.</summary>
internal sealed class PlayedTracker : IAsyncDisposable
{
    private readonly HttpLinkServer _http;
    private readonly byte[] _payload;
    private readonly object _gate = new();

    public PlayedTracker(byte[] payload, bool takesBatches = true)
    {
        _payload = payload;
        _http = new HttpLinkServer(
            HttpListen.DangerousPlaintext(new IPEndPoint(IPAddress.Loopback, 0)),
            [
                MessageBodies.Route(HttpBinding.CheckInPath, [LinkRole.Communicator], message => message is CheckIn || (takesBatches && message is CheckInBatch), (message, _, _) => Task.FromResult<Message?>(CheckedIn(message))),
                PayloadRoute.Create([LinkRole.Communicator], (digest, _) => Task.FromResult<(IServedPayload?, Refusal?)>(
                    digest == Payload ? (new Served(this), null) : (null, new Refusal(ResultCode.NotAvailable, "unknown payload")))),
            ],
            SystemClock.Instance,
            NullLoggerFactory.Instance);
    }

    public Digest Payload => Digest.Of(_payload);

    /// <summary>How many check-ins came in each request.</summary>
    public List<int> Requests { get; } = [];

    /// <summary>Bytes of the payload that were asked for.</summary>
    public long Fetched { get; private set; }

    /// <summary>How many answers with payload bytes are changed, from the first on.</summary>
    public int Damaged { get; set; }

    public Task<Uri> StartAsync() => _http.StartAsync(default);

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private Message CheckedIn(Message message)
    {
        lock (_gate) Requests.Add(message is CheckInBatch { CheckIns.Count: var count } ? count : 1);
        return message is CheckInBatch batch ? new CheckInBatchAnswer(new(batch.CheckIns.Select(static checkIn => BatchedAnswer.Of(Directed(checkIn))))) : Directed((CheckIn)message);
    }

    // The directive is the report, so that a device knows whether it was meant.
    private static Message Directed(CheckIn checkIn) => checkIn.SignedReport.Length == sizeof(int)
        ? new CheckInAnswer(DirectiveKind.Install, Digest.Of("manifest"u8), checkIn.SignedReport, Bytes.Empty, 60)
        : new Refusal(ResultCode.ReportNotAuthentic, "no report");

    private sealed class Served(PlayedTracker tracker) : IServedPayload
    {
        public ulong Size => (ulong)tracker._payload.Length;

        public Task<Refusal?> PrepareAsync(ByteRange range, CancellationToken cancellation) => Task.FromResult<Refusal?>(null);

        public Task CopyToAsync(ByteRange range, Stream destination, CancellationToken cancellation)
        {
            var bytes = tracker._payload.AsSpan((int)range.Offset, (int)range.Length).ToArray();
            lock (tracker._gate)
            {
                tracker.Fetched += bytes.Length;
                if (tracker.Damaged-- > 0) bytes[0] ^= 1;
            }

            return destination.WriteAsync(bytes, cancellation).AsTask();
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
