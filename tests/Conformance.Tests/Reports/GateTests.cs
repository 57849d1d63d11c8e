using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Reports;

/// <summary>What was executed is what was planned, or the suite is at fault.</summary>
public sealed class GateTests
{
    private static readonly Pickle One = Fixture.Pickle("TP-1", "obey", "R-DC-04");
    private static readonly Pickle Other = Fixture.Pickle("TP-2", "obey", "R-DC-04");

    [Fact]
    public void It_opens_for_a_whole_run() => Assert.Empty(Gate.Check(Records.Plan(One, Other), [One.Result(), Other.Result()], isWhole: true));

    [Fact]
    public void A_scenario_without_a_result_is_noticed_and_is_none_in_a_run_that_was_stopped()
    {
        Assert.Equal(["TP-2 was planned and has no result."], Gate.Check(Records.Plan(One, Other), [One.Result()], isWhole: true));
        Assert.Empty(Gate.Check(Records.Plan(One, Other), [One.Result()], isWhole: false));
    }

    [Fact]
    public void A_scenario_that_was_not_planned_is_noticed() => Assert.Equal(["TP-2 has a result and was not planned."], Gate.Check(Records.Plan(One), [One.Result(), Other.Result()], isWhole: true));

    [Fact]
    public void A_scenario_that_ran_twice_is_noticed() => Assert.Equal(["TP-1 has 2 results."], Gate.Check(Records.Plan(One), [One.Result(), One.Result()], isWhole: true));

    [Fact]
    public void A_pass_without_all_steps_is_noticed() => Assert.Equal(["TP-1 passed with 2 of 3 steps."], Gate.Check(Records.Plan(One), [One.Result() with { Executed = 2 }], isWhole: true));

    [Fact]
    public void A_pass_without_a_check_is_noticed() => Assert.Equal(["TP-1 passed without a check."], Gate.Check(Records.Plan(One), [One.Result() with { Checks = [] }], isWhole: true));

    [Fact]
    public void A_pass_with_a_check_or_a_case_that_does_not_hold_is_noticed()
    {
        var check = One.Result() with { Checks = One.Broken(Verdict.Fail).Checks };
        var one = One.Result() with { SubVerdicts = [new SubVerdict("a", Verdict.Fail, "")] };

        Assert.Equal(["TP-1 passed although a check does not hold."], Gate.Check(Records.Plan(One), [check], isWhole: true));
        Assert.Equal(["TP-1 passed although one of its cases did not."], Gate.Check(Records.Plan(One), [one], isWhole: true));
    }

    [Fact]
    public void A_gate_that_is_shut_is_the_suites_fault()
    {
        var run = Records.Run(Records.Header(Records.Plan(One, Other), Fixture.Row("R-DC-04")), [One.Result()]);

        Assert.Equal((RunExit.SuiteAtFault, Overall.Incomplete), (run.Exit, run.Whole.Overall));
    }
}
