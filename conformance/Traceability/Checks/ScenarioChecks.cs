using System.Text.RegularExpressions;
using Gherkin.Ast;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Traceability.Checks;

/// <summary>The scenarios as they are written.</summary>
internal static partial class ScenarioChecks
{
    private static readonly Dictionary<Role, string> Letters = new()
    {
        [Role.DeviceCore] = "DC", [Role.Communicator] = "CM", [Role.StatusTracker] = "ST", [Role.FirmwareServer] = "FS",
    };

    // Which tags there are, and whether each scenario has exactly one.
    private static readonly Dictionary<string, bool> Prefixes = new()
    {
        ["tp"] = true, ["role"] = true, ["kind"] = true, ["clause"] = true, ["req"] = false, ["version"] = false, ["links"] = false, ["profile"] = false,
    };

    /// <summary>T3: what is required is tested in both ways, the rest in one; every attack has its control.</summary>
    public static IEnumerable<TraceFinding> Coverage(TraceSubject subject)
    {
        foreach (var (row, role) in subject.Testable())
        {
            List<Pickle> own = [.. subject.Of(row, role)];
            string[] kinds = row.Level == Level.Required ? ["obey", "attack"] : [];
            foreach (var kind in kinds.Where(kind => !own.Exists(pickle => pickle.Has($"kind:{kind}"))))
                yield return new("T3", row.Id, $"Expected a scenario of kind {kind} for the role {Names.Of(role)}, because the row is required; there is none.");
            if (kinds.Length == 0 && own.Count == 0) yield return new("T3", row.Id, $"Expected a scenario for the role {Names.Of(role)}; there is none.");
        }

        foreach (var attack in subject.Pickles.Where(static pickle => pickle.Has("kind:attack")).DistinctBy(static pickle => pickle.Purpose))
        {
            if (!attack.Steps.Any(step => subject.Vocabulary.Any(sentence => sentence.IsControl && sentence.Kind == StepKind.Given && sentence.Is(step, attack))))
                yield return new("T3", attack.Purpose, "Expected a positive control among the Given steps of an attack; there is none. What refuses everything would pass it.");
        }
    }

    /// <summary>T4: each scenario has its tags, and they stand where a reader and the runner see the same.</summary>
    public static IEnumerable<TraceFinding> Tags(TraceSubject subject) =>
        [.. subject.Pickles.DistinctBy(static pickle => (pickle.Path, pickle.Line)).SelectMany(Tags), .. subject.Features.SelectMany(Places)];

    /// <summary>T5: every requirement and clause that is named exists, and is of the role.</summary>
    public static IEnumerable<TraceFinding> Dangling(TraceSubject subject)
    {
        var rows = subject.Requirements.DistinctBy(static row => row.Id).ToDictionary(static row => row.Id);
        foreach (var pickle in subject.Pickles.DistinctBy(static pickle => (pickle.Path, pickle.Line)))
        {
            foreach (var id in pickle.Requirements)
            {
                if (!rows.TryGetValue(id, out var row)) yield return new("T5", Where(pickle), $"Expected a requirement of the catalogue; there is no {id}.");
                else if (!row.IsTestable) yield return new("T5", Where(pickle), $"Expected a requirement that a scenario can show; {id} is not one, because: {row.UntestableBecause}");
                else if (RoleOf(pickle) is { } role && !row.Roles.Contains(role)) yield return new("T5", Where(pickle), $"Expected a requirement that is tested on the role {Names.Of(role)}; {id} is tested on {(row.Roles.Count == 0 ? "none" : string.Join(", ", row.Roles.Select(Names.Of)))}.");
            }

            foreach (var clause in pickle.Values("clause").Where(clause => !subject.Clauses.Contains(clause))) yield return new("T5", Where(pickle), $"Expected a clause of Clauses.cs; there is no '{clause}'.");
        }

        foreach (var (mutant, id) in subject.Mutants.SelectMany(static mutant => mutant.Violates.Select(id => (mutant, id))))
        {
            if (!rows.TryGetValue(id, out var row) || !row.Roles.Contains(mutant.Role)) yield return new("T5", mutant.Id, $"Expected a requirement that is tested on the role {Names.Of(mutant.Role)}; {id} is not.");
        }
    }

