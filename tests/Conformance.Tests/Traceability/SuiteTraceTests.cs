using SecUpIoT.Conformance.Traceability;

namespace SecUpIoT.Conformance.Tests.Traceability;

/// <summary>Nothing is lost in the suite itself, from each requirement to what notices that it is broken.</summary>
public sealed class SuiteTraceTests
{
    private static readonly Lazy<TraceSubject> Run = new(static () =>
    {
        var suite = TraceSubject.OfSuite();
        return suite with { Results = [.. suite.Pickles.Select(ReferenceResults.Of)] };
    });

    public static TheoryData<string> Checks() => [.. Tracing.All.Select(static check => check.Id)];

    [Theory]
    [MemberData(nameof(Checks))]
    public void It_holds(string id)
    {
        var check = Tracing.All.Single(check => check.Id == id);

        var findings = check.Find(check.NeedsRun ? Run.Value : TraceSubject.OfSuite()).ToList();

        Assert.True(findings.Count == 0, $"{id}, {check.Title}:\n{string.Join('\n', findings)}");
    }
}
