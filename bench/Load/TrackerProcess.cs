using System.Diagnostics;
using System.Text.Json.Nodes;
using SecUpIoT.Hosting.Clock;

namespace SecUpIoT.Load;

/// <summary>The Status tracker under load: <c>secup tracker run</c> in a process of its own.</summary>
internal sealed class TrackerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private TrackerProcess(Process process, Uri address, TimeSpan ready, Task reading, Task<string> errors) =>
        (_process, Address, ReadyAfter, _reading, _errors) = (process, address, ready, reading, errors);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>From the start of the process until it said that it runs and answers.</summary>
    public TimeSpan ReadyAfter { get; }

    /// <summary>Seconds of processor time that it has used.</summary>
    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Bytes of memory that it has now (resident set).</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Most bytes of memory that it has had so far.</summary>
    public long MostMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it and waits until it runs.</summary>
    /// <exception cref="LoadFailure">It ended before.</exception>
    public static async Task<TrackerProcess> StartAsync(string secup, string configuration, TimeSpan patience, CancellationToken cancel)
    {
        var managed = secup.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(managed ? "dotnet" : secup) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])[.. managed ? [secup] : Array.Empty<string>(), "tracker", "run", configuration, "--json", "--until-input-ends"]) start.ArgumentList.Add(argument);
        var begun = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        var running = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(() => ReadAsync(process, running), CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await Task.WhenAny(running.Task, reading).WaitAsync(patience, cancel).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            process.Kill();
            if (exception is OperationCanceledException) throw;
            throw new LoadFailure($"Expected the tracker to run within {patience.TotalSeconds:0} s; it does not.", exception);
        }

        if (!running.Task.IsCompletedSuccessfully) throw new LoadFailure($"The tracker ended at its start: {(await errors.ConfigureAwait(false)).Trim()}");
        return new TrackerProcess(process, await running.Task.ConfigureAwait(false), Stopwatch.GetElapsedTime(begun), reading, errors);
    }

    /// <summary>As kill -9: the process gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
    }

    /// <summary>Lets it stop, and kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            await Task.WhenAny(_process.WaitForExitAsync(), SystemClock.Instance.Delay(TimeSpan.FromSeconds(60), CancellationToken.None)).ConfigureAwait(false);
            if (!_process.HasExited) await KillAsync().ConfigureAwait(false);
        }

        await _reading.ConfigureAwait(false);
        await _errors.ConfigureAwait(false);
        _process.Dispose();
    }

    // Its events are read to the end, so that it never waits for us to take them.
    private static async Task ReadAsync(Process process, TaskCompletionSource<Uri> running)
    {
        Uri? address = null;
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (running.Task.IsCompleted) continue;
            var told = JsonNode.Parse(line) as JsonObject;
            if ((string?)told?["event"] == "Listening" && (string?)told["subject"] == "http") address = new Uri((string)told["address"]!);
            if ((string?)told?["event"] == "Running" && address is not null) running.TrySetResult(address);
        }
    }
}
