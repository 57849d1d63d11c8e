using System.CommandLine;
using System.CommandLine.Invocation;
using SecUpIoT.Cli;
using SecUpIoT.Cli.Commands;
using SecUpIoT.Cli.Console;
using SecUpIoT.Cli.Demo;
using SecUpIoT.Conformance.Runs;
using ConformanceCommand = SecUpIoT.Cli.Commands.Conformance.ConformanceCommand;

var root = new RootCommand(
    """
    Secure software update for IoT devices (ITU-T X.secup-iot): the four entities, an author's tools, and a demonstration.

    Example: secup demo
    """)
{
    KeyCommand.Create(),
    PackageCommand.Create(),
    AuthorCommands.CreatePublish(),
    AuthorCommands.CreateWithdraw(),
    OperatorCommands.CreateEnrol(),
    OperatorCommands.CreateStatus(),
    CampaignCommands.Create(),
    FleetCommands.CreateFleet(),
    FleetCommands.CreateAudit(),
    ConformanceCommand.Create(),
    DemoCommand.Create(),
    ExploreCommand.Create(),
    InitCommand.Create(),
    TraceCommand.Create(),
    VersionCommand.Create(),
};
foreach (var command in NodeCommands.Create()) root.Subcommands.Add(command);
root.Options.Add(Shared.Json);

var parsed = root.Parse(args);
var usage = ConformanceCommand.IsIn(parsed) ? RunExit.Usage : ExitCode.Usage;
try
{
    // The parser tells people what is wrong, and with it all the help: nothing that a program could read.
    if (parsed.Action is ParseErrorAction && parsed.GetResult(Shared.Json) is not null)
    {
        new Terminal(json: true).Fail(new CommandFailure(usage, string.Join(" ", parsed.Errors.Select(static error => error.Message)).ReplaceLineEndings(" ")));
        return usage;
    }

    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) }).ConfigureAwait(false) switch
    {
        1 when parsed.Action is ParseErrorAction => usage,
        var code => code,
    };
}
#pragma warning disable CA1031 // The last resort: a fault of our own becomes a documented exit code, with its trace for the report.
catch (Exception exception)
#pragma warning restore CA1031
{
    await System.Console.Error.WriteLineAsync($"Internal fault; please report it with this trace: {exception}").ConfigureAwait(false);
    return ExitCode.Internal;
}
