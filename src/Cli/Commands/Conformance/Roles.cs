using System.CommandLine;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runs;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>The option that names roles, alike in every command.</summary>
internal static class Roles
{
    public static Option<string[]> Option(string description, bool required = false) => new("--role")
    {
        Description = $"{description} {string.Join(", ", Names.AllRoles.Select(Names.Of))}; several with commas.", AllowMultipleArgumentsPerToken = true, Required = required,
    };

    /// <summary>The roles that are named, each once; empty when none is.</summary>
    public static IReadOnlyList<Role> Read(string[]? named) =>
        [.. (named ?? []).SelectMany(static text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct().Select(static name => Names.FindRole(name)
            ?? throw new CommandFailure(RunExit.Usage, $"--role: expected one of {string.Join(", ", Names.AllRoles.Select(Names.Of))}, got '{name}'."))];
}
