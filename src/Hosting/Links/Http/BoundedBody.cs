using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>Reads the body of an answer with a bound on its length and a floor under its speed.</summary>
internal sealed class BoundedBody(System.IO.Stream stream, IClock clock, HttpClientLimits limits)
{
    private ulong _inWindow;
    private Moment _windowEnd = clock.Now.Plus(limits.FloorWindow);

    /// <summary>
    /// Takes exactly <paramref name="expected"/> bytes to <paramref name="sink"/>. Fewer are <see cref="ResultCode.ConnectionLost"/>, more are
    /// <see cref="ResultCode.TooMuchData"/>, and too few in a window are <see cref="ResultCode.TooSlow"/>; null when all is well.
    /// </summary>
    public async Task<LinkFault?> ReadExactlyAsync(ulong expected, Func<ReadOnlyMemory<byte>, Task> sink, CancellationToken cancellation)
    {
        var buffer = new byte[(int)Math.Min(expected + 1, 64 * 1024)];
        var have = 0UL;
        while (true)
        {
            // One byte more than is due is asked for, so that endless data shows.
            var ask = (int)Math.Min((ulong)buffer.Length, expected - have + 1);
            var (read, fault) = await ReadAsync(buffer.AsMemory(0, ask), cancellation).ConfigureAwait(false);
            if (fault is not null) return fault;
            if (read == 0) return have == expected ? null : new LinkFault(ResultCode.ConnectionLost, $"{have} of {expected} bytes came");
            have += (ulong)read;
            if (have > expected) return new LinkFault(ResultCode.TooMuchData, $"more than the expected {expected} bytes came");
            await sink(buffer.AsMemory(0, read)).ConfigureAwait(false);
        }
    }

    /// <summary>The whole body when it has at most <paramref name="most"/> bytes.</summary>
    public async Task<(byte[]? Body, LinkFault? Fault)> ReadAtMostAsync(int most, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var (read, fault) = await ReadAsync(buffer, cancellation).ConfigureAwait(false);
            if (fault is not null) return (null, fault);
            if (read == 0) return (body.ToArray(), null);
            if (body.Length + read > most) return (null, new LinkFault(ResultCode.TooMuchData, $"an answer has at most {most} bytes"));
            body.Write(buffer, 0, read);
        }
    }

    private async Task<(int Read, LinkFault? Fault)> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var read = stream.ReadAsync(buffer, reading.Token).AsTask();
        while (!read.IsCompleted)
        {
            var left = TimeSpan.FromMilliseconds(_windowEnd.UnixMilliseconds - clock.Now.UnixMilliseconds);
            await Task.WhenAny(read, clock.Delay(left, waiting.Token)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (read.IsCompleted || clock.Now < _windowEnd) continue;
            if (IsTooSlow()) break;
        }

        await waiting.CancelAsync().ConfigureAwait(false);
        if (!read.IsCompleted)
        {
            await reading.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(read, read).ConfigureAwait(false);
            return (0, new LinkFault(ResultCode.TooSlow, $"fewer than {limits.FloorBytesPerSecond} bytes/s over {limits.FloorWindow.TotalSeconds} s"));
        }

        int count;
        try
        {
            count = await read.ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            var error = exception is HttpIOException http ? http.HttpRequestError : HttpRequestError.Unknown;
            return (0, new LinkFault(HttpLinkClient.CodeOf(error, exception), exception.Message));
        }

        _inWindow += (ulong)count;
        if (count > 0 && clock.Now > _windowEnd && IsTooSlow())
            return (0, new LinkFault(ResultCode.TooSlow, $"fewer than {limits.FloorBytesPerSecond} bytes/s over {limits.FloorWindow.TotalSeconds} s"));
        return (count, null);
    }

    // Judges the window that has ended and begins the next.
    private bool IsTooSlow()
    {
        var slow = _inWindow < limits.FloorBytesPerSecond * limits.FloorWindow.TotalSeconds;
        _inWindow = 0;
        _windowEnd = clock.Now.Plus(limits.FloorWindow);
        return slow;
    }
}
