namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>Notes which invariants were held against an event, and says why the others were not.</summary>
internal sealed class Ledger
{
    private const string Eventually = "it says what happens eventually, and a trace ends";
    private const string Bytes = "it speaks of the bytes in the slots, which are not in a trace";

    /// <summary>Every invariant of spec/invariants.yaml, and what a trace must tell for it to be judged.</summary>
    private static readonly (string Id, string Needs)[] Invariants =
    [
        ("I-01", "no event tells completed, target, confirmed, result and verified of a record"),
        ("I-02", Bytes),
        ("I-03", "no event tells running and confirmed of a device"),
        ("I-04", "no two events in a row tell confirmed of a device"),
        ("I-05", "no block was stored, or the events do not tell the candidate"),
        ("I-06", "no two events in a row tell the candidate of a device"),
        ("I-07", "no event tells a candidate that has come beyond Receiving, and its history from there on"),
        ("I-08", Bytes),
        ("I-09", "no update was accepted in profile Secure by an event that tells profile, candidate and directive"),
        ("I-10", "no directive was believed in profile Secure by an event that tells profile and directive"),
        ("I-11", "no device of profile Secure was told to suspect a freeze"),
        ("I-12", "no counter is told, of a report or of a record"),
        ("I-13", "nothing began anew with durable data that the events before it tell"),
        ("I-14", "no two events in a row tell the candidate of a device"),
        ("I-15", "no event tells a directive that was believed"),
        ("I-16", "nothing was refused"),
        ("I-17", "no event tells completed of a record"),
        ("I-18", Eventually),
        ("I-19", Eventually),
        ("I-20", Eventually),
        ("I-21", Eventually),
        ("I-22", Eventually),
        ("I-23", "no event tells that an unconfirmed image runs, and its candidate"),
    ];

    private readonly SortedSet<string> _judged = new(StringComparer.Ordinal);

    /// <summary>The ids of all invariants that the checker knows of.</summary>
    public static IEnumerable<string> Known => Invariants.Select(static row => row.Id);

    public IEnumerable<string> Judged => _judged;

    public IEnumerable<NotJudged> NotJudged => Invariants.Where(row => !_judged.Contains(row.Id)).Select(static row => new NotJudged(row.Id, row.Needs));

    /// <summary>Notes that the invariant is being judged; null when it holds, otherwise the objection.</summary>
    public Objection? Demand(string invariant, bool holds, Func<(string Expected, string Found)> otherwise)
    {
        _judged.Add(invariant);
        if (holds) return null;
        var (expected, found) = otherwise();
        return new(invariant, expected, found);
    }
}
