using System.CommandLine;
using System.Reflection;
using System.Text.Json.Nodes;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Commands;

internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Which version of the program and of the specification this is.\n\nExample: secup version --json");
        command.Runs((_, terminal) =>
        {
            var program = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
            terminal.Result(
                new JsonObject { ["program"] = program, ["specification"] = Specification.Revision, ["runtime"] = Environment.Version.ToString() },
                $"secup {program}, specification {Specification.Revision}, .NET {Environment.Version}");
            return ExitCode.Done;
        });
        return command;
    }
}
