using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Reports;

/// <summary>How verdicts, causes and levels are called where people read them.</summary>
public static class Words
{
    /// <summary>A verdict about a requirement.</summary>
    public static string Of(RequirementVerdict verdict) => verdict == RequirementVerdict.NotApplicable ? "not applicable" : Lower(verdict);

    /// <summary>A verdict about a scenario.</summary>
    public static string Of(Verdict verdict) => Lower(verdict);

    /// <summary>As in the catalogue.</summary>
    public static string Of(Level level) => level switch
    {
        Level.Required => "is required to",
        Level.Recommended => "is recommended to",
        _ => "can optionally",
    };

    /// <summary>A cause, in a few words.</summary>
    public static string Of(Cause cause) => cause switch
    {
        Cause.None => "",
        Cause.ObservedOtherwise => "observed otherwise",
        Cause.ControlFailed => "control failed",
        Cause.Unimplemented => "not offered by the upper tester",
        Cause.UpperTesterFailed => "upper tester failed",
        Cause.ImplementationLost => "implementation lost",
        Cause.NotLive => "not alive afterwards",
        Cause.EvidenceTooWeak => "evidence too weak",
        Cause.NoLink => "link not attached",
        Cause.NotRun => "not run",
        _ => "suite at fault",
    };

    /// <summary>A cause, as a sentence that says what it means.</summary>
    public static string Explain(Cause cause) => cause switch
    {
        Cause.ObservedOtherwise => "Something else was observed than what is demanded.",
        Cause.ControlFailed => "A precondition or the positive control did not succeed, so the scenario did not come to its purpose. This says nothing for or against the implementation.",
        Cause.Unimplemented => "The upper tester does not offer what the scenario needs.",
        Cause.UpperTesterFailed => "The upper tester refused or failed an order.",
        Cause.ImplementationLost => "The implementation or its upper tester ended, hung, or did not speak as agreed.",
        Cause.NotLive => "Everything was as demanded, but afterwards the implementation did not answer any more: it refused nothing, it died.",
        Cause.EvidenceTooWeak => "What was observed is weaker evidence than the catalogue demands.",
        Cause.NoLink => "A link that the scenario needs is not attached.",
        Cause.NotRun => "It was not executed.",
        Cause.SuiteAtFault => "The suite itself is at fault. This says nothing about the implementation; please report it.",
        _ => "",
    };

    /// <summary>How a run ended.</summary>
    public static string Of(RunEnd end) => end switch
    {
        RunEnd.Finished => "finished",
        RunEnd.Interrupted => "interrupted",
        RunEnd.FailedFast => "ended after the first failure",
        RunEnd.AttachmentLost => "ended because the implementation could not be attached any more",
        _ => "killed",
    };

    /// <summary>A role as in sentences.</summary>
    public static string Of(Role? role) => role switch
    {
        Role.DeviceCore => "Device core",
        Role.Communicator => "Communicator",
        Role.StatusTracker => "Status tracker",
        Role.FirmwareServer => "Firmware server",
        _ => "no single role",
    };

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
