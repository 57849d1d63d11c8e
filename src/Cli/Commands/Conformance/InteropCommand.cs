using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Interop;
using SecUpIoT.Conformance.Reference;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>Implementations of several vendors against each other.</summary>
internal static class InteropCommand
{
    public static Command Create()
    {
        var files = Names.AllRoles.ToDictionary(static role => role, static role => new Option<FileInfo?>($"--{Names.Of(role)}")
        {
            Description = $"The attachment (IXIT) of the {Names.Of(role)}; the reference plays it when none is named.",
        });
        var seed = new Option<ulong>("--seed") { Description = "Where all chance comes from.", DefaultValueFactory = static _ => 1 };
        var command = new Command(
            "interop",
            """
            Let implementations of the four roles carry out updates together: what one asks is carried to the one that answers. They need tunnelled links and a virtual clock.
            No verdict on any of them: when they fail together, the suite cannot know whose fault it is. Exit code 0 when they did everything, 1 when not.
            Example: secup conformance interop --device-core flashboot/ixit.yaml --communicator gateway/ixit.yaml
            """)
        {
            seed,
        };
        foreach (var file in files.Values) command.Options.Add(file);
        command.Judges((parsed, terminal, cancel) => Run(terminal, role => parsed.GetValue(files[role]), parsed.GetValue(seed), cancel));
        return command;
    }

    private static int Run(Terminal terminal, Func<Role, FileInfo?> attachment, ulong seed, CancellationToken cancel)
    {
        var sources = Names.AllRoles.Where(role => attachment(role) is not null).ToDictionary(static role => role, role => new ImplementationSource(IxitFile.Read(attachment(role)!.FullName)));
        try
        {
            var done = true;
            foreach (var observation in InteropRun.Run(role => sources.TryGetValue(role, out var source) ? source.Attach(role) : new Implementation(References.Build(role), role), seed))
            {
                cancel.ThrowIfCancellationRequested();
                done &= observation.Succeeded;
                terminal.Result(
                    new JsonObject { ["id"] = observation.Id, ["what"] = observation.What, ["succeeded"] = observation.Succeeded, ["seen"] = observation.Seen },
                    $"{(observation.Succeeded ? "done    " : "not done")} {observation.Id}: {observation.What}\n         {observation.Seen}");
            }

            return done ? ExitCode.Done : ExitCode.Refused;
        }
        finally
        {
            foreach (var source in sources.Values) source.Dispose();
        }
    }
}
