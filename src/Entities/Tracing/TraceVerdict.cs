using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing;

/// <summary>The first event that does not fit.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line in it, from 1.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Subject">Which of that kind.</param>
/// <param name="Rule">The id of an invariant, or <c>table</c> (phase, trigger and next are no row), <c>order</c> (the phase is not the one before), <c>seq</c> (lines are missing).</param>
/// <param name="Expected">What would have fitted.</param>
/// <param name="Found">What came.</param>
public sealed record Misfit(string File, int Line, TraceMachine Machine, string Subject, string Rule, string Expected, string Found)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{File}, line {Line}: {Machine} {Subject}: {Rule}: expected {Expected}, found {Found}";
}

/// <summary>An invariant that was not judged.</summary>
/// <param name="Id">Its id in spec/invariants.yaml.</param>
/// <param name="Why">What the trace would have to tell.</param>
public sealed record NotJudged(string Id, string Why);

/// <summary>What the checker says of a trace.</summary>
/// <param name="Misfit">The first event that does not fit; null when all do.</param>
/// <param name="Events">How many events were looked at.</param>
/// <param name="Subjects">How many subjects they are of.</param>
/// <param name="RowsSeen">How many rows of the tables were taken.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Judged">Ids of the invariants that at least one event was held against.</param>
/// <param name="NotJudged">The others.</param>
/// <param name="Warnings">What is to be known of the files.</param>
public sealed record TraceVerdict(
    Misfit? Misfit,
    int Events,
    int Subjects,
    int RowsSeen,
    int Rows,
    Sequence<string> Judged,
    Sequence<NotJudged> NotJudged,
    Sequence<string> Warnings)
{
    /// <summary>True when every event fits.</summary>
    public bool Fits => Misfit is null;
}
