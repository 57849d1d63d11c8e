using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.SelfTesting;
using SecUpIoT.Conformance.Traceability;

namespace SecUpIoT.Conformance.Tests.Traceability;

/// <summary>A small suite in which nothing is amiss.</summary>
internal static class TraceFixture
{
    private const int Others = 19;

    public const string Feature = """
        @role:device-core @clause:offer
        Feature: The Device core judges an offer

          Rule: It refuses what is older

            @tp:TP-DC-04-1 @kind:obey @req:R-DC-04
            Scenario: A newer package
              Given a device
              When a newer package comes
              Then it is accepted

            @tp:TP-DC-04-2 @kind:attack @req:R-DC-04
            Scenario Outline: An older package
              Given a device that accepts a newer package
              When a package that is older by <row> comes
              Then it is refused

              Examples:
                | row |
                | 1   |
                | 2   |
        """;

    /// <summary>Sound.</summary>
    public static TraceSubject Sound { get; } = Of(Feature);

    /// <summary>The same suite with another text, locked as it is.</summary>
    public static TraceSubject Of(string text, string path = "device-core/offer.feature")
    {
        var pickles = PickleReader.Read(path, text);
        VectorFile[] vectors = [VectorFile.Read("messages.json", """{ "vectors": [{ "name": "one" }, { "name": "other" }] }"""u8.ToArray(), static name => name == "messages")];
        return new TraceSubject
        {
            Requirements =
            [
                Fixture.Row("R-DC-04"), Fixture.Row("R-DC-45") with { Level = Level.Recommended, UntestableBecause = "It is inside." },
                .. Enumerable.Range(1, Others).Select(static number => Fixture.Row(OtherId(number)) with { Roles = [Role.Communicator], Level = Level.Optional }),
            ],
            Clauses = ["offer"],
            Features = [new FeatureText(path, text)],
            Pickles = [.. pickles, .. Enumerable.Range(1, Others).Select(Other)],
            Vocabulary = [new(["role:device-core"], StepKind.Given, "^a device that accepts a newer package$", true), new(["role:device-core"], StepKind.Given, "^a device$", false)],
            Mutants = [new("device-core/unchecked", Role.DeviceCore, "takes anything", ["R-DC-04"])],
            LastKills = [new KillRow("device-core/unchecked", "takes anything", ["R-DC-04"], ["TP-DC-04-2#1"], 2, true)],
            Lock = PurposesLock.Empty.Renew([.. pickles, .. Enumerable.Range(1, Others).Select(Other)], vectors),
            Vectors = vectors,
        };
    }

    /// <summary>The findings of one check.</summary>
    public static IReadOnlyList<TraceFinding> Find(this TraceSubject subject, string check) => [.. Tracing.All.Single(one => one.Id == check).Find(subject)];

    /// <summary>With a run in which all passed.</summary>
    public static TraceSubject Run(this TraceSubject subject) => subject with
    {
        Results = [.. subject.Pickles.Select(static pickle => pickle.Result() with { Checks = [new(true, Conformance.Verdicts.EvidenceClass.Effect, "", "", $"Then {pickle.Steps[^1].Text}")] })],
    };

    // Rows of another role, so that one untestable row is little; out of the way of what is tested here.
    private static Pickle Other(int number) => Fixture.Pickle($"TP-CM-{number:D2}-1", "obey", OtherId(number)) with
    {
        Path = "communicator/offer.feature", Line = number, Tags = ["role:communicator", "clause:offer", $"tp:TP-CM-{number:D2}-1", "kind:obey", $"req:{OtherId(number)}"],
    };

    private static string OtherId(int number) => $"R-CM-{number:D2}";
}
