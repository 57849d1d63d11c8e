using System.Diagnostics;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;

namespace SecUpIoT.Cli.Commands;

/// <summary>
/// Runs the program of tests/Interleavings, in a process of its own: there the hosts' assemblies are rewritten so that Coyote decides over their tasks, and
/// here they are as they ship.
/// </summary>
internal static class InterleavingHunt
{
    private const string Project = "tests/Interleavings";

    /// <summary>Builds the program if a source is newer, and hands it an order; its output and its exit code are the answer.</summary>
    public static async Task<int> RunAsync(Terminal terminal, JsonObject order, CancellationToken cancel)
    {
        var root = Path.GetDirectoryName(Checkout.Find("SecUpIoT.sln"))!;
        order["json"] = terminal.Json;
        order["untilInputEnds"] = true;
        var program = Path.Combine(root, "artifacts", "bin", "SecUpIoT.Interleavings", "debug", "SecUpIoT.Interleavings.dll");
        if (!IsFresh(program, root))
        {
            terminal.Progress($"Building {Project} ...");
            var (exit, said) = await BuildAsync(root, cancel).ConfigureAwait(false);
            if (exit != 0) throw new CommandFailure(ExitCode.Configuration, $"{Project} could not be built: {said.Trim()}");
        }

        using var process = Start(root, input: true, output: false, program, order.ToJsonString());
        try
        {
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It ends its run, tells what it has, and says by its exit code that it was stopped.
            process.StandardInput.Close();
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return process.ExitCode;
    }

    // A build replaces the program, also under another hunt that runs: so it is built only when a source is newer.
    private static bool IsFresh(string program, string root) => File.Exists(program) && ((string[])["src", Project])
        .SelectMany(folder => new DirectoryInfo(Path.Combine(root, folder)).EnumerateFiles("*", SearchOption.AllDirectories))
        .All(source => source.LastWriteTimeUtc <= File.GetLastWriteTimeUtc(program));

    private static async Task<(int ExitCode, string Output)> BuildAsync(string root, CancellationToken cancel)
    {
        using var process = Start(root, input: false, output: true, "build", Path.Combine(root, Project), "-v", "q", "-c", "Debug", "-nologo");
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(cancel).ConfigureAwait(false);
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            return (process.ExitCode, said);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(string root, bool input, bool output, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Environment.CurrentDirectory, RedirectStandardInput = input, RedirectStandardOutput = output, UseShellExecute = false };
        if (output) start.WorkingDirectory = root;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new CommandFailure(ExitCode.Configuration, $"Expected the .NET SDK as dotnet on the path, but: {exception.Message}", inner: exception);
        }
    }
}
