using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Attachment.Examination;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>Looks whether an upper tester speaks as agreed, before any scenario does.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var role = new Option<string>("--role") { Description = $"What it plays: {string.Join(", ", Names.AllRoles.Select(Names.Of))}.", Required = true };
        role.AcceptOnlyFromAmong([.. Names.AllRoles.Select(Names.Of)]);
        var connect = new Option<string?>("--connect") { Description = "It listens at tcp:HOST:PORT or unix:/PATH." };
        var inProcess = new Option<string?>("--in-process") { Description = "It is a .NET type: FILE.dll!Namespace.Type." };
        var deadline = new Option<int>("--deadline") { Description = "Seconds that an answer may take.", DefaultValueFactory = _ => 10 };
        var program = new Argument<string[]>("command") { Description = "It is a program that speaks over its standard input and output: the program and its arguments, after --.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(
            "doctor",
            """
            Look whether an upper tester speaks as conformance/UPPER-TESTER.md says: handshake, every verb's answer in its form, two resets, the clock, and bytes that are no message on each tunnelled link.
            Exit code 0 when nothing is faulty, 1 when something is, 10 to 15 when it cannot be attached (docs/CLI.md). Example: secup conformance doctor --role device-core -- ./shim --quiet
            """)
        {
            role, connect, inProcess, deadline, program,
        };
        command.Judges((parsed, terminal, _) =>
        {
            var patience = TimeSpan.FromSeconds(parsed.GetValue(deadline));
            var settings = new AttachmentSettings
            {
                UpperTester = Binding(parsed.GetValue(connect), parsed.GetValue(inProcess), parsed.GetValue(program) ?? []),
                Deadlines = new Deadlines(patience, patience, patience),
            };
            return Examine(settings, Names.ReadRole(parsed.GetRequiredValue(role)), terminal);
        });
        return command;
    }

    /// <summary>Examines what is attached like this and prints a line for each check.</summary>
    public static int Examine(AttachmentSettings settings, Role role, Terminal terminal)
    {
        using var source = new ImplementationSource(settings);
        var findings = source.Examine(role);
        foreach (var finding in findings)
        {
            terminal.Result(
                new JsonObject { ["check"] = finding.Check, ["health"] = Word(finding.Health), ["detail"] = finding.Detail },
                $"{Word(finding.Health),-8} {finding.Check}: {finding.Detail}");
        }

        var faulty = findings.Count(static finding => finding.Health == Health.Faulty);
        var missing = findings.Count(static finding => finding.Health == Health.Missing);
        terminal.Result(
            new JsonObject { ["checks"] = findings.Count, ["faulty"] = faulty, ["missing"] = missing },
            $"{findings.Count} checks, {faulty} faulty, {missing} not offered.");
        return faulty == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static UpperTesterBinding Binding(string? connect, string? inProcess, string[] program) => (connect, inProcess, program.Length) switch
    {
        ({ } point, null, 0) => new UpperTesterBinding.Socket(StreamPoint.Parse(point)),
        (null, { } type, 0) when type.Split('!') is [var file, var name] => new UpperTesterBinding.InProcess(file, name),
        (null, null, > 0) => new UpperTesterBinding.Stdio(program),
        _ => throw new CommandFailure(ExitCode.Usage, "Expected one of --connect, --in-process FILE.dll!Type, or a command after --, got none or several."),
    };

    private static string Word(Health health) => health switch
    {
        Health.Sound => "sound",
        Health.Missing => "missing",
        _ => "faulty",
    };
}
