using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Reports;

/// <summary>What becomes of a requirement, by what became of its scenarios.</summary>
public sealed class RollUpTests
{
    // P pass, I inconclusive, F fail, E error, - not executed. One scenario for each letter.
    [Theory]
    [InlineData("P", RequirementVerdict.Pass, Cause.None)]
    [InlineData("PPP", RequirementVerdict.Pass, Cause.None)]
    [InlineData("PF", RequirementVerdict.Fail, Cause.ObservedOtherwise)]
    [InlineData("FE", RequirementVerdict.Fail, Cause.ObservedOtherwise)]
    [InlineData("FI", RequirementVerdict.Fail, Cause.ObservedOtherwise)]
    [InlineData("F-", RequirementVerdict.Fail, Cause.ObservedOtherwise)]
    [InlineData("PE", RequirementVerdict.Inconclusive, Cause.SuiteAtFault)]
    [InlineData("IE", RequirementVerdict.Inconclusive, Cause.SuiteAtFault)]
    [InlineData("PI", RequirementVerdict.Inconclusive, Cause.ControlFailed)]
    [InlineData("P-", RequirementVerdict.Inconclusive, Cause.NotRun)]
    [InlineData("-", RequirementVerdict.Inconclusive, Cause.NotRun)]
    [InlineData("", RequirementVerdict.Inconclusive, Cause.NotRun)]
    public void The_worst_scenario_counts(string scenarios, RequirementVerdict expected, Cause cause)
    {
        var judged = Judge(scenarios, Fixture.Row("R-DC-04"));

        Assert.Equal((expected, cause), (judged.Verdict, judged.Cause));
        Assert.Equal(expected == RequirementVerdict.Pass, judged.Reason.Length == 0);
        Assert.Equal(scenarios.Length, judged.Scenarios.Count);
    }

    [Theory]
    [InlineData(Level.Recommended)]
    [InlineData(Level.Optional)]
    public void What_is_not_required_deviates_and_is_never_hidden(Level level)
    {
        var judged = Judge("PF", Fixture.Row("R-DC-04", level));
        var summary = Summary.Of([judged, Judge("P", Fixture.Row("R-DC-05"))]);

        Assert.Equal(RequirementVerdict.Deviation, judged.Verdict);
        Assert.Contains("TP-2", judged.Reason, StringComparison.Ordinal);
        Assert.Equal((Overall.Conforms, 1), (summary.Overall, summary.Deviations));
    }

    [Theory]
    [InlineData(EvidenceClass.SelfReport, EvidenceClass.Wire, RequirementVerdict.Inconclusive)]
    [InlineData(EvidenceClass.Wire, EvidenceClass.Effect, RequirementVerdict.Inconclusive)]
    [InlineData(EvidenceClass.Wire, EvidenceClass.Wire, RequirementVerdict.Pass)]
    [InlineData(EvidenceClass.Effect, EvidenceClass.Wire, RequirementVerdict.Pass)]
    [InlineData(EvidenceClass.SelfReport, EvidenceClass.SelfReport, RequirementVerdict.Pass)]
    public void Evidence_below_the_minimum_is_no_pass(EvidenceClass seen, EvidenceClass minimum, RequirementVerdict expected)
    {
        var pickle = Fixture.Pickle("TP-1", "obey", "R-DC-04");

        var judged = Judge(Fixture.Row("R-DC-04") with { Evidence = minimum }, Records.Plan(pickle), pickle.Result(evidence: seen));

        Assert.Equal((expected, seen), (judged.Verdict, judged.Strongest));
        Assert.Equal(expected == RequirementVerdict.Pass ? Cause.None : Cause.EvidenceTooWeak, judged.Cause);
    }

    [Fact]
    public void The_strongest_evidence_of_all_its_scenarios_counts()
    {
        var (one, other) = (Fixture.Pickle("TP-1", "obey", "R-DC-04"), Fixture.Pickle("TP-2", "attack", "R-DC-04"));

        var judged = Judge(Fixture.Row("R-DC-04") with { Evidence = EvidenceClass.Effect }, Records.Plan(one, other), one.Result(evidence: EvidenceClass.Wire), other.Result(evidence: EvidenceClass.Effect));

        Assert.Equal((RequirementVerdict.Pass, EvidenceClass.Effect), (judged.Verdict, judged.Strongest));
    }

    [Theory]
    [InlineData("Given a device")]
    [InlineData("afterwards, the implementation still answers")]
    public void What_was_seen_before_and_after_the_purpose_is_no_evidence_for_it(string step)
    {
        var pickle = Fixture.Pickle("TP-1", "attack", "R-DC-04");
        var result = pickle.Result(evidence: EvidenceClass.SelfReport);

        var judged = Judge(Fixture.Row("R-DC-04"), Records.Plan(pickle), result with { Checks = [.. result.Checks, new Check(true, EvidenceClass.Effect, "", "", step)] });

        Assert.Equal((RequirementVerdict.Inconclusive, Cause.EvidenceTooWeak), (judged.Verdict, judged.Cause));
    }

