using System.Diagnostics;
using SecUpIoT.SpecTool;

namespace SecUpIoT.Model.Tests;

/// <summary>What a process gave.</summary>
internal sealed record Ran(int ExitCode, string Output, string Errors)
{
    public string All => Output + Errors;
}

/// <summary>SPIN, a C compiler and bash, which a test of the model needs, and the scripts of the model.</summary>
internal static class SpinTools
{
    /// <summary>Set to 1 where a missing tool is a failure and no reason to skip.</summary>
    public const string Required = "SECUP_REQUIRE_SPIN";

    private static readonly IReadOnlyList<string> Missing = [.. new[] { "bash", "spin", "gcc" }.Where(tool => !IsOnPath(tool))];

    /// <summary>The directory that holds the solution.</summary>
    public static string Root { get; } = SpecFiles.FindRoot(AppContext.BaseDirectory) ?? throw new InvalidOperationException("The tests run outside of the repository.");

    public static string Model { get; } = Path.Combine(Root, "spec", "model");

    /// <summary>Skips the test when a tool is missing, or fails it where the tools are required.</summary>
    public static void Need()
    {
        if (Missing.Count == 0) return;
        var reason = $"{string.Join(" and ", Missing)} not found on PATH: install them, on Debian and Ubuntu with 'apt-get install spin gcc'.";
        Assert.False(Environment.GetEnvironmentVariable(Required) == "1", reason);
        Skip.If(true, reason);
    }

    /// <summary>Runs a script of spec/model to its end.</summary>
    public static Task<Ran> ScriptAsync(string script, params string[] arguments) => RunAsync(TimeSpan.FromMinutes(30), "bash", [Path.Combine(Model, script), .. arguments]);

    /// <summary>Runs a program to its end; what takes longer than <paramref name="patience"/> is killed and fails the test.</summary>
    public static async Task<Ran> RunAsync(TimeSpan patience, string program, params IReadOnlyList<string> arguments)
    {
        using var process = Start(program, arguments, Root);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        using var end = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {patience}");
        }

        return new Ran(process.ExitCode, await output, await errors);
    }

    public static Process Start(string program, IReadOnlyList<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
