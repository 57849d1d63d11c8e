using System.Diagnostics;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Load;

/// <summary>What the devices of a measurement say.</summary>
internal enum Workload
{
    /// <summary>Nothing has changed since the last report: what an idle fleet says, day and night.</summary>
    Polls,

    /// <summary>The update has gone a step further: the record moves to another phase, and its history grows.</summary>
    Reports,
}

/// <summary>What came of many exchanges.</summary>
/// <param name="Exchanges">Reports that were sent, verified, stored and answered with M-11.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="PerSecond">Exchanges a second.</param>
/// <param name="Latency">From the first byte of a request to the last byte of its answer, in milliseconds; a batch is one request.</param>
/// <param name="TrackerCpuSeconds">Processor time of the tracker.</param>
/// <param name="TrackerCpuMicroseconds">Processor time of the tracker for one exchange.</param>
/// <param name="ClientCpuSeconds">Processor time of this program, without the signing, which was done before.</param>
/// <param name="SigningCpuSeconds">Processor time of this program for deriving keys and signing the reports.</param>
/// <param name="DirectivesVerified">Answers whose directive was verified: signature, device and nonce.</param>
internal sealed record ExchangeResult(
    int Exchanges,
    double Seconds,
    double PerSecond,
    LatencySummary Latency,
    double TrackerCpuSeconds,
    double TrackerCpuMicroseconds,
    double ClientCpuSeconds,
    double SigningCpuSeconds,
    int DirectivesVerified);

/// <summary>Sends signed reports over many connections, one at a time on each, and takes the answers.</summary>
internal sealed class Exchange(Fleet fleet, Site site, TrackerProcess tracker, LoadSettings settings, ProgressLine progress)
{
    private readonly int _connections = Math.Min(settings.Connections, fleet.Count);
    private int _offset;

    /// <summary>Signs the reports, then sends them and measures.</summary>
    public async Task<ExchangeResult> MeasureAsync(Workload workload, int count, CancellationToken cancel)
    {
        var before = OwnCpu();
        var signed = Sign(workload, count, cancel);
        var signing = OwnCpu() - before;
        var open = await OpenAsync(cancel).ConfigureAwait(false);
        try
        {
            var done = new Counts();
            GC.Collect();
            var (own, theirs, begun) = (OwnCpu(), tracker.ProcessorSeconds, Stopwatch.GetTimestamp());
            var latencies = await Task.WhenAll(open.Select((connection, i) => Task.Run(() => SendAsync(connection, signed[i], done, count, cancel), cancel))).ConfigureAwait(false);
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            (own, theirs) = (OwnCpu() - own, tracker.ProcessorSeconds - theirs);
            return new(
                count, Math.Round(seconds, 3), Math.Round(count / seconds, 1), Latencies.Join(latencies), Math.Round(theirs, 3), Math.Round(theirs * 1e6 / count, 1), Math.Round(own, 3), Math.Round(signing, 3), done.Verified);
        }
        finally
        {
            foreach (var connection in open) connection.Dispose();
        }
    }

    /// <summary>Sends reports until the tracker is gone; what was answered counts, what was on its way may be stored or not.</summary>
    public async Task<int> UntilKilledAsync(int count, int killAfter, CancellationToken cancel)
    {
        var signed = Sign(Workload.Reports, count, cancel);
        var open = await OpenAsync(cancel).ConfigureAwait(false);
        try
        {
            var done = new Counts { KillAfter = killAfter };
            var sending = Task.WhenAll(open.Select((connection, i) => Task.Run(() => SendUntilGoneAsync(connection, signed[i], done, cancel), cancel)));
            await Task.WhenAny(done.Reached.Task, sending).ConfigureAwait(false);
            await tracker.KillAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            return done.Answered;
        }
        finally
        {
            foreach (var connection in open) connection.Dispose();
        }
    }

    private static double OwnCpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private async Task<HttpConnection[]> OpenAsync(CancellationToken cancel) =>
        await Task.WhenAll(Enumerable.Range(0, _connections).Select(_ => HttpConnection.OpenAsync(tracker.Address, HttpBinding.CheckInPath, site.Communicator, cancel))).ConfigureAwait(false);

