using System.CommandLine;
using SecUpIoT.Cli;
using SecUpIoT.Cli.Commands;
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

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) }).ConfigureAwait(false) switch
    {
        1 when root.Parse(args) is { Errors.Count: > 0 } wrong => ConformanceCommand.IsIn(wrong) ? RunExit.Usage : ExitCode.Usage,
        var code => code,
    };
}
#pragma warning disable CA1031 // The last resort: a fault of our own becomes a documented exit code, with its trace for the report.
catch (Exception exception)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"Internal fault; please report it with this trace: {exception}").ConfigureAwait(false);
    return ExitCode.Internal;
}
