using NJsonSchema;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Tests.Claims;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Reports;

/// <summary>The list of known failures: read strictly, and stale as soon as it does not say what is.</summary>
public sealed class KnownFailuresTests
{
    private const string List = """
        known: secup-iot-known-failures/1
        failures:
          - tp: TP-1
            row: "7"
            reason: the counter is 32 bits wide until version 4
            message: "expected: this"
            until: 2026-07-01
            issue: https://example.com/17
        """;

    private static readonly DateOnly Day = new(2026, 7, 1);

    [Fact]
    public async Task A_list_is_read_and_matches_its_schema()
    {
        var entry = Assert.Single(KnownFailuresFile.Parse("known.yaml", List, Day).Entries);

        Assert.Equal(new KnownFailure("TP-1", "7", "the counter is 32 bits wide until version 4", "expected: this", Day, "https://example.com/17"), entry);
        Assert.Empty((await SchemaAsync()).Validate(YamlAsJson.Convert(List)));
    }

    [Theory]
    [InlineData("reason: the counter is 32 bits wide until version 4", "reason:", "reason")]
    [InlineData("    reason: the counter is 32 bits wide until version 4\n", "", "reason")]
    [InlineData("message: \"expected: this\"", "message: \"\"", "message")]
    [InlineData("until: 2026-07-01", "until: soon", "until")]
    [InlineData("    until: 2026-07-01\n", "", "until")]
    [InlineData("issue:", "isue:", "isue")]
    [InlineData("known: secup-iot-known-failures/1", "known: secup-iot-known-failures/2", "known")]
    [InlineData("failures:", "failurs:", "failurs")]
    public async Task What_is_open_or_unknown_is_refused_by_name(string before, string after, string named)
    {
        var text = List.Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(List, text);

        var exception = Assert.Throws<ClaimsFileException>(() => KnownFailuresFile.Parse("known.yaml", text, Day));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty((await SchemaAsync()).Validate(YamlAsJson.Convert(text)));
    }

    [Fact]
    public void Two_entries_for_one_scenario_are_refused()
    {
        var text = List + List[List.IndexOf("\n  - tp", StringComparison.Ordinal)..].Replace("            row: \"7\"\n", "", StringComparison.Ordinal);

        Assert.Contains("another one for TP-1", Assert.Throws<ClaimsFileException>(() => KnownFailuresFile.Parse("known.yaml", text, Day)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Verdict.Fail, "expected: this; observed: that", 0, KnownFindingKind.AsExpected)]
    [InlineData(Verdict.Inconclusive, "expected: this; observed: that", 0, KnownFindingKind.AsExpected)]
    [InlineData(Verdict.Fail, "expected: this; observed: that", 1, KnownFindingKind.Expired)]
    [InlineData(Verdict.Fail, "expected: something else", 0, KnownFindingKind.OtherMessage)]
    [InlineData(Verdict.Pass, "", 0, KnownFindingKind.Passes)]
    public void An_entry_is_held_against_the_result(Verdict verdict, string message, int daysLater, KnownFindingKind expected)
    {
        var pickle = Fixture.Pickle("TP-1", "obey", "R-DC-04") with { Row = "7" };
        var result = verdict == Verdict.Pass ? pickle.Result() : pickle.Broken(verdict, message: message);

        var finding = Assert.Single(KnownFailuresFile.Parse("known.yaml", List, Day.AddDays(daysLater)).Compare(Records.Plan(pickle), [result]));

        Assert.Equal((expected, "TP-1#7", expected != KnownFindingKind.AsExpected), (finding.Kind, finding.Scenario, finding.IsStale));
    }

    [Fact]
    public void An_entry_without_a_scenario_is_stale_and_one_that_was_not_executed_is_not()
    {
        var known = KnownFailuresFile.Parse("known.yaml", List, Day);
        var (there, other) = (Fixture.Pickle("TP-1", "obey", "R-DC-04") with { Row = "7" }, Fixture.Pickle("TP-1", "obey", "R-DC-04") with { Row = "8" });

        var unmatched = Assert.Single(known.Compare(Records.Plan(other), [other.Result()]));
        var open = Assert.Single(known.Compare(Records.Plan(there, other), [other.Result()]));

        Assert.Equal((KnownFindingKind.Unmatched, true), (unmatched.Kind, unmatched.IsStale));
        Assert.Equal((KnownFindingKind.NotExecuted, false), (open.Kind, open.IsStale));
    }

    [Fact]
    public void An_entry_without_a_row_is_for_every_row()
    {
        var (one, other) = (Fixture.Pickle("TP-1", "obey", "R-DC-04") with { Row = "7" }, Fixture.Pickle("TP-1", "obey", "R-DC-04") with { Row = "8" });

        var findings = new KnownFailures(Day, [new KnownFailure("TP-1", null, "because", "expected", Day, null)]).Compare(Records.Plan(one, other), [one.Broken(Verdict.Fail), other.Result()]);

        Assert.Equal([KnownFindingKind.AsExpected, KnownFindingKind.Passes], findings.Select(static finding => finding.Kind));
    }

    private static async Task<JsonSchema> SchemaAsync() => await JsonSchema.FromJsonAsync(Repository.Read("conformance", "Schemas", "known-failures.schema.json"));
}
