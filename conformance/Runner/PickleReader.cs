using Gherkin;
using Gherkin.Ast;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Runner;

/// <summary>
/// Makes pickles of a feature file. SpecFlow's own generator drops the backgrounds and tags that stand under a Rule; here the tree is walked,
/// so that what is written is what is executed.
/// </summary>
public static class PickleReader
{
    /// <summary>All features that are built into the suite, in the order of their paths.</summary>
    public static IReadOnlyList<Pickle> ReadAll()
    {
        var assembly = typeof(PickleReader).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".feature", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return Checked([.. names.SelectMany(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            return Walk(name.Replace('\\', '/'), reader);
        })]);
    }

    /// <summary>The pickles of one feature.</summary>
    public static IReadOnlyList<Pickle> Read(string path, string text)
    {
        using var reader = new StringReader(text);
        return Checked([.. Walk(path, reader)]);
    }

    private static List<Pickle> Checked(List<Pickle> pickles)
    {
        var twice = pickles.GroupBy(pickle => pickle.Id).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? pickles : throw new SuiteErrorException($"two scenarios have the id {twice.Key}");
    }

    private static IEnumerable<Pickle> Walk(string path, TextReader text)
    {
        Feature? feature;
        try
        {
            feature = new Parser().Parse(text).Feature;
        }
        catch (ParserException exception)
        {
            throw new SuiteErrorException($"{path}: {exception.Message}", exception);
        }

        if (feature is null) throw new SuiteErrorException($"{path} holds no feature");
        return Walk(new Place(path, feature.Name, ""), feature.Children, Names(feature.Tags), []);
    }

    private static IEnumerable<Pickle> Walk(Place place, IEnumerable<IHasLocation> children, IReadOnlyList<string> tags, IReadOnlyList<Step> background)
    {
        foreach (var child in children)
        {
            switch (child)
            {
                case Background own:
                    background = [.. background, .. own.Steps];
                    break;
                case Rule rule:
                    foreach (var pickle in Walk(place with { Rule = rule.Name }, rule.Children, [.. tags, .. Names(rule.Tags)], background)) yield return pickle;
                    break;
                case Scenario scenario:
                    foreach (var pickle in Expand(place, scenario, [.. tags, .. Names(scenario.Tags)], [.. background, .. scenario.Steps])) yield return pickle;
                    break;
                default:
                    throw new SuiteErrorException($"{place.Path}: {child.GetType().Name} is not expected here");
            }
        }
    }

    private static IEnumerable<Pickle> Expand(Place place, Scenario scenario, IReadOnlyList<string> tags, IReadOnlyList<Step> steps)
    {
        if (!scenario.Examples.Any()) return [Make(place, scenario, tags, steps, [])];
        return from examples in scenario.Examples
               from row in examples.TableBody
               let values = examples.TableHeader.Cells.Zip(row.Cells, (header, cell) => (header.Value, cell.Value)).ToList()
               select Make(place, scenario, [.. tags, .. Names(examples.Tags)], steps, values);
    }

    private static Pickle Make(
        Place place, Scenario scenario, IReadOnlyList<string> tags, IReadOnlyList<Step> steps, List<(string Name, string Value)> values)
    {
        string Fill(string text) => values.Aggregate(text, (filled, value) => filled.Replace($"<{value.Name}>", value.Value, StringComparison.Ordinal));
        var kind = StepKind.Given;
        var filled = new List<PickleStep>();
        foreach (var step in steps)
        {
            if (step.Argument is not null) throw new SuiteErrorException($"{place.Path}: tables and doc strings are not supported: {step.Text}");
            var keyword = step.Keyword.Trim();
            kind = Enum.TryParse<StepKind>(keyword, out var named) ? named : kind;
            filled.Add(new PickleStep(kind, keyword, Fill(step.Text)));
        }

        var row = values.Count == 0 ? "" : values[0].Value;
        return new Pickle(place.Path, scenario.Location.Line, place.Feature, place.Rule, Fill(scenario.Name), row, tags, filled);
    }

    private static IReadOnlyList<string> Names(IEnumerable<Tag> tags) => [.. tags.Select(tag => tag.Name.TrimStart('@'))];

    private sealed record Place(string Path, string Feature, string Rule);
}
