using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Runs;

/// <summary>One line of scenarios.ndjson: a result without what the plan says about its scenario.</summary>
internal sealed record StoredResult(
    string Scenario,
    Verdict Verdict,
    Cause Cause,
    string Message,
    int Executed,
    IReadOnlyList<Check> Checks,
    IReadOnlyList<SubVerdict> Cases,
    IReadOnlyList<Exchange> Exchanges,
    AttachmentFault? Fault,
    double WallMilliseconds)
{
    public static StoredResult Of(ScenarioResult result) => new(
        result.Pickle.Id,
        result.Verdict,
        result.Cause,
        result.Message,
        result.Executed,
        result.Checks,
        result.SubVerdicts,
        result.Exchanges,
        result.Fault,
        Math.Round(result.Took.TotalMilliseconds, 3));

    public ScenarioResult With(Pickle pickle) => new(pickle, Verdict, Cause, Message, Executed, Checks, Cases, Exchanges)
    {
        Fault = Fault,
        Took = TimeSpan.FromMilliseconds(WallMilliseconds),
    };
}