    // Each connection has devices of its own, so that the reports of a device keep their order. Which comes next jumps through them all before one comes again.
    private List<SignedPoll>[] Sign(Workload workload, int count, CancellationToken cancel)
    {
        var lists = new List<SignedPoll>[_connections];
        var signed = 0;
        Parallel.For(0, _connections, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, connection =>
        {
            var own = (fleet.Count - connection + _connections - 1) / _connections;
            var share = (count - connection + _connections - 1) / _connections;
            var list = lists[connection] = new(share);
            for (var i = 0; i < share; i++)
            {
                cancel.ThrowIfCancellationRequested();
                var turn = (int)((_offset + (long)i) * Stride(own) % own);
                list.Add(fleet.Next(connection + (turn * _connections), workload == Workload.Reports));
                progress.Show("signed", Interlocked.Increment(ref signed), count);
            }
        });
        _offset += (count + _connections - 1) / _connections;
        return lists;
    }

    // Near the golden section of the devices, and without a common divisor with their number.
    private static int Stride(int devices)
    {
        var stride = Math.Max(1, (int)(devices * 0.618));
        while (System.Numerics.BigInteger.GreatestCommonDivisor(stride, devices) != 1) stride++;
        return stride;
    }

    private async Task<Latencies> SendAsync(HttpConnection connection, List<SignedPoll> polls, Counts done, int count, CancellationToken cancel)
    {
        var latencies = new Latencies();
        foreach (var together in polls.Chunk(settings.Batch))
        {
            var begun = Stopwatch.GetTimestamp();
            var (_, body) = await connection.PostAsync(Ask(together), cancel).ConfigureAwait(false);
            latencies.Add(begun);
            Take(together, body, done);
            progress.Show("answered", done.Answered, count);
        }

        return latencies;
    }

    private async Task SendUntilGoneAsync(HttpConnection connection, List<SignedPoll> polls, Counts done, CancellationToken cancel)
    {
        foreach (var together in polls.Chunk(settings.Batch))
        {
            try
            {
                var (_, body) = await connection.PostAsync(Ask(together), cancel).ConfigureAwait(false);
                Take(together, body, done);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    // As a Communicator asks for one device, or a gateway for several.
    private byte[] Ask(SignedPoll[] polls)
    {
        var checkIns = polls.Select(static poll => new CheckIn(poll.Statement, null, ResultCode.None)).ToList();
        return MessageCodec.Encode(settings.Batch == 1 ? checkIns[0] : new CheckInBatch(new(checkIns)));
    }

    private void Take(SignedPoll[] polls, ReadOnlyMemory<byte> body, Counts done)
    {
        var answers = MessageCodec.Decode(body.ToArray()).Value switch
        {
            CheckInBatchAnswer batch => [.. batch.Answers.Select(static answer => answer.Single())],
            var single => (List<Message?>)[single],
        };
        if (answers.Count != polls.Length) throw new LoadFailure($"Expected {polls.Length} answers, got {answers.Count}, first {answers.FirstOrDefault()}.");
        for (var i = 0; i < polls.Length; i++) Take(polls[i], answers[i], done);
    }

    private void Take(SignedPoll poll, Message? said, Counts done)
    {
        if (said is not CheckInAnswer answer) throw new LoadFailure($"Expected M-11 for report {poll.Report} of device {fleet.Device(poll.Device)}, got {said}.");
        fleet.Acknowledge(poll);
        var answered = Interlocked.Increment(ref done.Answered);
        if (answered == done.KillAfter) done.Reached.TrySetResult();
        if (answered % settings.VerifyEvery != 0) return;
        var statement = SignedStatement.Verify(answer.Directive.Memory, [site.TrackerKey], Directive.Domain, Directive.ContentType);
        if (statement.Error is { } error) throw new LoadFailure($"Expected a directive that the tracker signed, got: {error}");
        if (Directive.Decode(statement.Value.Payload.Memory).Value is not { } directive || directive.Nonce != fleet.NonceOf(poll) || directive.Device != fleet.Device(poll.Device))
            throw new LoadFailure($"Expected the directive to answer report {poll.Report} of device {fleet.Device(poll.Device)}; it does not.");
        Interlocked.Increment(ref done.Verified);
    }

    private sealed class Counts
    {
        public int Answered;
        public int Verified;

        public int KillAfter { get; init; } = -1;

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
