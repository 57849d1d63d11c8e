using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Selection;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>What a run would do with each scenario, and why.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var claims = new Option<FileInfo?>("--ics", "-i") { Description = "Claims to select by; without them, everything applies." };
        var why = new Option<string?>("--why") { Description = "One test purpose, or a row of it, with its steps and the reason why it is run or not." };
        var role = Roles.Option("Only these roles:");
        var requirement = new Option<string[]>("--req") { Description = "Only scenarios of these requirements; * stands for anything.", AllowMultipleArgumentsPerToken = true };
        var kind = new Option<string[]>("--kind") { Description = "Only obey or attack.", AllowMultipleArgumentsPerToken = true };
        kind.AcceptOnlyFromAmong("obey", "attack");
        var steps = new Option<bool>("--steps") { Description = "The sentences that scenarios are made of, by role." };
        var command = new Command(
            "list",
            """
            Say what would be run, and for every other scenario why not. Nothing is run.
            Exit code 0; 64 when a name is unknown; 3 when the claims have faults. Example: secup conformance list --ics ics.yaml --why TP-DC-04-1
            """)
        {
            claims, why, role, requirement, kind, steps,
        };
        command.Judges((parsed, terminal, _) =>
        {
            var roles = Roles.Read(parsed.GetValue(role));
            if (parsed.GetValue(steps)) return Steps(terminal, roles);
            ClaimSet? read = null;
            if (parsed.GetValue(claims) is { } file && (read = ClaimsFiles.Read(terminal, file, ClaimsFile.Read)) is null) return ExitCode.Configuration;
            var plan = Selector.Plan(read, new Filters(roles, parsed.GetValue(requirement) ?? [], [], parsed.GetValue(kind) ?? []));
            return parsed.GetValue(why) is { } purpose ? Why(terminal, plan, purpose) : All(terminal, plan);
        });
        return command;
    }

    private static int All(Terminal terminal, Plan plan)
    {
        foreach (var planned in plan.Scenarios) terminal.Result(Json(planned), $"{planned.Pickle.Id,-28} {planned.Pickle.Values("kind").FirstOrDefault(),-6}  {planned.Why}");
        terminal.Result(
            new JsonObject { ["scenarios"] = plan.Scenarios.Count, ["selected"] = plan.Selected.Count, ["apart"] = plan.Denied.Count },
            $"{plan.Scenarios.Count} scenarios: {plan.Selected.Count} would be run, {plan.Denied.Count} apart, {plan.Scenarios.Count - plan.Selected.Count - plan.Denied.Count} not.");
        return ExitCode.Done;
    }

    private static int Why(Terminal terminal, Plan plan, string purpose)
    {
        List<Planned> named = [.. plan.Scenarios.Where(planned => planned.Pickle.Id == purpose || planned.Pickle.Purpose == purpose)];
        if (named.Count == 0) throw new CommandFailure(RunExit.Usage, $"--why: expected a test purpose of the suite, got '{purpose}'; 'secup conformance list' names them.");
        foreach (var planned in named)
        {
            var pickle = planned.Pickle;
            var document = Json(planned);
            document["title"] = pickle.Title;
            document["steps"] = new JsonArray([.. pickle.Steps.Select(static step => (JsonNode)$"{step.Keyword} {step.Text}")]);
            terminal.Result(
                document,
                $"{pickle.Id}: {pickle.Title}\n  {planned.Why}\n  requirements {string.Join(", ", pickle.Requirements)}; {pickle.Path}:{pickle.Line}\n{string.Join('\n', pickle.Steps.Select(static step => $"    {step.Keyword} {step.Text}"))}");
        }

        return ExitCode.Done;
    }

    private static int Steps(Terminal terminal, IReadOnlyList<Role> roles)
    {
        foreach (var role in roles.Count == 0 ? Names.AllRoles : roles)
        {
            terminal.Say($"{Names.Of(role)}:");
            foreach (var sentence in StepVocabulary.All.Where(sentence => sentence.Roles.Contains(role)))
            {
                terminal.Result(
                    new JsonObject { ["role"] = Names.Of(role), ["kind"] = sentence.Kind.ToString(), ["sentence"] = sentence.Text, ["control"] = sentence.IsControl },
                    $"  {sentence.Kind,-5} {sentence.Text}{(sentence.IsControl ? "  (control)" : "")}");
            }
        }

        return ExitCode.Done;
    }

    private static JsonObject Json(Planned planned) => new()
    {
        ["id"] = planned.Pickle.Id,
        ["role"] = Names.Of(planned.Pickle.Role),
        ["kind"] = planned.Pickle.Values("kind").FirstOrDefault(),
        ["requirements"] = new JsonArray([.. planned.Pickle.Requirements.Select(static id => (JsonNode)id)]),
        ["selected"] = planned.IsSelected,
        ["applicable"] = planned.IsApplicable,
        ["apart"] = planned.IsDenied,
        ["why"] = planned.Why,
    };
}
