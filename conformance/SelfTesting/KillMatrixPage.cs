using System.Globalization;
using System.Text;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>The kill matrix as a page, docs/conformance-mutants.md. The page of the last run is built into the suite.</summary>
public static class KillMatrixPage
{
    private const string Resource = "conformance-mutants.md";
    private const string Survived = "**survives**";
    private const string Columns = "| Mutant | What is wrong | Breaks | Killed by | Scenarios |";

    /// <summary>Where it is in the repository.</summary>
    public const string Path = "docs/conformance-mutants.md";

    /// <summary>The rows that this suite was built with.</summary>
    public static IReadOnlyList<KillRow> BuiltIn
    {
        get
        {
            using var stream = typeof(KillMatrixPage).Assembly.GetManifestResourceStream(Resource) ?? throw new SuiteErrorException($"{Resource} is not built into the suite");
            using var reader = new StreamReader(stream);
            return Read(reader.ReadToEnd());
        }
    }

    /// <summary>The page with these rows.</summary>
    public static string Write(IReadOnlyList<KillRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var survivors = rows.Count(static row => !row.IsKilled);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            <!-- Generated: secup conformance selftest --write, or UPDATE_MUTANTS=1 dotnet test tests/Conformance.Tests -->
            # Does the suite notice?

            Each row is the reference with one wrong part. All scenarios of its role are run against it. It is killed when, for each requirement that it breaks, a
            scenario that carries the requirement fails, and when no scenario fails that has nothing to do with it. *Killed by*: for each broken requirement the
            first such scenario. *Scenarios*: how many failed. {rows.Count} mutants, {survivors} survive.

            {Columns}
            |---|---|---|---|---|

            """));
        foreach (var row in rows.OrderBy(static row => row.Mutant, StringComparer.Ordinal))
        {
            var killers = row.IsKilled ? string.Join(' ', row.KilledBy) : $"{Survived} {string.Join(' ', row.KilledBy)}".TrimEnd();
            text.Append(CultureInfo.InvariantCulture, $"| {row.Mutant} | {row.Wrong} | {string.Join(' ', row.Violates)} | {killers} | {row.Scenarios} |\n");
        }

        return text.ToString();
    }

    /// <summary>The rows of a page.</summary>
    /// <exception cref="SuiteErrorException">A row is not one.</exception>
    public static IReadOnlyList<KillRow> Read(string page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return [.. page.Split('\n').SkipWhile(static line => line != Columns).Skip(2).Where(static line => line.StartsWith('|')).Select(Row)];
    }

    private static KillRow Row(string line)
    {
        if (line.Split('|') is not ["", var mutant, var wrong, var violates, var killers, var count, ""] || !int.TryParse(count, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var scenarios))
            throw new SuiteErrorException($"{Path}: expected a row of the kill matrix, got '{line}'. Write the page with 'secup conformance selftest --write'.");
        var killed = killers.Trim();
        var survives = killed.StartsWith(Survived, StringComparison.Ordinal);
        return new(mutant.Trim(), wrong.Trim(), Words(violates), Words(survives ? killed[Survived.Length..] : killed), scenarios, !survives);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
