using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.SelfTesting;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>Shows that the suite passes what is right and notices what is wrong.</summary>
internal static class SelftestCommand
{
    public static Command Create()
    {
        var role = Roles.Option("Only these roles:");
        var ids = new Option<string[]>("--mutants") { Description = "Only these mutants, by id; * stands for anything.", AllowMultipleArgumentsPerToken = true };
        var jobs = new Option<int>("--jobs") { Description = "How many mutants are tried at a time; the result does not depend on it.", DefaultValueFactory = static _ => Environment.ProcessorCount };
        jobs.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256) result.AddError("--jobs: expected 1 to 256.");
        });
        var write = new Option<bool>("--write") { Description = $"Renew {KillMatrixPage.Path} in the repository; for all mutants only." };
        var command = new Command(
            "selftest",
            """
            Run every scenario on the reference, which must pass, and on each mutant of it, which must fail for the right reason; print which scenario notices which mutant.
            Run every attack on implementations that are none, such as one that refuses everything, which must not pass; not with --mutants.
            Exit code 0 when the suite notices everything, 1 when it does not, 4 when the suite is at fault. Example: secup conformance selftest --role device-core --jobs 2
            """)
        {
            role, ids, jobs, write,
        };
        command.Judges((parsed, terminal, cancel) =>
        {
            var named = Roles.Read(parsed.GetValue(role));
            var patterns = parsed.GetValue(ids) ?? [];
            var writes = parsed.GetValue(write);
            if (writes && named.Count + patterns.Length > 0) throw new CommandFailure(RunExit.Usage, "--write: expected all roles and mutants, got some of them. The page has every mutant.");
            IReadOnlyList<Role> roles = named.Count == 0 ? Names.AllRoles : named;
            var mutants = Chosen(roles, patterns);
            var resists = Reference(terminal, roles, cancel);
            if (patterns.Length == 0) resists &= Nothings(terminal, roles, parsed.GetValue(jobs), cancel);
            return Test(terminal, mutants, parsed.GetValue(jobs), writes, cancel) && resists ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    private static List<Mutant> Chosen(IReadOnlyList<Role> roles, string[] patterns)
    {
        List<Mutant> mutants = [.. Mutants.All.Where(mutant => roles.Contains(mutant.Role))];
        foreach (var pattern in patterns.Where(pattern => !mutants.Exists(mutant => SecUpIoT.Conformance.Selection.Filters.Matches([pattern], mutant.Id))))
            throw new CommandFailure(RunExit.Usage, $"--mutants: expected mutants of {string.Join(", ", roles.Select(Names.Of))}, got '{pattern}'; {KillMatrixPage.Path} names them.");
        return patterns.Length == 0 ? mutants : [.. mutants.Where(mutant => SecUpIoT.Conformance.Selection.Filters.Matches(patterns, mutant.Id))];
    }

    private static bool Test(Terminal terminal, List<Mutant> mutants, int jobs, bool writes, CancellationToken cancel)
    {
        var done = 0;
        var matrix = mutants.Count == 0 ? new KillMatrix([]) : KillMatrix.Run(mutants, jobs, outcome =>
        {
            terminal.Progress($"{++done} of {mutants.Count} mutants: {outcome.Mutant.Id} {(outcome.IsKilled ? "killed" : "SURVIVES")}");
        }, cancel);
        foreach (var row in matrix.Rows()) terminal.Result(Json(row), $"{row.Mutant,-50} {(row.IsKilled ? "killed" : "SURVIVES"),-8} {row.Scenarios,4}  {string.Join(' ', row.KilledBy)}");
        var survivors = matrix.Survivors.ToList();
        foreach (var survivor in survivors) terminal.Result(new JsonObject { ["survivor"] = survivor.Mutant.Id, ["text"] = survivor.ToString() }, survivor.ToString());
        if (writes) terminal.Say($"Written: {Checkout.Write(KillMatrixPage.Path, KillMatrixPage.Write(matrix.Rows()))}.");
        terminal.Result(
            new JsonObject { ["mutants"] = mutants.Count, ["killed"] = mutants.Count - survivors.Count },
            $"{mutants.Count} mutants: {mutants.Count - survivors.Count} killed, {survivors.Count} survive.");
        return survivors.Count == 0;
    }

    private static bool Nothings(Terminal terminal, IReadOnlyList<Role> roles, int jobs, CancellationToken cancel)
    {
        var outcomes = NullTrial.RunAll(roles, jobs, outcome => terminal.Progress($"none, {outcome.Nullity}, as {Names.Of(outcome.Role)}: {outcome.Attacks - outcome.Wrong.Count} of {outcome.Attacks} attacks not passed"), cancel);
        var wrong = outcomes.Where(static outcome => outcome.Wrong.Count > 0).ToList();
        foreach (var outcome in wrong)
        {
            terminal.Result(
                new JsonObject { ["none"] = outcome.Nullity.ToString(), ["role"] = Names.Of(outcome.Role), ["passed"] = List(outcome.Wrong.Select(static result => result.Pickle.Id)) },
                outcome.ToString());
        }

        terminal.Result(
            new JsonObject { ["none"] = outcomes.Count, ["passing"] = wrong.Count },
            $"{outcomes.Count} implementations that are none: {(wrong.Count == 0 ? "none passes an attack" : $"{wrong.Count} PASS an attack")}.");
        return wrong.Count == 0;
    }

    private static bool Reference(Terminal terminal, IReadOnlyList<Role> roles, CancellationToken cancel)
    {
        var sound = true;
        foreach (var role in roles)
        {
            List<Pickle> pickles = [.. Suite.For(role)];
            if (pickles.Count == 0) continue;
            var passed = 0;
            foreach (var result in Suite.Run(pickles, References.Attach))
            {
                cancel.ThrowIfCancellationRequested();
                if (result.Verdict == Verdict.Pass) passed++;
                else terminal.Result(new JsonObject { ["reference"] = Names.Of(role), ["scenario"] = result.Pickle.Id, ["verdict"] = result.Verdict.ToString(), ["text"] = result.Message }, result.ToString());
            }

            sound &= passed == pickles.Count;
            terminal.Progress($"reference {Names.Of(role)}: {passed} of {pickles.Count} scenarios pass");
        }

        terminal.Result(new JsonObject { ["referencePasses"] = sound }, $"The reference {(sound ? "passes" : "DOES NOT PASS")}.");
        return sound;
    }

    private static JsonObject Json(KillRow row) => new()
    {
        ["mutant"] = row.Mutant, ["wrong"] = row.Wrong, ["violates"] = List(row.Violates), ["killedBy"] = List(row.KilledBy), ["scenarios"] = row.Scenarios, ["killed"] = row.IsKilled,
    };

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(static text => (JsonNode)text)];
}
