using System.Text;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runs;

namespace SecUpIoT.Conformance.Reports;

/// <summary>matrix.csv: a line for each requirement and each scenario that carries it (RFC 4180).</summary>
public static class MatrixReport
{
    /// <summary>The text of the file.</summary>
    public static string Write(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var plan = run.Header.Plan.Scenarios.ToDictionary(static planned => planned.Pickle.Id);
        var results = run.Results.ToLookup(static result => result.Pickle.Id);
        var text = new StringBuilder();
        Line(text, "role", "requirement", "level", "profile", "requirement_verdict", "scenario", "clause", "kind", "scenario_verdict", "cause");
        foreach (var judged in run.Requirements)
        {
            string[] row =
            [
                judged.Row.Role is { } role ? Names.Of(role) : "",
                judged.Row.Requirement.Id,
                Words.Of(judged.Row.Requirement.Level),
                judged.Row.Requirement.ProfileName,
                Words.Of(judged.Verdict),
            ];
            if (judged.Scenarios.Count == 0) Line(text, [.. row, "", "", "", "", ""]);
            foreach (var id in judged.Scenarios)
            {
                var (planned, result) = (plan[id], results[id].FirstOrDefault());
                Line(text,
                [
                    .. row, id, planned.Pickle.Values("clause").FirstOrDefault() ?? "", planned.Pickle.Values("kind").FirstOrDefault() ?? "",
                    result is null ? planned.IsSelected ? "not run" : "not selected" : Words.Of(result.Verdict), result is null ? "" : Words.Of(result.Cause),
                ]);
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, params string[] cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    // A cell that begins like a formula is one for spreadsheets, and ids of rows come from outside of this file.
    private static string Cell(string cell)
    {
        var plain = cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' ? "'" + cell : cell;
        return plain.AsSpan().IndexOfAny(",\"\r\n") < 0 ? plain : $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