    private static IEnumerable<TraceFinding> Tags(Pickle pickle)
    {
        foreach (var tag in pickle.Tags.Where(static tag => !Prefixes.ContainsKey(tag.Split(':')[0]) || !tag.Contains(':', StringComparison.Ordinal)))
            yield return new("T4", Where(pickle), $"Expected tags {string.Join(", ", Prefixes.Keys)} with a value; got @{tag}.");
        foreach (var (prefix, _) in Prefixes.Where(static pair => pair.Value))
        {
            var count = pickle.Values(prefix).Count();
            if (count != 1) yield return new("T4", Where(pickle), $"Expected exactly one @{prefix}; there are {count}.");
        }

        if (!pickle.Requirements.Any()) yield return new("T4", Where(pickle), "Expected at least one @req; there is none.");
        if (RoleOf(pickle) is not { } role)
        {
            yield return new("T4", Where(pickle), $"Expected one of the roles {string.Join(", ", Names.AllRoles.Select(Names.Of))}; got '{string.Join(' ', pickle.Values("role"))}'.");
            yield break;
        }

        var form = new Regex($"^TP-{Letters[role]}-(G?[0-9]{{2}})-[1-9][0-9]*$", RegexOptions.CultureInvariant);
        if (form.Match(pickle.Purpose) is not { Success: true } purpose)
            yield return new("T4", Where(pickle), $"Expected a test purpose as TP-{Letters[role]}-04-1 or TP-{Letters[role]}-G02-1; got '{pickle.Purpose}'.");
        else if (RequirementOf(purpose.Groups[1].Value, role) is var id && !pickle.Requirements.Contains(id))
            yield return new("T4", Where(pickle), $"Expected that the test purpose {pickle.Purpose} carries {id}; it carries {string.Join(", ", pickle.Requirements)}.");
        foreach (var kind in pickle.Values("kind").Where(static kind => kind is not ("obey" or "attack"))) yield return new("T4", Where(pickle), $"Expected kind obey or attack; got '{kind}'.");
        if (pickle.Values("clause").FirstOrDefault() is { } clause && $"{Names.Of(role)}/{clause}.feature" is var path && pickle.Path != path)
            yield return new("T4", Where(pickle), $"Expected it in the file {path}, by its role and clause; it is in {pickle.Path}.");
    }

    private static IEnumerable<TraceFinding> Places(FeatureText file)
    {
        var feature = file.Parse();
        foreach (var rule in feature.Children.OfType<Rule>())
        {
            if (rule.Tags.Any()) yield return new("T4", $"{file.Path}:{rule.Location.Line}", "Expected tags at the feature, a scenario or its examples; a rule has some, which readers of SpecFlow do not see.");
            if (rule.Children.OfType<Background>().Any()) yield return new("T4", $"{file.Path}:{rule.Location.Line}", "Expected a background at the feature only; a rule has one.");
        }

        foreach (var scenario in feature.Children.Concat(feature.Children.OfType<Rule>().SelectMany(static rule => rule.Children)).OfType<Scenario>())
        {
            foreach (var header in scenario.Examples.Select(static examples => examples.TableHeader?.Cells.First().Value).Where(static header => header != "row"))
                yield return new("T4", $"{file.Path}:{scenario.Location.Line}", $"Expected 'row' as the first column of the examples; got '{header}'.");
        }
    }

    private static string RequirementOf(string number, Role role) => number[0] == 'G' ? $"R-GEN-{number[1..]}" : $"R-{Letters[role]}-{number}";

    private static Role? RoleOf(Pickle pickle) => pickle.Values("role").ToList() is [var only] ? Names.FindRole(only) : null;

    private static string Where(Pickle pickle) => $"{pickle.Path}:{pickle.Line}";
}
