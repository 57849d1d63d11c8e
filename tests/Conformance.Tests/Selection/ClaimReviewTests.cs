using SecUpIoT.Conformance.Selection;
using SecUpIoT.Conformance.Tests.Claims;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Selection;

/// <summary>Claims are held against what was observed.</summary>
public sealed class ClaimReviewTests
{
    [Fact]
    public void Claims_that_are_borne_out_find_nothing() => Assert.Empty(ClaimReview.Compare(
        Filled.Claims().Deny("R-DC-42"),
        [Fixture.Pickle("TP-DC-04-1", "attack", "R-DC-04").Result(), Fixture.Pickle("TP-DC-42-1", "obey", "R-DC-42").Result(Verdict.Inconclusive)]));

    [Fact]
    public void A_claim_whose_scenario_fails_is_contradicted()
    {
        var finding = Assert.Single(ClaimReview.Compare(Filled.Claims(), [Fixture.Pickle("TP-DC-04-1", "attack", "R-DC-04").Result(Verdict.Fail)]));

        Assert.Equal((ClaimMismatch.Contradicted, "R-DC-04"), (finding.Mismatch, finding.Requirement));
        Assert.Equal(["TP-DC-04-1"], finding.Scenarios);
    }

    [Fact]
    public void What_is_denied_and_observed_is_underdeclared()
    {
        var finding = Assert.Single(ClaimReview.Compare(Filled.Claims().Deny("R-DC-42"), [Fixture.Pickle("TP-DC-42-1", "obey", "R-DC-42").Result()]));

        Assert.Equal((ClaimMismatch.Underdeclared, "R-DC-42"), (finding.Mismatch, finding.Requirement));
    }

    [Theory]
    [InlineData("obey", Verdict.Fail)]
    [InlineData("attack", Verdict.Pass)]
    public void What_only_refuses_or_fails_is_not_observed(string kind, Verdict verdict) =>
        Assert.Empty(ClaimReview.Compare(Filled.Claims().Deny("R-DC-42"), [Fixture.Pickle("TP-DC-42-1", kind, "R-DC-42").Result(verdict)]));

    [Fact]
    public void Half_of_an_option_is_not_the_option() => Assert.Empty(ClaimReview.Compare(
        Filled.Claims().Deny("R-DC-42"), [Fixture.Pickle("TP-DC-42-1", "obey", "R-DC-42").Result(), Fixture.Pickle("TP-DC-42-2", "obey", "R-DC-42").Result(Verdict.Fail)]));
}
