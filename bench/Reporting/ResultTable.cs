using System.Text;
using SecUpIoT.Benchmarks.Measuring;

namespace SecUpIoT.Benchmarks.Reporting;

/// <summary>Results as tables, in which the measures of a group stand together and are held against its floor.</summary>
internal static class ResultTable
{
    /// <summary>Groups that are the same work on other messages; they share one table, a row each.</summary>
    private static readonly string[] Families = ["encode", "decode"];

    /// <summary>For a terminal.</summary>
    public static IEnumerable<string> Plain(IReadOnlyCollection<Measure> measures)
    {
        foreach (var group in measures.GroupBy(static measure => measure.Group))
        {
            yield return group.Key;
            foreach (var measure in group)
            {
                var bytes = measure.Allocated is { } allocated ? Figures.Bytes(allocated) : "";
                yield return $"  {measure.Name,-34} {Figures.Of(measure.Value, measure.Unit),10} {Against(group, measure),9} {bytes,10}";
            }
        }
    }

    /// <summary>For the README.</summary>
    public static string Markdown(ResultFile results)
    {
        var text = new StringBuilder();
        text.Append($"Commit {results.Commit}, {results.Date}; {results.Machine}.\n\n![How many times the floor's time each needs](results.svg)\n\n");
        if (results.Quick) text.Append("**Measured with `--quick`: that everything runs is to be seen here; the figures mean little.**\n\n");
        text.Append("| work | who | median | least to most | against the floor | allocated | processor |\n|---|---|---|---|---|---|---|\n");
        foreach (var group in results.Measures.Where(static measure => FamilyOf(measure.Group) is null).GroupBy(static measure => measure.Group))
        {
            foreach (var measure in group.OrderBy(static measure => measure.Role != Role.Floor)) text.Append(Row(group, measure));
            foreach (var absence in results.LeftOut.Where(absence => absence.Group == group.Key)) text.Append(Row(absence));
        }

        var groups = results.Measures.Select(static measure => measure.Group).ToHashSet();
        foreach (var absence in results.LeftOut.Where(absence => !groups.Contains(absence.Group))) text.Append(Row(absence));

        foreach (var family in Families) AppendFamily(text, family, results);
        var notes = results.Measures.Where(static measure => measure.Note.Length > 0).Select(static measure => $"* {measure.Group}, {measure.Name}: {measure.Note}.").ToList();
        if (notes.Count > 0) text.Append($"\n{string.Join('\n', notes)}\n");
        return text.ToString();
    }

    /// <summary>How a measure compares with the floor of its group; empty where there is none, and for the floor itself.</summary>
    public static string Against(IEnumerable<Measure> group, Measure measure) =>
        measure.Role != Role.Floor && group.FirstOrDefault(static one => one.Role == Role.Floor) is { } floor && floor.Unit == measure.Unit
            ? Figures.Ratio(measure.SlownessAgainst(floor))
            : "";

    /// <summary>The family that a group belongs to, or null.</summary>
    public static string? FamilyOf(string group) => Families.FirstOrDefault(family => group.StartsWith(family + " ", StringComparison.Ordinal));

    private static string Row(IEnumerable<Measure> group, Measure measure)
    {
        var who = measure.Role == Role.Floor ? $"{measure.Name} (floor)" : measure.Name;
        var span = measure.Samples < 2 ? "" : $"{Figures.Of(measure.Least, measure.Unit)} to {Figures.Of(measure.Most, measure.Unit)}";
        var allocated = measure.Allocated is { } bytes ? Figures.Bytes(bytes) : "";
        var processor = measure.Processor is { } seconds ? Figures.Of(seconds, Unit.Seconds) : "";
        return $"| {measure.Group} | {who} | {Figures.Of(measure.Value, measure.Unit)} | {span} | {Against(group, measure)} | {allocated} | {processor} |\n";
    }

    private static string Row(Absence absence) => $"| {absence.Group} | {absence.Name} | {absence.Reason.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)} |  |  |  |  |\n";

    private static void AppendFamily(StringBuilder text, string family, ResultFile results)
    {
        var groups = results.Measures.Where(measure => FamilyOf(measure.Group) == family).GroupBy(measure => measure.Group[(family.Length + 1)..]).ToList();
        if (groups.Count == 0) return;
        var names = groups.SelectMany(static group => group).OrderBy(static measure => measure.Role).Select(static measure => measure.Name).Distinct().ToList();
        text.Append($"\nTo {family} a message; in brackets what is allocated:\n\n| message | {string.Join(" | ", names)} | against the floor |\n|---|{string.Concat(Enumerable.Repeat("---|", names.Count))}---|\n");
        foreach (var group in groups)
        {
            var cells = names.Select(name => group.FirstOrDefault(measure => measure.Name == name) is { } measure
                ? $"{Figures.Of(measure.Value, measure.Unit)} ({Figures.Bytes(measure.Allocated ?? 0)})" : "");
            var own = group.FirstOrDefault(static measure => measure.Role == Role.Own);
            text.Append($"| {group.Key} | {string.Join(" | ", cells)} | {(own is null ? "" : Against(group, own))} |\n");
        }
    }
}
