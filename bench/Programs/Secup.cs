using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>The program <c>secup</c> that was built with this one.</summary>
internal static class Secup
{
    /// <summary>The arguments that make the runtime run it.</summary>
    public static IReadOnlyList<string> Arguments(params IEnumerable<string> arguments) => [Path.Combine(AppContext.BaseDirectory, "secup.dll"), .. arguments];

    /// <summary>An entity in a process of its own, asked to run.</summary>
    public static SecupNode Start(params IEnumerable<string> arguments) => new(ChildProcess.Start("dotnet", Arguments([.. arguments, "--json", "--until-input-ends"])));
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

    /// <summary>Waits until everything runs.</summary>
    /// <param name="cancel">Ends the process.</param>
    /// <returns>After how many seconds, and the address of the last entity that listens.</returns>
    public (double Seconds, string Address) WaitUntilRunning(CancellationToken cancel)
    {
        using var killing = cancel.Register(() => ChildProcess.End(Process));
        var address = "";
        while (Process.StandardOutput.ReadLine() is { } line)
        {
            if (Parse(line) is not { } told) continue;
            if ((string?)told["address"] is { } listens) address = listens;
            if ((string?)told["event"] != "Running") continue;
            // Nobody reads on: what it says would fill the pipe and stop it.
            _ = Process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return (_clock.Elapsed.TotalSeconds, address);
        }

        cancel.ThrowIfCancellationRequested();
        throw new BenchException($"Expected secup to run, but it ended: {_errors.GetAwaiter().GetResult().Trim()}");
    }

    /// <summary>Processor time so far, in seconds.</summary>
    public double Processor => ChildProcess.ProcessorOf(Process);

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
