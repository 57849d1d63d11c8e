namespace SecUpIoT.SpecTool;

/// <summary>The page of the invariants: each in one sentence, as a formula, and what it is for.</summary>
internal static class InvariantsPage
{
    private static readonly (string Kind, string Title)[] Kinds = [("safety", "Safety: what never happens"), ("liveness", "Liveness: what eventually happens")];

    public static string Of(SpecFiles spec)
    {
        var page = new Page("Invariants", "spec/invariants.yaml");
        page.Line();
        page.Line("What must hold in every run, whatever the links lose, whoever crashes, and whoever attacks with less than the keys that a row names. Each is stated");
        page.Line("here once. The [model](model/README.md) and the search over the shipped machines judge them by these ids, exhaustively within the bounds of");
        page.Line("[configurations.txt](model/configurations.txt); a [trace](trace-format.md) of a run is held against those that it can show. What is proved and what is");
        page.Line("assumed: [ASSURANCE.md](../docs/ASSURANCE.md).");
        page.Line();
        page.Line("Notation: `[]` always, `<>` eventually, a prime for the state after a step; `d` a device, `t` the tracker, `i` an image, `x` a directive, `r` a report.");
        foreach (var (kind, title) in Kinds)
        {
            page.Heading(title);
            page.TableHead("Id", "Name", "Invariant", "Excludes", "Serves", "Assumes", "Judged");
            foreach (var invariant in spec.Invariants.Where(invariant => invariant.Kind == kind))
            {
                page.Row(
                    $"<a id=\"{invariant.Id.ToLowerInvariant()}\"></a>{invariant.Id}", invariant.Name, invariant.Statement, invariant.Excludes,
                    string.Join(", ", invariant.Serves.Select(id => $"[{id}](requirements.md#{id.ToLowerInvariant()})")), invariant.Assumes, invariant.Where);
            }
        }

        page.Heading("Formulas");
        foreach (var invariant in spec.Invariants) page.Line($"    {invariant.Id}  {invariant.Formula}");
        return page.ToString();
    }
}
