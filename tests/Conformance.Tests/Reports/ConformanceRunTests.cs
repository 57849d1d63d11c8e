using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Reports;

/// <summary>The plan is executed: in any number of threads with the same results, until the end or until something stops it.</summary>
public sealed class ConformanceRunTests
{
    [Fact]
    public void Two_runs_with_the_same_seed_give_the_same_bytes_whatever_runs_side_by_side()
    {
        var pickles = Records.Few();

        var alone = ResultsDocument.Of(Records.Execute(Records.Order(pickles))).Write();
        var together = ResultsDocument.Of(Records.Execute(Records.Order(pickles) with { Jobs = 4 })).Write();

        Assert.Equal(alone, together);
        Assert.Contains("\"verdict\": \"pass\"", alone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_on_four_threads_do_not_disturb_each_other()
    {
        var pickles = Suite.For(Role.DeviceCore).Take(4).ToList();
        var alone = ResultsDocument.Of(Records.Execute(Records.Order(pickles))).Write();

        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ResultsDocument.Of(Records.Execute(Records.Order(pickles))).Write())));

        Assert.All(together, document => Assert.Equal(alone, document));
    }

    [Fact]
    public void Another_seed_gives_other_messages()
    {
        var order = Records.Order(Suite.For(Role.DeviceCore).Take(1));

        var (one, other) = (Records.Execute(order), Records.Execute(order with { Header = order.Header with { Seed = 8 } }));

        Assert.NotEqual(one.Results.Single().Exchanges, other.Results.Single().Exchanges);
    }

    [Fact]
    public void Each_result_is_told_once_and_as_it_is_had()
    {
        var told = new List<string>();
        var order = Records.Order(Records.Few()) with { Jobs = 4 };

        var (results, end) = ConformanceRun.Execute(order, result => told.Add(result.Pickle.Id), CancellationToken.None);

        Assert.Equal(RunEnd.Finished, end);
        Assert.Equal(order.Header.Plan.Selected.Select(static pickle => pickle.Id), results.Select(static result => result.Pickle.Id));
        Assert.Equal(told.Order(StringComparer.Ordinal), results.Select(static result => result.Pickle.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ctrl_C_leaves_what_was_had_until_then()
    {
        using var cancel = new CancellationTokenSource();
        var order = Records.Order(Suite.For(Role.DeviceCore).Take(5));

        var (results, end) = ConformanceRun.Execute(order, result => { if (result.Pickle.Id == order.Header.Plan.Selected[1].Id) cancel.Cancel(); }, cancel.Token);
        var run = new RunRecord(order.Header, results, end, Records.Wall);

        Assert.Equal((RunEnd.Interrupted, 2, 3, RunExit.Interrupted), (end, results.Count, run.NotRun.Count, run.Exit));
        Assert.Empty(run.Gate);
    }

    [Fact]
    public void The_first_failure_ends_the_run_when_that_is_asked_for()
    {
        var (mutant, scenarios) = Records.Faulty;

        var run = Records.Execute(Records.Order(scenarios, mutant) with { FailFast = true });

        Assert.Equal((RunEnd.FailedFast, Verdict.Fail, RunExit.Failed), (run.End, run.Results[^1].Verdict, run.Exit));
        Assert.Single(run.Results, static result => result.Verdict == Verdict.Fail);
        Assert.NotEmpty(run.NotRun);
    }

    [Fact]
    public void An_implementation_that_cannot_be_attached_any_more_ends_the_run()
    {
        var times = 0;
        var order = Records.Order(Suite.For(Role.DeviceCore).Take(6));
        var source = new MadeUpSource(pickle => ++times > 1 ? throw new AttachmentException(AttachmentFault.Died, "it ended") : References.Attach(pickle));

        var run = Records.Execute(order with { Source = () => source });

        Assert.Equal((RunEnd.AttachmentLost, 4, 2), (run.End, run.Results.Count, run.NotRun.Count));
        Assert.Equal(RunExit.Of(AttachmentFault.Died), run.Exit);
        Assert.All(run.Results.Skip(1), static result => Assert.Equal((Verdict.Inconclusive, Cause.ImplementationLost, AttachmentFault.Died), (result.Verdict, result.Cause, result.Fault!.Value)));
    }

    [Fact]
    public void A_link_that_is_not_there_leaves_its_scenarios_open_and_the_others_run()
    {
        var native = Suite.Pickles.Where(static pickle => pickle.Has(References.NativeLinksTag) && pickle.Role == Role.FirmwareServer).Take(4).ToList();
        var order = Records.Order([.. native, Suite.For(Role.FirmwareServer).First(static pickle => !pickle.Has(References.NativeLinksTag))]);
        var source = new MadeUpSource(static pickle => new Implementation(References.Build(pickle.Role), pickle.Role));

        var run = Records.Execute(order with { Source = () => source });

        Assert.Equal((RunEnd.Finished, 4, 1), (run.End, run.Count(Verdict.Inconclusive), run.Count(Verdict.Pass)));
        Assert.All(run.Results.Take(4), static result => Assert.Equal((Cause.NoLink, null), (result.Cause, result.Fault)));
        Assert.Equal(RunExit.Incomplete, run.Exit);
    }

    [Fact]
    public void What_breaks_outside_of_the_steps_is_the_suites_fault_and_the_others_still_run()
    {
        var times = 0;
        var source = new MadeUpSource(pickle => ++times == 2 ? throw new InvalidOperationException("broken laboratory") : References.Attach(pickle));

        var run = Records.Execute(Records.Order(Suite.For(Role.DeviceCore).Take(3)) with { Source = () => source });

        Assert.Equal([Verdict.Pass, Verdict.Error, Verdict.Pass], run.Results.Select(static result => result.Verdict));
        Assert.Contains("broken laboratory", run.Results[1].Message, StringComparison.Ordinal);
        Assert.Equal(RunExit.SuiteAtFault, run.Exit);
    }

    [Fact]
    public void A_place_that_takes_no_results_ends_the_run() => Assert.Throws<RunFolderException>(() =>
        ConformanceRun.Execute(Records.Order(Suite.For(Role.DeviceCore).Take(2)), static _ => throw new RunFolderException("the disk is full"), CancellationToken.None));
}
