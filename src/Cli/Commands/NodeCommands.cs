using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SecUpIoT.Cli.Console;
using SecUpIoT.Cli.Nodes;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Telemetry;

namespace SecUpIoT.Cli.Commands;

/// <summary>Run entities for real: each alone, or several in one process.</summary>
internal static class NodeCommands
{
    public static IEnumerable<Command> Create() =>
    [
        One("firmware-server", "Firmware server", file => new NodeFiles { FirmwareServers = [file] }),
        One("tracker", "Status tracker", file => new NodeFiles { StatusTrackers = [file] }),
        One("communicator", "Communicator, or a gateway of several", file => new NodeFiles { Communicators = [file] }),
        Device(),
        Several(),
    ];

    private static Command One(string name, string what, Func<string, NodeFiles> files)
    {
        var file = new Argument<FileInfo>("configuration") { Description = "YAML file; docs/CLI.md lists its keys." };
        var run = new Command("run", $"Run it until Ctrl-C.\n\nExample: secup {name} run trial/{name}.yaml") { file };
        var shared = new RunOptions(run);
        run.Runs((parsed, terminal, cancel) => RunAsync(files(parsed.GetRequiredValue(file).FullName), shared, parsed, terminal, cancel));
        return new Command(name, $"{what}.") { run };
    }

    private static Command Device()
    {
        var command = One("device", "Device core: run one, or look after one at a Status tracker", file => new NodeFiles { DeviceCores = [file] });
        foreach (var operated in DeviceCommands.Create()) command.Subcommands.Add(operated);
        return command;
    }

    private static Command Several()
    {
        Option<FileInfo[]> Files(string name) => new(name) { Description = "Configuration file; may be given several times." };
        var (servers, trackers, devices, communicators) = (Files("--firmware-server"), Files("--tracker"), Files("--device"), Files("--communicator"));
        var run = new Command("run", "Run several entities in one process until Ctrl-C, as a webcam or a web server does.\n\nExample: secup node run --device trial/device-1.yaml --communicator trial/communicator-1.yaml")
        {
            servers, trackers, devices, communicators,
        };
        var shared = new RunOptions(run);
        run.Runs((parsed, terminal, cancel) =>
        {
            IReadOnlyList<string> Named(Option<FileInfo[]> option) => [.. (parsed.GetValue(option) ?? []).Select(file => file.FullName)];
            var files = new NodeFiles { FirmwareServers = Named(servers), StatusTrackers = Named(trackers), DeviceCores = Named(devices), Communicators = Named(communicators) };
            if (files.IsEmpty) throw new CommandFailure(ExitCode.Usage, "Expected at least one configuration file, got none.");
            return RunAsync(files, shared, parsed, terminal, cancel);
        });
        return new Command("node", "Several entities in one process.") { run };
    }

    private static async Task<int> RunAsync(NodeFiles files, RunOptions options, ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        using var logging = options.CreateLogging(parsed);
        using var trace = options.OpenTrace(parsed, files);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var node = await Node.StartAsync(files, new HostSurroundings(SystemClock.Instance, logging, new Watching(terminal), trace), ending.Token).ConfigureAwait(false);
        await using (node.ConfigureAwait(false))
        {
            terminal.Result(new JsonObject { ["event"] = "Running", ["processId"] = Environment.ProcessId }, "Running; Ctrl-C stops.");
            // The console's reader blocks its caller whatever its name says; nothing else may wait behind it, least of all a signal to stop.
            if (options.UntilInputEnds(parsed)) _ = Task.Run(() => EndWithInputAsync(ending), CancellationToken.None);
            var stopped = Task.Delay(Timeout.Infinite, ending.Token);
            if (await Task.WhenAny(node.Completion, stopped).ConfigureAwait(false) == node.Completion)
            {
                var detail = node.Completion.Exception?.GetBaseException().Message ?? "it stopped by itself";
                throw new CommandFailure(ExitCode.Storage, $"An entity ended: {detail}");
            }

            terminal.Say("Stopping.");
            await node.StopAsync().ConfigureAwait(false);
        }

        if (trace?.Fault is { } fault) throw new CommandFailure(ExitCode.Storage, fault);
        terminal.Result(new JsonObject { ["event"] = "Stopped" }, "Stopped.");
        return ExitCode.Done;
    }

    private static async Task EndWithInputAsync(CancellationTokenSource ending)
    {
        while (await System.Console.In.ReadLineAsync().ConfigureAwait(false) is not null)
        {
            // Lines have no meaning; only the end has.
        }

        await ending.CancelAsync().ConfigureAwait(false);
    }

    private sealed class Watching(Terminal terminal) : IProgress<HostEvent>
    {
        public void Report(HostEvent value)
        {
            if (terminal.Json) terminal.Emit(EventLine.ToJson(value));
            else if (EventLine.ToText(value) is { } text) terminal.Say(text);
        }
    }
}

/// <summary>What all commands that run entities have in common.</summary>
internal sealed class RunOptions
{
    private readonly Option<LogLevel> _level = new("--log") { Description = "Least level of the structured log on standard error.", DefaultValueFactory = _ => LogLevel.Warning };
    private readonly Option<bool> _untilInputEnds = new("--until-input-ends") { Description = "Stop when standard input ends, for a supervising process." };

    private readonly Option<FileInfo?> _trace = new("--trace") { Description = "Write the trace of every machine to this file (spec/trace-format.md); an existing trace is continued." };

    public RunOptions(Command command)
    {
        command.Options.Add(_trace);
        command.Options.Add(_level);
        command.Options.Add(_untilInputEnds);
    }

    public bool UntilInputEnds(ParseResult parsed) => parsed.GetValue(_untilInputEnds);

    /// <summary>The trace, or null when none is wanted.</summary>
    public TraceLog? OpenTrace(ParseResult parsed, NodeFiles files) =>
        parsed.GetValue(_trace) is { } file ? TraceLog.Open(file.FullName, files.Name, SystemClock.Instance) : null;

    /// <summary>One JSON document a line, on standard error.</summary>
    public ILoggerFactory CreateLogging(ParseResult parsed) => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(parsed.GetValue(_level))
        .AddProvider(new NdjsonLog(System.Console.Error, SystemClock.Instance, parsed.GetValue(_level))));
}
