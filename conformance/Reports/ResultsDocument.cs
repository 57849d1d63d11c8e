using System.Text.Json;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Selection;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Reports;

/// <summary>
/// results.json, as Schemas/results.schema.json says. The same implementation and the same seed give the same bytes: what depends on machine and moment
/// stands in wall.json.
/// </summary>
public sealed record ResultsDocument(
    string Results,
    string Suite,
    string Revision,
    string RequirementSet,
    ulong Seed,
    RunEnd End,
    IReadOnlyList<string> Taints,
    Overall Overall,
    int Untested,
    int ExitCode,
    ResultsCounts Requirements,
    ResultsScenarioCounts ScenarioCounts,
    IReadOnlyList<ResultsRole> Roles,
    ClaimSet? Claims,
    IReadOnlyList<ClaimFinding> ClaimFindings,
    IReadOnlyList<ResultsRequirement> Rows,
    IReadOnlyList<ResultsScenario> Scenarios,
    IReadOnlyList<ResultsScenario> Apart,
    IReadOnlyList<string> NotRun,
    IReadOnlyList<string> Gate,
    IReadOnlyList<KnownFinding> Known)
{
    private const string Format = "1";

    /// <summary>The document of a run.</summary>
    public static ResultsDocument Of(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var header = run.Header;
        return new(
            Format,
            header.Suite,
            header.Revision,
            header.RequirementSet,
            header.Seed,
            run.End,
            header.Taints,
            run.Whole.Overall,
            run.Whole.Untested,
            run.Exit,
            ResultsCounts.Of(run.Whole),
            new(run.Results.Count, run.Count(Verdict.Pass), run.Count(Verdict.Inconclusive), run.Count(Verdict.Fail), run.Count(Verdict.Error), run.NotRun.Count),
            [.. run.Roles.Select(static role => ResultsRole.Of(role))],
            header.Claims,
            run.Claims,
            [.. run.Requirements.Select(ResultsRequirement.Of)],
            [.. run.Results.Select(result => ResultsScenario.Of(result, header))],
            [.. run.Apart.Select(result => ResultsScenario.Of(result, header))],
            run.NotRun,
            run.Gate,
            run.Known);
    }

    /// <summary>Reads the document in the folder of a run, or a file.</summary>
    /// <exception cref="RunFolderException">It is none.</exception>
    public static ResultsDocument Read(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, ReportFiles.Results) : path;
        try
        {
            return JsonSerializer.Deserialize<ResultsDocument>(File.ReadAllText(file), StoredJson.Line) ?? throw new JsonException("null");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"Expected the results of a run, but {file}: {exception.Message} Name a folder that 'secup conformance run' wrote.", exception);
        }
    }

    /// <summary>The text of the file.</summary>
    public string Write() => JsonSerializer.Serialize(this, StoredJson.Indented) + "\n";
}

/// <summary>Requirements by how they are worded.</summary>
public sealed record ResultsCounts(Tally Required, Tally Recommended, Tally Optional)
{
    internal static ResultsCounts Of(Summary summary) => new(summary.Required, summary.Recommended, summary.Optional);
}

/// <summary>Scenarios by verdict.</summary>
public sealed record ResultsScenarioCounts(int Executed, int Pass, int Inconclusive, int Fail, int Error, int NotRun);

/// <summary>One role.</summary>
public sealed record ResultsRole(Role Role, Hello Implementation, Overall Overall, int Untested, ResultsCounts Requirements)
{
    internal static ResultsRole Of(RoleSummary role) =>
        new(role.Subject.Role, role.Subject.Hello, role.Summary.Overall, role.Summary.Untested, ResultsCounts.Of(role.Summary));
}

/// <summary>One requirement on one role; without a role when the links of none show it.</summary>
public sealed record ResultsRequirement(
    Role? Role,
    string Id,
    Level Level,
    string Profile,
    string Statement,
    IReadOnlyList<string> Sources,
    EvidenceClass Minimum,
    RequirementVerdict Verdict,
    Cause Cause,
    string Reason,
    EvidenceClass? Strongest,
    IReadOnlyList<string> Scenarios)
{
    internal static ResultsRequirement Of(JudgedRequirement judged) => new(
        judged.Row.Role,
        judged.Row.Requirement.Id,
        judged.Row.Requirement.Level,
        judged.Row.Requirement.ProfileName,
        judged.Row.Requirement.Statement,
        judged.Row.Requirement.Sources,
        judged.Row.Requirement.Evidence,
        judged.Verdict,
        judged.Cause,
        judged.Reason,
        judged.Strongest,
        judged.Scenarios);
}

/// <summary>One scenario that was executed. Its exchanges stand in scenarios.ndjson.</summary>
public sealed record ResultsScenario(
    string Id,
    string Tp,
    string? Row,
    Role Role,
    string Clause,
    string Kind,
    IReadOnlyList<string> Requirements,
    string Title,
    string Path,
    int Line,
    int Steps,
    int Executed,
    Verdict Verdict,
    Cause Cause,
    string Message,
    AttachmentFault? Fault,
    IReadOnlyList<ResultsCheck> Checks,
    IReadOnlyList<SubVerdict> Cases)
{
    internal static ResultsScenario Of(ScenarioResult result, RunHeader header) => new(
        result.Pickle.Id,
        result.Pickle.Purpose,
        result.Pickle.Row.Length == 0 ? null : result.Pickle.Row,
        result.Pickle.Role,
        result.Pickle.Values("clause").FirstOrDefault() ?? "",
        result.Pickle.Values("kind").FirstOrDefault() ?? "",
        [.. result.Pickle.Requirements],
        result.Pickle.Title,
        result.Pickle.Path,
        result.Pickle.Line,
        result.Pickle.Steps.Count,
        result.Executed,
        result.Verdict,
        result.Cause,
        result.Message,
        result.Fault,
        [.. result.Checks.Select(check => ResultsCheck.Of(check, IsTimed(result, header)))],
        result.SubVerdicts);

    // On links of their own there are ports, and with a real clock there are moments, that are never twice the same.
    private static bool IsTimed(ScenarioResult result, RunHeader header) =>
        result.Pickle.Has(References.NativeLinksTag) || header.Subjects.Any(subject => subject.Role == result.Pickle.Role && !subject.Hello.VirtualClock);
}

/// <summary>
/// One observation that was compared. The words of a check that holds are left out where they name ports and moments: these would be others in every run. They
/// stand in scenarios.ndjson.
/// </summary>
public sealed record ResultsCheck(bool Holds, EvidenceClass Evidence, string? Expected, string? Observed, string Step)
{
    internal static ResultsCheck Of(Check check, bool isTimed) =>
        isTimed && check.Holds ? new(check.Holds, check.Evidence, null, null, check.Step) : new(check.Holds, check.Evidence, check.Expected, check.Observed, check.Step);
}
