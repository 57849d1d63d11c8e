using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Runs;

/// <summary>All that is fixed before the first scenario of a run. It is written first, so that a run that is killed can still be reported.</summary>
/// <param name="Suite">The version of the suite.</param>
/// <param name="Revision">The revision of the requirement catalogue.</param>
/// <param name="RequirementSet">The digest of its rows.</param>
/// <param name="Seed">Where all chance comes from.</param>
/// <param name="Subjects">What is under test, by role, in the order of the specification.</param>
/// <param name="Attachment">How it is attached; enough to do it again.</param>
/// <param name="Claims">What its vendor claims; null when nobody claimed anything, so that everything is taken as claimed.</param>
/// <param name="Taints">Why the result may not be shown as one of the whole suite. Empty for a result that may.</param>
/// <param name="Known">The list of known failures; null for none.</param>
/// <param name="Rows">The requirements that are judged.</param>
/// <param name="Plan">Every scenario of the suite and whether it is to be executed.</param>
public sealed record RunHeader(
    string Suite,
    string Revision,
    string RequirementSet,
    ulong Seed,
    IReadOnlyList<Subject> Subjects,
    AttachmentChoice Attachment,
    ClaimSet? Claims,
    IReadOnlyList<string> Taints,
    KnownFailures? Known,
    IReadOnlyList<RequirementRow> Rows,
    Plan Plan);

/// <summary>An implementation in a role, as it presents itself.</summary>
/// <param name="Role">The role.</param>
/// <param name="Hello">What it says.</param>
public sealed record Subject(Role Role, Hello Hello);

/// <summary>How the implementation of a run is attached.</summary>
/// <param name="Kind">Where it is.</param>
/// <param name="Name">The mutant, or the path of the IXIT; empty for the reference.</param>
public sealed record AttachmentChoice(AttachmentKind Kind, string Name = "");

/// <summary>Where an implementation is.</summary>
public enum AttachmentKind
{
    /// <summary>The reference, in this process.</summary>
    Reference,
    /// <summary>The reference with one wrong part, in this process.</summary>
    Mutant,
    /// <summary>Wherever the IXIT says.</summary>
    Ixit,
}

/// <summary>How a run ended.</summary>
public enum RunEnd
{
    /// <summary>Everything that was planned was executed.</summary>
    Finished,
    /// <summary>By Ctrl-C.</summary>
    Interrupted,
    /// <summary>After the first failure, as was asked.</summary>
    FailedFast,
    /// <summary>The implementation could not be attached any more.</summary>
    AttachmentLost,
    /// <summary>The process ended without a word: it was killed, or the machine went down.</summary>
    Killed,
}
