using System.Runtime.ExceptionServices;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Runs;

/// <summary>Executes the plan of a run: the scenarios of a role one after the other, roles side by side.</summary>
public sealed class ConformanceRun
{
    // Whoever cannot be attached three times in a row will not be attached a fourth time, and each time can cost a deadline.
    private const int MostLosses = 3;

    private readonly RunOrder _order;
    private readonly Action<ScenarioResult> _tell;
    private readonly CancellationToken _cancel;
    private readonly Lock _gate = new();
    private readonly List<ScenarioResult> _results = [];
    private readonly HashSet<string> _apart;
    private RunEnd _end = RunEnd.Finished;

    private ConformanceRun(RunOrder order, Action<ScenarioResult> tell, CancellationToken cancel) =>
        (_order, _tell, _cancel, _apart) = (order, tell, cancel, [.. order.Header.Plan.Denied.Select(static pickle => pickle.Id)]);

    /// <summary>Runs to the end, or until it is to stop. What was had until then is the result.</summary>
    /// <param name="order">What to do.</param>
    /// <param name="tell">Is told each result as it is had, one at a time.</param>
    /// <param name="cancel">Ends the run after the scenarios that are under way.</param>
    /// <returns>The results in the order of the plan, and how the run ended.</returns>
    public static (IReadOnlyList<ScenarioResult> Results, RunEnd End) Execute(RunOrder order, Action<ScenarioResult> tell, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(tell);
        var run = new ConformanceRun(order, tell, cancel);
        run.Execute();
        return (RunRecord.InOrder(order.Header.Plan, run._results), run._end);
    }

    private bool IsStopped
    {
        get
        {
            if (_cancel.IsCancellationRequested) Stop(RunEnd.Interrupted);
            lock (_gate) return _end is RunEnd.Interrupted or RunEnd.FailedFast;
        }
    }

    private void Execute()
    {
        if (_order.Header.Plan.Selected.Count == 0) throw new SuiteErrorException("no scenario is selected");
        // What is denied is run apart, after the rest; what comes out is compared with the claims only.
        var roles = _order.Header.Plan.Selected.Concat(_order.Header.Plan.Denied).GroupBy(static pickle => pickle.Role).Select(static group => group.ToList()).ToList();
        try
        {
            Parallel.ForEach(roles, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, _order.Jobs) }, Execute);
        }
        catch (AggregateException exception)
        {
            // Without a place for results, or with a fault of our own, the run is over; one of the reasons is enough.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private void Execute(List<Pickle> pickles)
    {
        using var source = _order.Source();
        var losses = 0;
        foreach (var result in Results(pickles, source))
        {
            Take(result);
            // What was lost before anything passed could not be attached; what was lost later may be so because of what passed.
            losses = result is { Cause: Cause.ImplementationLost, Exchanges.Count: 0 } ? losses + 1 : 0;
            if (losses == MostLosses) Stop(RunEnd.AttachmentLost);
            if (losses == MostLosses || IsStopped) return;
        }
    }

    private IEnumerable<ScenarioResult> Results(List<Pickle> pickles, IImplementationSource source)
    {
        for (var next = 0; next < pickles.Count;)
        {
            using var stream = Suite.Run(pickles[next..], source.AttachAs(_order.Header.Claims), _order.Header.Seed).GetEnumerator();
            var broken = false;
            while (next < pickles.Count && !broken)
            {
                var result = Next(stream, pickles[next++], out broken);
                yield return result;
            }
        }
    }

    private static ScenarioResult Next(IEnumerator<ScenarioResult> stream, Pickle pickle, out bool broken)
    {
        try
        {
            broken = !stream.MoveNext();
            return broken ? Broken(pickle, "the runner gave no result") : stream.Current;
        }
#pragma warning disable CA1031 // Whatever was thrown past the runner is the suite's error in this scenario; the others are still to be executed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            broken = true;
            return Broken(pickle, exception.ToString());
        }
    }

    private static ScenarioResult Broken(Pickle pickle, string why) => new(pickle, Verdict.Error, Cause.SuiteAtFault, $"outside of its steps\n{why}", 0, [], [], []);

    private void Take(ScenarioResult result)
    {
        lock (_gate)
        {
            _results.Add(result);
            _tell(result);
            if (_order.FailFast && !_apart.Contains(result.Pickle.Id) && result.Verdict is Verdict.Fail or Verdict.Error && _end == RunEnd.Finished) _end = RunEnd.FailedFast;
        }
    }

    private void Stop(RunEnd why)
    {
        lock (_gate)
        {
            if (_end is RunEnd.Finished or RunEnd.AttachmentLost) _end = why;
        }
    }
}
