using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Tests.Claims;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Reports;

/// <summary>The exit code of a run: 0 has to be earned, and of several codes the weightiest is told.</summary>
public sealed class RunExitTests
{
    private static readonly DateOnly Day = new(2026, 7, 1);

    // Three scenarios, each of a requirement of its own. P pass, F fail, I inconclusive, E error, L attachment lost, - not executed; stale adds an entry that matches nothing.
    [Theory]
    [InlineData("PPP", false, RunEnd.Finished, RunExit.Conforms)]
    [InlineData("PPI", false, RunEnd.Finished, RunExit.Incomplete)]
    [InlineData("PP-", false, RunEnd.Killed, RunExit.Incomplete)]
    [InlineData("PPP", true, RunEnd.Finished, RunExit.KnownIsStale)]
    [InlineData("PPI", true, RunEnd.Finished, RunExit.KnownIsStale)]
    [InlineData("PPL", true, RunEnd.Finished, RunExit.KnownIsStale)]
    [InlineData("LLL", true, RunEnd.Finished, RunExit.Attachment + (int)AttachmentFault.Hung)]
    [InlineData("PL-", true, RunEnd.AttachmentLost, RunExit.Attachment + (int)AttachmentFault.Hung)]
    [InlineData("FL-", true, RunEnd.AttachmentLost, RunExit.Failed)]
    [InlineData("FFI", true, RunEnd.Finished, RunExit.Failed)]
    [InlineData("F--", false, RunEnd.FailedFast, RunExit.Failed)]
    [InlineData("PP-", false, RunEnd.Finished, RunExit.SuiteAtFault)]
    [InlineData("FE-", true, RunEnd.FailedFast, RunExit.SuiteAtFault)]
    [InlineData("FE-", true, RunEnd.Interrupted, RunExit.Interrupted)]
    [InlineData("---", false, RunEnd.Interrupted, RunExit.Interrupted)]
    public void The_weightiest_is_told(string letters, bool isStale, RunEnd end, int expected)
    {
        var known = isStale ? new KnownFailures(Day, [new KnownFailure("TP-9", null, "because", "expected", Day, null)]) : null;

        Assert.Equal(expected, Run(letters, known, end).Exit);
    }

    [Theory]
    [InlineData(AttachmentFault.Missing, 10)]
    [InlineData(AttachmentFault.Garbage, 11)]
    [InlineData(AttachmentFault.Died, 12)]
    [InlineData(AttachmentFault.Hung, 13)]
    [InlineData(AttachmentFault.WrongAnswer, 14)]
    [InlineData(AttachmentFault.Flooded, 15)]
    public void Each_fault_of_the_attachment_has_its_own(AttachmentFault fault, int expected) => Assert.Equal(expected, RunExit.Of(fault));

    [Fact]
    public void A_known_failure_changes_the_exit_code_and_no_verdict()
    {
        var run = Run("FPP", Known("TP-1", "expected: this"));

        Assert.Equal((RunExit.Conforms, Overall.DoesNotConform), (run.Exit, run.Whole.Overall));
        Assert.Equal(KnownFindingKind.AsExpected, run.Known.Single().Kind);
    }

    [Theory]
    [InlineData("FFP", "TP-1", RunExit.Failed)]
    [InlineData("FIP", "TP-1", RunExit.Incomplete)]
    [InlineData("IPP", "TP-1", RunExit.Conforms)]
    [InlineData("EPP", "TP-1", RunExit.SuiteAtFault)]
    public void A_known_failure_excuses_itself_only(string letters, string known, int expected) => Assert.Equal(expected, Run(letters, Known(known, "expected: this")).Exit);

    [Fact]
    public void What_is_recommended_does_not_change_the_exit_code()
    {
        var pickles = new[] { Fixture.Pickle("TP-1", "obey", "R-DC-01"), Fixture.Pickle("TP-2", "obey", "R-DC-02") };

        var run = Records.Run(
            Records.Header(Records.Plan(pickles), Fixture.Row("R-DC-01"), Fixture.Row("R-DC-02", Level.Recommended)), [pickles[0].Result(), pickles[1].Broken(Verdict.Fail)]);

        Assert.Equal((RunExit.Conforms, Overall.Conforms, 1), (run.Exit, run.Whole.Overall, run.Whole.Deviations));
    }

    [Fact]
    public void A_run_of_a_part_is_incomplete()
    {
        var (one, other) = (Fixture.Pickle("TP-1", "obey", "R-DC-01"), Fixture.Pickle("TP-2", "obey", "R-DC-02"));
        var plan = new Plan([new Planned(one, true, "Run."), new Planned(other, false, "Left out.")]);

        var run = Records.Run(Records.Header(plan, Fixture.Row("R-DC-01"), Fixture.Row("R-DC-02")), [one.Result()]);

        Assert.Equal((RunExit.Incomplete, Overall.Incomplete), (run.Exit, run.Whole.Overall));
    }

    [Fact]
    public void What_is_denied_and_there_is_incomplete()
    {
        var claims = Filled.Claims().Deny("R-DC-40");
        var (one, denied) = (Fixture.Pickle("TP-1", "obey", "R-DC-01"), Fixture.Pickle("TP-2", "obey", "R-DC-40"));
        var plan = new Plan([new Planned(one, true, "Run."), new Planned(denied, false, "Not applicable.") { IsApplicable = false, IsDenied = true }]);
        var header = Records.Header(plan, Fixture.Row("R-DC-01")) with { Claims = claims };

        var there = Records.Run(header, [one.Result(), denied.Result()]);
        var absent = Records.Run(header, [one.Result(), denied.Broken(Verdict.Fail)]);

        Assert.Equal((RunExit.Incomplete, Overall.Incomplete, "R-DC-40"), (there.Exit, there.Whole.Overall, Assert.Single(there.Claims).Requirement));
        Assert.Equal((RunExit.Conforms, Overall.Conforms, 1), (absent.Exit, absent.Whole.Overall, absent.Apart.Count));
        Assert.Empty(absent.Claims);
    }

    private static KnownFailures Known(string tp, string message) => new(Day, [new KnownFailure(tp, null, "because", message, Day, null)]);

    private static RunRecord Run(string letters, KnownFailures? known, RunEnd end = RunEnd.Finished)
    {
        var pickles = letters.Select(static (_, index) => Fixture.Pickle($"TP-{index + 1}", "obey", $"R-DC-0{index + 1}")).ToList();
        var results = letters.Zip(pickles).Where(static pair => pair.First != '-').Select(static pair => pair.First switch
        {
            'P' => pair.Second.Result(),
            'F' => pair.Second.Broken(Verdict.Fail),
            'E' => pair.Second.Broken(Verdict.Error, Cause.SuiteAtFault),
            'L' => pair.Second.Broken(Verdict.Inconclusive, Cause.ImplementationLost) with { Fault = AttachmentFault.Hung },
            _ => pair.Second.Broken(Verdict.Inconclusive, Cause.ControlFailed),
        });
        return Records.Run(Records.Header(Records.Plan(pickles), pickles.Select(static pickle => Fixture.Row(pickle.Requirements.Single()))) with { Known = known }, results, end);
    }
}
