using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecUpIoT.Crash.Site;

/// <summary>A process of the site: <c>secup node run</c>, which can be killed, stopped, frozen and started again. One caller at a time.</summary>
internal sealed class SecupProcess(string name, IReadOnlyList<string> arguments, Volumes volumes, Action<SecupProcess, JsonObject> heard)
{
    private const int MostLines = 40;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Suspend = 19;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Full = ["No space left", "disk is full", "storage failed with StorageFailed"];

    private readonly Queue<string> _lines = new();
    private readonly List<string> _unforeseen = [];
    private Process? _process;
    private Task<int> _ending = Task.FromResult(0);
    private volatile bool _ordered;

    public string Name => name;

    /// <summary>Held by whoever does something to the process.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Ends with the process: its exit code.</summary>
    public Task<int> Ending => _ending;

    /// <summary>True when the process was told or made to end.</summary>
    public bool EndOrdered => _ordered;

    /// <summary>How often it said that a disk has no space, or that it could not store.</summary>
    public int SpokenOfFullDisk { get; private set; }

    /// <summary>Records of its log that carry an exception: what nobody foresaw.</summary>
    public IReadOnlyList<string> Unforeseen
    {
        get
        {
            lock (_lines) return [.. _unforeseen];
        }
    }

    /// <summary>The last lines on its standard error.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Starts it and waits until its entities run; null then, otherwise the exit code with which it ended before.</summary>
    public async Task<int?> StartAsync()
    {
        _ordered = false;
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Process.Start(volumes.Starting(["dotnet", Secup.Path, "node", "run", .. arguments, "--json", "--until-input-ends"]))!;
        _process = process;
        volumes.Watch(process.Id);
        _ending = EndAsync(process, ReadAsync(process, running), KeepAsync(process));
        return await Task.WhenAny(running.Task, _ending).WaitAsync(Patience).ConfigureAwait(false) == running.Task ? null : await _ending.ConfigureAwait(false);
    }

    /// <summary>As kill -9, and waits until the process is gone.</summary>
    public async Task KillAsync()
    {
        _ordered = true;
        _process!.Kill();
        await _ending.WaitAsync(Patience).ConfigureAwait(false);
    }

    /// <summary>Asks it to stop and waits for its end; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        _ordered = true;
        Signal(Terminate);
        return await _ending.WaitAsync(Patience).ConfigureAwait(false);
    }

    /// <summary>It gets no time any more, and keeps everything that it has.</summary>
    public void Freeze() => Signal(Suspend);

    /// <summary>It goes on.</summary>
    public void Thaw() => Signal(Continue);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SystemKill(int processId, int signal);

    private void Signal(int signal)
    {
        if (!_ending.IsCompleted) _ = SystemKill(_process!.Id, signal);
    }

    private async Task<int> EndAsync(Process process, Task reading, Task keeping)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        await Task.WhenAll(reading, keeping).ConfigureAwait(false);
        volumes.Forget(process.Id);
        var code = process.ExitCode;
        process.Dispose();
        return code;
    }

    private async Task ReadAsync(Process process, TaskCompletionSource running)
    {
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (Parse(line) is not { } document) continue;
            if ((string?)document["event"] == "Running") running.TrySetResult();
            heard(this, document);
        }
    }

    private async Task KeepAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (_lines)
            {
                if (Full.Any(words => line.Contains(words, StringComparison.Ordinal))) SpokenOfFullDisk++;
                if (line.Contains("\"exception\":", StringComparison.Ordinal) && _unforeseen.Count < MostLines) _unforeseen.Add(line);
                _lines.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {line}");
                if (_lines.Count > MostLines) _lines.Dequeue();
            }
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
            return null; // the last line of a process that was killed
        }
    }
}

/// <summary>What a run of a command gave.</summary>
internal sealed record Ran(int ExitCode, string Output, string Errors);

/// <summary>Runs a command of the real program to its end.</summary>
internal static class Secup
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "secup.dll");

    public static async Task<Ran> RunAsync(Volumes volumes, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(volumes.Starting(["dotnet", Path, .. arguments]))!;
        volumes.Watch(process.Id);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience).ConfigureAwait(false);
        volumes.Forget(process.Id);
        return new Ran(process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
    }
}
