using System.CommandLine;
using System.CommandLine.Parsing;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>The conformance suite: is an implementation of one role what the specification says?</summary>
internal static class ConformanceCommand
{
    private const string Name = "conformance";

    public static Command Create() => new(
        Name,
        """
        Test an implementation of one of the four roles against the specification (conformance/README.md).

        Example: secup conformance run --role device-core
        """)
    {
        InitCommand.Create(),
        CheckCommand.Create(),
        ListCommand.Create(),
        RunCommand.Create(),
        ReplayCommand.Create(),
        ReportCommand.Create(),
        DiffCommand.Create(),
        DoctorCommand.Create(),
        InteropCommand.Create(),
        ShimCommand.Create(),
        TraceCommand.Create(),
        SelftestCommand.Create(),
    };

    /// <summary>True for a command line of the suite: its exit codes are its own.</summary>
    public static bool IsIn(ParseResult parsed)
    {
        for (SymbolResult? at = parsed.CommandResult; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command.Name: Name }) return true;
        }

        return false;
    }
}
