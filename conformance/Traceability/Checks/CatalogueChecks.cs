using System.Globalization;
using System.Text.RegularExpressions;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;

namespace SecUpIoT.Conformance.Traceability.Checks;

/// <summary>The catalogue by itself. That every sentence of the sources has a row or an exclusion (T1) is checked by tests/Traceability, which reads the sources.</summary>
internal static partial class CatalogueChecks
{
    /// <summary>More rows than this share, in percent, may not stay without a scenario.</summary>
    public const int UntestedCeiling = 6;

    /// <summary>T2: ids are unique; an id that is gone is not used again.</summary>
    public static IEnumerable<TraceFinding> Ids(TraceSubject subject)
    {
        foreach (var id in Twice(subject.Requirements.Select(static row => row.Id))) yield return new("T2", id, "Expected one row of this id; there are several.");
        foreach (var id in Twice(subject.Mutants.Select(static mutant => mutant.Id))) yield return new("T2", id, "Expected one mutant of this id; there are several.");
        foreach (var id in Twice(subject.Pickles.Select(static pickle => pickle.Id))) yield return new("T2", id, "Expected one scenario of this test purpose and row; there are several.");
        foreach (var id in subject.Pickles.Select(static pickle => pickle.Purpose).Distinct().Where(id => subject.Lock.Purposes.GetValueOrDefault(id) is { IsRetired: true }))
            yield return new("T2", id, "Expected a new id; this one was of a test purpose that is gone. Give the scenario the next free number.");
    }

    /// <summary>T8: each row names the cells or messages that formalise it, or why none does.</summary>
    public static IEnumerable<TraceFinding> Formal(TraceSubject subject)
    {
        foreach (var row in subject.Requirements)
        {
            if (row.Formal.Count == 0) yield return new("T8", row.Id, "Expected a formal element, or 'none:' and the reason; there is neither.");
            foreach (var element in row.Formal.Where(static element => !FormalElement().IsMatch(element)))
                yield return new("T8", row.Id, $"Expected 'Machine: phase x trigger', a message or 'none:' and the reason; got '{element}'.");
        }
    }

    /// <summary>T13: what no scenario shows has a reason, and is little.</summary>
    public static IEnumerable<TraceFinding> Untested(TraceSubject subject)
    {
        var untested = UntestedOf(subject);
        foreach (var row in untested.Where(static row => string.IsNullOrWhiteSpace(row.UntestableBecause) && row.Level != Level.Optional))
            yield return new("T13", row.Id, "Expected a role that it is tested on, or a reason why no scenario can show it; there is neither.");
        if (untested.Count * 100 > UntestedCeiling * subject.Requirements.Count)
            yield return new("T13", "untested", $"Expected at most {UntestedCeiling} % of the rows without a scenario; it is {Share(subject)}.");
    }

    /// <summary>The share of rows that no scenario can show, in words.</summary>
    public static string Share(TraceSubject subject)
    {
        var count = UntestedOf(subject).Count;
        return string.Create(CultureInfo.InvariantCulture, $"{count} of {subject.Requirements.Count} rows ({(subject.Requirements.Count == 0 ? 0 : 100.0 * count / subject.Requirements.Count):F1} %)");
    }

    // Options of a deployment are on no role: no single implementation has them.
    private static List<Requirement> UntestedOf(TraceSubject subject) => [.. subject.Requirements.Where(static row => !row.IsTestable || row.Roles.Count == 0)];

    private static IEnumerable<string> Twice(IEnumerable<string> ids) => ids.GroupBy(static id => id).Where(static group => group.Count() > 1).Select(static group => group.Key);

    [GeneratedRegex(@"^((DeviceCore|Communicator|StatusTracker|ServerLink|FirmwareServer|Campaign): (\*|[A-Z][A-Za-z]+) x [A-Z][A-Za-z]+|M-[0-9]{2}|none: .+)$")]
    private static partial Regex FormalElement();
}
