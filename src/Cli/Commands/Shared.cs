using System.CommandLine;
using SecUpIoT.Cli.Console;
using SecUpIoT.Hosting;
using SecUpIoT.Hosting.Options;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Cli.Commands;

/// <summary>What every command shares: the options that mean the same everywhere, and how failures become exit codes.</summary>
internal static class Shared
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Write JSON, one document a line, instead of text.", Recursive = true };

    /// <summary>Sets what the command does; every failure ends as one sentence and a documented exit code.</summary>
    public static void Runs(this Command command, Func<ParseResult, Terminal, CancellationToken, Task<int>> action) => command.SetAction(async (parsed, cancel) =>
    {
        var terminal = new Terminal(parsed.GetValue(Json));

        // Signals are heeded only once the action has handed back its task; until then they end the process at once.
        await Task.Yield();
        try
        {
            return await action(parsed, terminal, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            terminal.Say("Stopped.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (Explain(exception) is { } failure)
        {
            terminal.Fail(failure);
            return failure.ExitCode;
        }
    });

    /// <summary>As <see cref="Runs(Command, Func{ParseResult, Terminal, CancellationToken, Task{int}})"/>, for what needs no waiting.</summary>
    public static void Runs(this Command command, Func<ParseResult, Terminal, int> action) =>
        command.Runs((parsed, terminal, _) => Task.FromResult(action(parsed, terminal)));

    /// <summary>The bytes of a file that the caller named.</summary>
    public static byte[] ReadFile(FileInfo file, long most)
    {
        try
        {
            if (file.Exists && file.Length > most)
                throw CommandFailure.File(file.FullName, $"expected at most {most} bytes, but it has {file.Length}.");
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.File(file.FullName, $"expected a readable file, but: {exception.Message}", exception);
        }
    }

    public static ISigner ReadSigner(FileInfo file) => KeyLoading.Signer(file.FullName);

    public static IVerifier ReadVerifier(FileInfo file) => KeyLoading.Verifier(file.FullName);

    private static CommandFailure? Explain(Exception exception) => exception switch
    {
        CommandFailure failure => failure,
        ConfigurationException => new CommandFailure(ExitCode.Configuration, exception.Message, ResultCode.None, exception),
        StorageException storage => new CommandFailure(
            storage.Code is ResultCode.NotAvailable or ResultCode.NotAllowed ? ExitCode.Configuration : ExitCode.Storage, storage.Message, storage.Code, storage),
        HostStartException => new CommandFailure(ExitCode.Transport, exception.Message, ResultCode.None, exception),
        _ => null,
    };
}
