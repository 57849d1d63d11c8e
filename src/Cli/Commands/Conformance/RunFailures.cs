using System.CommandLine;
using System.Net.Sockets;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>What can go wrong with a run, as one sentence and the code of <see cref="RunExit"/>. What nobody foresaw is the suite's fault, never a pass.</summary>
internal static class RunFailures
{
    /// <summary>Sets what the command does, on a thread of its own: the caller has to come back to hear of Ctrl-C.</summary>
    public static void Judges(this Command command, Func<ParseResult, Terminal, CancellationToken, int> action) => command.Runs(async (parsed, terminal, cancel) =>
    {
        try
        {
            return await Task.Run(() => action(parsed, terminal, cancel), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (CommandFailure or OperationCanceledException))
        {
            throw Explain(exception);
        }
    });

    private static CommandFailure Explain(Exception exception) => exception switch
    {
        _ when IsPortTaken(exception) => new(RunExit.PortTaken, $"A port that the IXIT names is taken: {exception.Message} Name another one, or end what listens there.", ResultCode.None, exception),
        AttachmentException attachment => new(RunExit.Of(attachment.Fault), attachment.Message, ResultCode.None, exception),
        ClaimsFileException => new(RunExit.Claims, exception.Message, ResultCode.None, exception),
        RunFolderException => new(RunExit.Folder, exception.Message, ResultCode.None, exception),
        _ => new(RunExit.SuiteAtFault, $"The suite is at fault; please report it with this trace: {exception}", ResultCode.None, exception),
    };

    private static bool IsPortTaken(Exception? exception) =>
        exception is not null && (exception is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } || IsPortTaken(exception.InnerException));
}
