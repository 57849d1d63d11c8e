namespace SecUpIoT.Conformance.Verdicts;

/// <summary>How a scenario, or one of many cases in a step, ended. Worse ones come later; the worst one counts.</summary>
public enum Verdict
{
    /// <summary>Every step was executed and every observation was as demanded.</summary>
    Pass,
    /// <summary>The scenario did not come to its purpose; its cause says why.</summary>
    Inconclusive,
    /// <summary>The implementation under test did what it must not do, or did not what it must.</summary>
    Fail,
    /// <summary>The suite itself is at fault; says nothing about the implementation under test.</summary>
    Error,
}

/// <summary>Why a scenario did not pass. Closed; written in reports.</summary>
public enum Cause
{
    /// <summary>It passed.</summary>
    None,
    /// <summary>Something else was observed than what is demanded.</summary>
    ObservedOtherwise,
    /// <summary>What must succeed before the purpose did not: a precondition or the positive control of an attack.</summary>
    ControlFailed,
    /// <summary>The upper tester does not offer what the scenario needs.</summary>
    Unimplemented,
    /// <summary>The upper tester refused or failed an order.</summary>
    UpperTesterFailed,
    /// <summary>The implementation, or its upper tester, ended, hung, or does not speak as agreed.</summary>
    ImplementationLost,
    /// <summary>The implementation did not answer any more after an attack that it seemed to have survived.</summary>
    NotLive,
    /// <summary>What was observed is weaker evidence than the requirement demands.</summary>
    EvidenceTooWeak,
    /// <summary>A link that the scenario needs is not attached.</summary>
    NoLink,
    /// <summary>It was not executed: the run was narrowed, stopped, or could not reach it.</summary>
    NotRun,
    /// <summary>A step without a binding or with two, an exception of the suite, fewer steps executed than written, a scenario without a check.</summary>
    SuiteAtFault,
}

/// <summary>How something was seen. A later one is stronger.</summary>
public enum EvidenceClass
{
    /// <summary>The implementation, or the vendor's shim, says so.</summary>
    SelfReport,
    /// <summary>The suite saw it on a link.</summary>
    Wire,
    /// <summary>The suite saw what followed from it: what a device boots, resumes or accepts afterwards.</summary>
    Effect,
}

/// <summary>One observation that was compared with what is demanded.</summary>
/// <param name="Holds">Whether it is as demanded.</param>
/// <param name="Evidence">How it was seen.</param>
/// <param name="Expected">What is demanded.</param>
/// <param name="Observed">What was seen.</param>
/// <param name="Step">The step of the scenario that looked.</param>
public sealed record Check(bool Holds, EvidenceClass Evidence, string Expected, string Observed, string Step);

/// <summary>One of many cases that a step goes through, such as one vector of a set.</summary>
/// <param name="Id">Unique in the scenario.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Message">Why, when it did not pass.</param>
public sealed record SubVerdict(string Id, Verdict Verdict, string Message);
