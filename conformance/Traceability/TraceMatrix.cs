using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Traceability;

/// <summary>One line of the matrix: a requirement on a role, and a scenario of it.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="Level">How strongly it is worded.</param>
/// <param name="Profile">From which profile on, or of which extension.</param>
/// <param name="Role">The role; empty when it is tested on none.</param>
/// <param name="Purpose">The test purpose; empty when there is none.</param>
/// <param name="Row">The row of its outline.</param>
/// <param name="Kind">Obey or attack.</param>
/// <param name="Mutants">How many mutants of the role break the requirement.</param>
/// <param name="Killed">How many of them the last kill matrix has as killed.</param>
public sealed record MatrixRow(string Requirement, Level Level, string Profile, string Role, string Purpose, string Row, string Kind, int Mutants, int Killed);

/// <summary>Requirements against scenarios and mutants.</summary>
public static class TraceMatrix
{
    private static readonly string[] Columns = ["req", "level", "profile", "role", "tp", "row", "kind", "mutants", "killed"];

    /// <summary>A line for each requirement, role and scenario; one without a scenario where there is none.</summary>
    public static IReadOnlyList<MatrixRow> Of(TraceSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return [.. subject.Requirements.SelectMany(row => row.Roles.Count == 0 || !row.IsTestable
            ? [new MatrixRow(row.Id, row.Level, row.ProfileName, string.Join(' ', row.Roles.Select(Names.Of)), "", "", "", 0, 0)]
            : row.Roles.SelectMany(role => Of(subject, row, role)))];
    }

    /// <summary>As CSV (RFC 4180), with a head.</summary>
    public static string Csv(IEnumerable<MatrixRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder(string.Join(',', Columns)).Append('\n');
        foreach (var row in rows) text.AppendJoin(',', Cells(row).Select(Escape)).Append('\n');
        return text.ToString();
    }

    /// <summary>As a JSON object.</summary>
    public static JsonObject Json(MatrixRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new JsonObject
        {
            ["req"] = row.Requirement, ["level"] = row.Level.ToString(), ["profile"] = row.Profile, ["role"] = row.Role, ["tp"] = row.Purpose,
            ["row"] = row.Row, ["kind"] = row.Kind, ["mutants"] = row.Mutants, ["killed"] = row.Killed,
        };
    }

    private static IEnumerable<MatrixRow> Of(TraceSubject subject, Requirement row, Role role)
    {
        List<string> mutants = [.. subject.Mutants.Where(mutant => mutant.Role == role && mutant.Violates.Contains(row.Id)).Select(static mutant => mutant.Id)];
        var killed = subject.LastKills.Count(kill => kill.IsKilled && mutants.Contains(kill.Mutant));
        List<Pickle> scenarios = [.. subject.Of(row, role)];
        return scenarios.Count == 0
            ? [new(row.Id, row.Level, row.ProfileName, Names.Of(role), "", "", "", mutants.Count, killed)]
            : scenarios.Select(pickle => new MatrixRow(
                row.Id, row.Level, row.ProfileName, Names.Of(role), pickle.Purpose, pickle.Row, pickle.Values("kind").FirstOrDefault() ?? "", mutants.Count, killed));
    }

    private static string[] Cells(MatrixRow row) =>
    [
        row.Requirement, row.Level.ToString(), row.Profile, row.Role, row.Purpose, row.Row, row.Kind,
        row.Mutants.ToString(CultureInfo.InvariantCulture), row.Killed.ToString(CultureInfo.InvariantCulture),
    ];

    private static string Escape(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
