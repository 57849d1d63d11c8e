using System.Text.Json;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
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
            [.. run.Results.Select(ResultsScenario.Of)],
            [.. run.Apart.Select(ResultsScenario.Of)],
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
    Profile Profile,
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
        judged.Row.Requirement.Profile,
        judged.Row.Requirement.Statement,
        judged.Row.Requirement.Sources,
        judged.Row.Requirement.Evidence,
        judged.Verdict,
        judged.Cause,
        judged.Reason,
        judged.Strongest,
        judged.Scenarios);
}

/// <summary>One scenario that was executed.</summary>
/// <param name="Evidence">The digest over its exchanges, which stand in scenarios.ndjson.</param>
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
    IReadOnlyList<Check> Checks,
    IReadOnlyList<SubVerdict> Cases,
    int Exchanges,
    string Evidence)
{
    internal static ResultsScenario Of(ScenarioResult result) => new(
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
        result.Checks,
        result.SubVerdicts,
        result.Exchanges.Count,
        StoredResult.DigestOf(result.Exchanges));
}
