using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>The reference as an upper tester: something to point the suite at, and an example of a shim.</summary>
internal static class ShimCommand
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Command Create()
    {
        var role = new Option<string>("--role") { Description = $"What it plays: {string.Join(", ", Names.AllRoles.Select(Names.Of))}.", Required = true };
        role.AcceptOnlyFromAmong([.. Names.AllRoles.Select(Names.Of)]);
        var listen = new Option<string?>("--listen") { Description = "Listen at tcp:HOST:PORT or unix:/PATH until Ctrl-C, and print where, in place of standard input and output. Port 0 lets the system choose." };
        var command = new Command(
            "shim",
            """
            Play the reference implementation as an upper tester (conformance/UPPER-TESTER.md): JSON lines on standard input and output, or on a socket.

            Example: secup conformance shim --role device-core --listen tcp:127.0.0.1:0
            """)
        {
            role, listen,
        };
        command.Runs(async (parsed, terminal, cancel) =>
        {
            var played = Names.ReadRole(parsed.GetRequiredValue(role));
            try
            {
                if (parsed.GetValue(listen) is { } address) await ListenAsync(played, StreamPoint.Parse(address), terminal, cancel).ConfigureAwait(false);
                else await Task.Run(() => Serve(played, System.Console.OpenStandardInput(), System.Console.OpenStandardOutput()), cancel).ConfigureAwait(false);
                return ExitCode.Done;
            }
            catch (AttachmentException exception)
            {
                throw new CommandFailure(ExitCode.Transport, exception.Message, inner: exception);
            }
        });
        return command;
    }

    private static void Serve(Role role, Stream orders, Stream answers)
    {
        using var tester = References.Build(role);
        using var reader = new StreamReader(orders, Utf8);
        using var writer = new StreamWriter(answers, Utf8);
        UpperTesterHost.Serve(tester, reader, writer);
    }

    private static async Task ListenAsync(Role role, StreamPoint point, Terminal terminal, CancellationToken cancel)
    {
        using var listener = point.Create();
        try
        {
            listener.Bind(point.End);
            listener.Listen();
        }
        catch (SocketException exception)
        {
            throw new CommandFailure(ExitCode.Transport, $"Cannot listen at {point}: {exception.Message}", inner: exception);
        }

        var bound = StreamPoint.Of(listener.LocalEndPoint!);
        terminal.Result(new JsonObject { ["listening"] = bound.ToString() }, $"Listening at {bound}; Ctrl-C stops.");
        try
        {
            while (true)
            {
                using var stream = new NetworkStream(await listener.AcceptAsync(cancel).ConfigureAwait(false), ownsSocket: true);
                using var stopping = cancel.Register(stream.Dispose);
                await Task.Run(() => Converse(role, stream, terminal), cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            if (bound.ToString().StartsWith("unix:", StringComparison.Ordinal)) File.Delete(bound.End.ToString()!);
        }
    }

    // A suite that goes away in the middle of a line is not the end of the shim.
    private static void Converse(Role role, NetworkStream stream, Terminal terminal)
    {
        try
        {
            Serve(role, stream, stream);
        }
        catch (Exception exception) when (exception is AttachmentException or IOException or ObjectDisposedException)
        {
            terminal.Say(exception.Message);
        }
    }
}
