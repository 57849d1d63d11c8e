namespace SecUpIoT.Crash.Checks;

/// <summary>An invariant of spec/invariants.md that does not hold, as seen from outside: its id, whose, what was expected and what came.</summary>
internal sealed record Violation(string Invariant, string Subject, string Expected, string Found)
{
    public override string ToString() => $"{Invariant}: {Subject}: expected {Expected}, found {Found}";
}