    [Fact]
    public void What_no_scenario_can_show_is_untested_with_its_reason()
    {
        var judged = Judge(Fixture.Row("R-DC-04") with { UntestableBecause = "It is inside." }, Records.Plan());

        Assert.Equal((RequirementVerdict.Untested, "It is inside."), (judged.Verdict, judged.Reason));
        Assert.Equal(1, Summary.Of([judged]).Untested);
    }

    [Fact]
    public void What_the_links_of_no_role_show_is_untested() =>
        Assert.Equal(RequirementVerdict.Untested, RollUp.Judge([new RequirementRow(null, Fixture.Row("R-GEN-09"))], Records.Plan(), []).Single().Verdict);

    [Fact]
    public void What_is_not_claimed_is_not_applicable_even_when_something_failed()
    {
        var pickle = Fixture.Pickle("TP-1", "obey", "R-DC-04");

        var judged = RollUp.Judge([new RequirementRow(Role.DeviceCore, Fixture.Row("R-DC-04", Level.Optional), "It is not claimed.")], Records.Plan(pickle), [pickle.Broken(Verdict.Fail)]).Single();

        Assert.Equal((RequirementVerdict.NotApplicable, "It is not claimed."), (judged.Verdict, judged.Reason));
    }

    [Fact]
    public void A_scenario_that_does_not_apply_says_nothing_and_one_that_was_left_out_says_that_the_rest_is_not_all()
    {
        var (one, other) = (Fixture.Pickle("TP-1", "obey", "R-DC-04"), Fixture.Pickle("TP-2", "obey", "R-DC-04"));
        Plan With(Planned left) => new([new Planned(one, true, "Run."), left]);

        var inapplicable = Judge(Fixture.Row("R-DC-04"), With(new Planned(other, false, "Not applicable.") { IsApplicable = false }), one.Result());
        var narrowed = Judge(Fixture.Row("R-DC-04"), With(new Planned(other, false, "Left out.")), one.Result());
        var none = Judge(Fixture.Row("R-DC-04"), new Plan([new Planned(other, false, "Not applicable.") { IsApplicable = false }]));

        Assert.Equal(RequirementVerdict.Pass, inapplicable.Verdict);
        Assert.Equal((RequirementVerdict.Inconclusive, "TP-2 was not executed: Left out."), (narrowed.Verdict, narrowed.Reason));
        Assert.Equal((RequirementVerdict.Inconclusive, "Not applicable."), (none.Verdict, none.Reason));
    }

    [Fact]
    public void A_scenario_of_another_role_says_nothing()
    {
        var pickle = Fixture.Pickle("TP-1", "obey", "R-GEN-02");

        var judged = RollUp.Judge([new RequirementRow(Role.StatusTracker, Fixture.Row("R-GEN-02"))], Records.Plan(pickle), [pickle.Result()]).Single();

        Assert.Equal((RequirementVerdict.Inconclusive, 0), (judged.Verdict, judged.Scenarios.Count));
    }

    [Theory]
    [InlineData("P P", Overall.Conforms)]
    [InlineData("P F", Overall.DoesNotConform)]
    [InlineData("I F", Overall.DoesNotConform)]
    [InlineData("P I", Overall.Incomplete)]
    [InlineData("P -", Overall.Incomplete)]
    public void The_word_follows_from_what_is_required(string rows, Overall expected) =>
        Assert.Equal(expected, Summary.Of(rows.Split(' ').Select(static (letters, index) => Judge(letters, Fixture.Row($"R-DC-0{index + 1}")))).Overall);

    [Fact]
    public void Nothing_tested_is_not_conforming() => Assert.Equal(Overall.Incomplete, Summary.Of([Judge("P", Fixture.Row("R-DC-04", Level.Optional))]).Overall);

    [Fact]
    public void What_is_there_and_denied_is_not_conforming() => Assert.Equal(Overall.Incomplete, Summary.Of([Judge("P", Fixture.Row("R-DC-04"))], isUnderdeclared: true).Overall);

    private static JudgedRequirement Judge(string letters, Requirement requirement)
    {
        var pickles = letters.Select((_, index) => Fixture.Pickle($"TP-{index + 1}", "obey", requirement.Id)).ToList();
        var results = letters.Zip(pickles).Where(static pair => pair.First != '-').Select(static pair => pair.First switch
        {
            'P' => pair.Second.Result(),
            'F' => pair.Second.Broken(Verdict.Fail),
            'I' => pair.Second.Broken(Verdict.Inconclusive, Cause.ControlFailed),
            _ => pair.Second.Broken(Verdict.Error, Cause.SuiteAtFault),
        });
        return Judge(requirement, Records.Plan(pickles), [.. results]);
    }

    private static JudgedRequirement Judge(Requirement requirement, Plan plan, params ScenarioResult[] results) =>
        RollUp.Judge([new RequirementRow(Role.DeviceCore, requirement)], plan, results).Single();
}
