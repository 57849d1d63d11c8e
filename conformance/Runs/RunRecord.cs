using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Selection;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Runs;

/// <summary>A run, all of it: what was fixed before, what was had, and what follows. Every report is made of this and of nothing else.</summary>
public sealed class RunRecord
{
    /// <summary>The record of a run.</summary>
    /// <param name="header">What was fixed before.</param>
    /// <param name="results">What was had, in the order of the plan.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="wall">What depends on machine and moment.</param>
    public RunRecord(RunHeader header, IReadOnlyList<ScenarioResult> results, RunEnd end, Wall wall)
    {
        ArgumentNullException.ThrowIfNull(header);
        var apart = header.Plan.Denied.Select(static pickle => pickle.Id).ToHashSet();
        (Header, End, Wall) = (header, end, wall);
        (Results, Apart) = ([.. results.Where(result => !apart.Contains(result.Pickle.Id))], [.. results.Where(result => apart.Contains(result.Pickle.Id))]);
        Requirements = RollUp.Judge(header.Rows, header.Plan, Results);
        Claims = header.Claims is null ? [] : ClaimReview.Compare(header.Claims, results);
        var underdeclared = Claims.Where(static finding => finding.Mismatch == ClaimMismatch.Underdeclared).SelectMany(static finding => finding.Scenarios).ToHashSet();
        Whole = Summary.Of(Requirements, underdeclared.Count > 0);
        Roles =
        [
            .. header.Subjects.Select(subject => new RoleSummary(subject, Summary.Of(
                Requirements.Where(row => row.Row.Role == subject.Role), Apart.Any(result => result.Pickle.Role == subject.Role && underdeclared.Contains(result.Pickle.Id))))),
        ];
        Gate = Verdicts.Gate.Check(header.Plan, results, isWhole: end == RunEnd.Finished);
        var executed = results.Select(static result => result.Pickle.Id).ToHashSet();
        NotRun = [.. header.Plan.Selected.Where(pickle => !executed.Contains(pickle.Id)).Select(static pickle => pickle.Id)];
        Known = header.Known?.Compare(header.Plan, Results) ?? [];
        Exit = RunExit.Of(this);
    }

    /// <summary>What was fixed before.</summary>
    public RunHeader Header { get; }

    /// <summary>What was had, in the order of the plan.</summary>
    public IReadOnlyList<ScenarioResult> Results { get; }

    /// <summary>What was run apart, because the claims deny it. No verdict rests on it.</summary>
    public IReadOnlyList<ScenarioResult> Apart { get; }

    /// <summary>Claims that were not borne out.</summary>
    public IReadOnlyList<ClaimFinding> Claims { get; }

    /// <summary>How it ended.</summary>
    public RunEnd End { get; }

    /// <summary>What depends on machine and moment.</summary>
    public Wall Wall { get; }

    /// <summary>Every requirement, judged.</summary>
    public IReadOnlyList<JudgedRequirement> Requirements { get; }

    /// <summary>The whole.</summary>
    public Summary Whole { get; }

    /// <summary>Each role.</summary>
    public IReadOnlyList<RoleSummary> Roles { get; }

    /// <summary>Where what was executed is not what was planned.</summary>
    public IReadOnlyList<string> Gate { get; }

    /// <summary>What was planned and not executed, because the run ended before.</summary>
    public IReadOnlyList<string> NotRun { get; }

    /// <summary>What became of the known failures.</summary>
    public IReadOnlyList<KnownFinding> Known { get; }

    /// <summary>What the process tells its caller.</summary>
    public int Exit { get; }

    /// <summary>Results in the order of the plan, however they came.</summary>
    public static IReadOnlyList<ScenarioResult> InOrder(Plan plan, IEnumerable<ScenarioResult> results)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var place = plan.Scenarios.Select(static (planned, index) => (planned.Pickle.Id, index)).ToDictionary();
        return [.. results.OrderBy(result => place.GetValueOrDefault(result.Pickle.Id, int.MaxValue))];
    }

    /// <summary>How many scenarios ended so.</summary>
    public int Count(Verdict verdict) => Results.Count(result => result.Verdict == verdict);
}

/// <summary>A role of a run.</summary>
/// <param name="Subject">What was under test.</param>
/// <param name="Summary">What the run says about it.</param>
public sealed record RoleSummary(Subject Subject, Summary Summary);

/// <summary>What depends on machine and moment, and so is kept apart from the results.</summary>
/// <param name="Started">When the run began.</param>
/// <param name="Took">How long it took, in seconds.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The runtime.</param>
/// <param name="Processors">How many processors there are.</param>
public sealed record Wall(DateTimeOffset Started, double Took, string System, string Runtime, int Processors)
{
    /// <summary>Here and now.</summary>
    public static Wall Here(DateTimeOffset started, TimeSpan took) => new(
        started,
        Math.Round(took.TotalSeconds, 3),
        global::System.Runtime.InteropServices.RuntimeInformation.OSDescription,
        global::System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
        Environment.ProcessorCount);
}
