using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Selection;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Runs;

/// <summary>
/// What a run tells its caller. Documented numbers; never changed. When several apply, the first of 130, 4, 3, 1, 10 to 15, 5, 2, 0 is told; 6, 16, 17 and 64 end
/// a run that cannot be made. Nothing but a run in which everything is as it should be comes to 0.
/// </summary>
public static class RunExit
{
    /// <summary>It conforms, or deviates exactly as the list of known failures says.</summary>
    public const int Conforms = 0;

    /// <summary>A requirement failed that is not on the list of known failures.</summary>
    public const int Failed = 1;

    /// <summary>Nothing failed, but not everything came to a verdict.</summary>
    public const int Incomplete = 2;

    /// <summary>The claims or the attachment file are wrong, or do not agree.</summary>
    public const int Claims = 3;

    /// <summary>The suite is at fault. The process begins with this one.</summary>
    public const int SuiteAtFault = 4;

    /// <summary>The list of known failures does not say what is.</summary>
    public const int KnownIsStale = 5;

    /// <summary>No scenario is selected.</summary>
    public const int NothingSelected = 6;

    /// <summary>The first of the codes of <see cref="AttachmentFault"/>, in its order: 10 missing, 11 garbage, 12 died, 13 hung, 14 wrong answer, 15 flooded.</summary>
    public const int Attachment = 10;

    /// <summary>The folder of the run cannot be written, holds a run already, or is not one.</summary>
    public const int Folder = 16;

    /// <summary>A port that the IXIT names is taken.</summary>
    public const int PortTaken = 17;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>Ended by Ctrl-C; what was had until then is reported and valid.</summary>
    public const int Interrupted = 130;

    /// <summary>The code of a fault of the attachment. A link that no file names is a fault of the file.</summary>
    public static int Of(AttachmentFault fault) => fault == AttachmentFault.NoLink ? Claims : Attachment + (int)fault;

    /// <summary>The code of a run.</summary>
    public static int Of(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.End == RunEnd.Interrupted) return Interrupted;
        if (run.Gate.Count > 0 || run.Results.Concat(run.Apart).Any(static result => result.Verdict == Verdict.Error)) return SuiteAtFault;
        var (failed, incomplete) = Unexpected(run);
        if (failed) return Failed;
        if (Lost(run) is { } fault) return Of(fault);
        if (run.Known.Any(static finding => finding.IsStale)) return KnownIsStale;
        // A run that was killed or narrowed came to no verdict about the rest, and what is denied and yet there is not judged at all.
        if (incomplete || run.Claims.Any(static finding => finding.Mismatch == ClaimMismatch.Underdeclared) || run.End != RunEnd.Finished || run.Results.Count == 0) return Incomplete;
        return Conforms;
    }

    // What is known is set aside, and the rest judged as if it were all.
    private static (bool Failed, bool Incomplete) Unexpected(RunRecord run)
    {
        var expected = run.Known.Where(static finding => finding.Kind == KnownFindingKind.AsExpected).Select(static finding => finding.Scenario).ToHashSet();
        var plan = new Plan([.. run.Header.Plan.Scenarios.Where(planned => !expected.Contains(planned.Pickle.Id))]);
        var left = plan.Scenarios.SelectMany(static planned => planned.Pickle.Requirements.Select(id => ((Role?)planned.Pickle.Role, id))).ToHashSet();
        var explained = run.Requirements.Where(row => row.Scenarios.Any(expected.Contains) && !left.Contains((row.Row.Role, row.Row.Requirement.Id))).Select(static row => row.Row).ToHashSet();
        var rows = RollUp.Judge(run.Header.Rows.Where(row => !explained.Contains(row)), plan, run.Results.Where(result => !expected.Contains(result.Pickle.Id)))
            .Where(static row => row.Row.Requirement.Level == Level.Required).ToList();
        return (rows.Any(static row => row.Verdict == RequirementVerdict.Fail),
            rows.Any(static row => row.Verdict == RequirementVerdict.Inconclusive) || run.Requirements.All(static row => row.Verdict is not (RequirementVerdict.Pass or RequirementVerdict.Fail)));
    }

    // An implementation that is lost now and then leaves scenarios inconclusive; one that is lost always, or for good, has a fault of its own to be told.
    private static AttachmentFault? Lost(RunRecord run)
    {
        var faults = run.Results.Where(static result => result.Fault is not null).ToList();
        return faults.Count > 0 && (run.End == RunEnd.AttachmentLost || faults.Count == run.Results.Count) ? faults[^1].Fault : null;
    }
}
