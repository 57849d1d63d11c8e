using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>What a program came to.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to both outputs.</param>
/// <param name="Wall">From its start to its end, in seconds.</param>
/// <param name="Processor">User and system time of it and of all that it waited for, in seconds; 0 where the system does not tell.</param>
internal sealed record Ended(int ExitCode, string Output, double Wall, double Processor);

/// <summary>Other programs: started, watched, and ended when the run is.</summary>
internal static partial class ChildProcess
{
    private const int Terminate = 15;

    /// <summary>True when a program of this name is on the path.</summary>
    public static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(["/usr/sbin", "/sbin"]).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="BenchException">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted; the program has been ended.</exception>
    public static Ended Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, CancellationToken cancel)
    {
        var before = ProcessorOfChildren();
        var clock = Stopwatch.StartNew();
        using var process = Start(program, arguments, environment);
        using var killing = cancel.Register(() => End(process));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var wall = clock.Elapsed.TotalSeconds;
        cancel.ThrowIfCancellationRequested();
        return new Ended(process.ExitCode, output + errors.GetAwaiter().GetResult(), wall, ProcessorOfChildren() - before);
    }

    /// <summary>As <see cref="Run"/>; an exit code other than 0 is a failure.</summary>
    /// <exception cref="BenchException">It failed; the end of what it wrote is in the message.</exception>
    public static Ended Succeed(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, CancellationToken cancel)
    {
        var ended = Run(program, arguments, environment, cancel);
        return ended.ExitCode == 0 ? ended : throw new BenchException(
            $"Expected '{Path.GetFileName(program)} {string.Join(' ', arguments.Take(3))} ...' to succeed, but it ended with {ended.ExitCode}: {Tail(ended.Output)}");
    }

    /// <summary>Runs a program to its end, in this environment.</summary>
    public static Ended Run(string program, IReadOnlyList<string> arguments, CancellationToken cancel = default) => Run(program, arguments, null, cancel);

    /// <summary>Runs a program to a good end, in this environment.</summary>
    public static Ended Succeed(string program, IReadOnlyList<string> arguments, CancellationToken cancel = default) => Succeed(program, arguments, null, cancel);

    /// <summary>Starts a program whose outputs are read by the caller.</summary>
    public static Process Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new BenchException($"Expected the program {program}, but it cannot be started: {exception.Message}. bench/README.md names the packages.");
        }
    }

    /// <summary>Ends a process and all that it started.</summary>
    public static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }
    }

    /// <summary>Asks a process to stop, so that it can wait for its own children and give free what it holds; ends it when it does not.</summary>
    public static void Stop(Process process)
    {
        if (OperatingSystem.IsWindows() || Signal(process.Id, Terminate) != 0 || !process.WaitForExit(TimeSpan.FromSeconds(5))) End(process);
        process.WaitForExit();
    }

    /// <summary>Processor time of a process that runs, in seconds.</summary>
    public static double ProcessorOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static string Tail(string text) => text.Length <= 600 ? text.Trim() : "..." + text[^600..].Trim();

    // struct rusage begins with two struct timeval: user and system.
    private static double ProcessorOfChildren()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var usage = new long[32];
        if (ResourceUsage(-1, usage) != 0) return 0;
        return usage[0] + usage[2] + (usage[1] + usage[3]) / 1e6;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ResourceUsage(int who, [In, Out] long[] usage);
}
