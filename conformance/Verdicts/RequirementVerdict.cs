namespace SecUpIoT.Conformance.Verdicts;

/// <summary>What a run says about one requirement on one role.</summary>
public enum RequirementVerdict
{
    /// <summary>At least one scenario passed, none did otherwise, and the evidence is as strong as the catalogue demands.</summary>
    Pass,
    /// <summary>A scenario failed, and the requirement is only recommended or optional. Shown as such; never hidden in a pass.</summary>
    Deviation,
    /// <summary>Nothing failed, but not everything that must be seen was seen.</summary>
    Inconclusive,
    /// <summary>A scenario failed.</summary>
    Fail,
    /// <summary>No scenario can show it; the catalogue says why.</summary>
    Untested,
    /// <summary>It says nothing to this implementation, by what is claimed.</summary>
    NotApplicable,
}

/// <summary>What a run says about a role, or about all of them. Only requirements worded "is required to" decide.</summary>
public enum Overall
{
    /// <summary>Every requirement that applies and can be tested passes.</summary>
    Conforms,
    /// <summary>Nothing failed, but at least one requirement is inconclusive, nothing was tested, or something was observed that is not claimed.</summary>
    Incomplete,
    /// <summary>At least one requirement failed.</summary>
    DoesNotConform,
}

/// <summary>A requirement on a role, judged.</summary>
/// <param name="Row">Which.</param>
/// <param name="Verdict">What the run says.</param>
/// <param name="Cause">Why it did not pass.</param>
/// <param name="Reason">The same in one sentence; empty for a pass.</param>
/// <param name="Strongest">The strongest evidence among the checks of the scenarios that passed; null when none did.</param>
/// <param name="Scenarios">Every scenario of the suite that carries it on this role, in the order of the plan.</param>
public sealed record JudgedRequirement(
    RequirementRow Row, RequirementVerdict Verdict, Cause Cause, string Reason, EvidenceClass? Strongest, IReadOnlyList<string> Scenarios)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Row.Requirement.Id}: {Verdict}{(Reason.Length == 0 ? "" : $", {Reason}")}";
}
