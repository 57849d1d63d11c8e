using System.Diagnostics;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>The program <c>secup</c> that was built with this one.</summary>
internal static class Secup
{
    /// <summary>The arguments that make the runtime run it.</summary>
    public static IReadOnlyList<string> Arguments(params IEnumerable<string> arguments) => [Path.Combine(AppContext.BaseDirectory, "secup.dll"), .. arguments];

    /// <summary>An entity in a process of its own, asked to run.</summary>
    public static SecupNode Start(params IEnumerable<string> arguments) => new(ChildProcess.Start("dotnet", Arguments([.. arguments, "--until-input-ends"])));
}

/// <summary>A process of <c>secup</c> that runs entities.</summary>
internal sealed class SecupNode : IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task<string> _errors;

    public SecupNode(Process process)
    {
        Process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public Process Process { get; }

    /// <summary>Processor time so far, in seconds.</summary>
    public double Processor => ChildProcess.ProcessorOf(Process);

    /// <summary>Waits until everything runs, and says after how many seconds that was.</summary>
    public double WaitUntilRunning(CancellationToken cancel)
    {
        using var killing = cancel.Register(() => ChildProcess.End(Process));
        while (Process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith("Running", StringComparison.Ordinal)) continue;
            // Nobody waits for what it says from here on, but unread it would fill the pipe and stop the process.
            _ = Process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return _clock.Elapsed.TotalSeconds;
        }

        cancel.ThrowIfCancellationRequested();
        throw new BenchException($"Expected secup to run, but it ended: {Errors()}");
    }

    /// <summary>Ends the process; what it wrote to standard error, and its exit code.</summary>
    public string Errors()
    {
        // It may be about to say why it ends.
        if (!Process.WaitForExit(TimeSpan.FromSeconds(2))) ChildProcess.End(Process);
        Process.WaitForExit();
        return $"{_errors.GetAwaiter().GetResult().Trim()} (exit code {Process.ExitCode})";
    }

    public void Dispose()
    {
        // The end of its input asks it to stop.
        try
        {
            Process.StandardInput.Close();
            if (!Process.WaitForExit(TimeSpan.FromSeconds(20))) ChildProcess.End(Process);
        }
        catch (IOException)
        {
            // It has ended.
        }

        Process.Dispose();
    }
}
