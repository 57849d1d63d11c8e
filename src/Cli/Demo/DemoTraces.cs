using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Telemetry;

namespace SecUpIoT.Cli.Demo;

/// <summary>The traces of a demonstration: one file for each process, in one folder; or none.</summary>
internal sealed class DemoTraces(DirectoryInfo? folder) : IDisposable
{
    private TraceLog? _open;

    /// <summary>The file for the process with this name; null when no traces are wanted.</summary>
    public string? PathOf(string name)
    {
        folder?.Create();
        return folder is null ? null : Path.Combine(folder.FullName, $"{name}.ndjson");
    }

    /// <summary>The trace of this process; null when none is wanted.</summary>
    public TraceLog? Open(string name) => _open ??= PathOf(name) is { } path ? TraceLog.Open(path, name, SystemClock.Instance) : null;

    /// <summary>Says that the trace of this process could not be written to its end.</summary>
    /// <exception cref="CommandFailure">It could not.</exception>
    public void Conclude()
    {
        if (_open?.Fault is { } fault) throw new CommandFailure(ExitCode.Storage, fault);
    }

    public void Dispose() => _open?.Dispose();
}
