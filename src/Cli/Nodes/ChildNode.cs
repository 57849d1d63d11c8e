using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecUpIoT.Cli.Nodes;

/// <summary>A node in a process of its own: <c>secup node run ... --json</c>, whose lines are handed on.</summary>
internal sealed class ChildNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildNode(Process process, Action<JsonObject> told)
    {
        _process = process;
        _reading = Task.Run(() => ReadAsync(told));
    }

    public int ProcessId => _process.Id;

    /// <summary>Starts the process and waits until its entities run.</summary>
    /// <param name="files">Its entities.</param>
    /// <param name="told">Gets every line that it writes.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <param name="trace">The file that its trace goes to; null for none.</param>
    /// <exception cref="CommandFailure">It ended before.</exception>
    public static async Task<ChildNode> StartAsync(NodeFiles files, Action<JsonObject> told, CancellationToken cancel, string? trace = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ChildNode).Assembly.Location);
        foreach (var argument in (string[])["node", "run", .. files.ToArguments(), "--json", "--until-input-ends", .. trace is null ? [] : (string[])["--trace", trace]]) start.ArgumentList.Add(argument);
        var child = new ChildNode(Process.Start(start)!, told);
        var first = await Task.WhenAny(child._running.Task, child._reading).WaitAsync(Patience, cancel).ConfigureAwait(false);
        if (first == child._running.Task) return child;
        await child._process.WaitForExitAsync(cancel).ConfigureAwait(false);
        throw new CommandFailure(child._process.ExitCode, $"The node with {string.Join(" ", files.ToArguments())} ended at its start with exit code {child._process.ExitCode}.");
    }

    /// <summary>As kill -9: the process gets no chance to finish anything.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        // The end of its input asks the child to stop gracefully.
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        await _reading.ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task ReadAsync(Action<JsonObject> told)
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (Parse(line) is not { } document) continue;
            if ((string?)document["event"] == "Running") _running.TrySetResult();
            told(document);
        }
    }

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
