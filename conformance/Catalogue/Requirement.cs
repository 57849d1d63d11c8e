using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Catalogue;

/// <summary>How strongly a requirement is worded (spec/README.md).</summary>
public enum Level
{
    /// <summary>is required to.</summary>
    Required,
    /// <summary>is recommended to.</summary>
    Recommended,
    /// <summary>can optionally.</summary>
    Optional,
}

/// <summary>One row of spec/requirements.yaml, as far as the suite needs it.</summary>
/// <param name="Id">Such as R-DC-04.</param>
/// <param name="Profile">The profile from which on it applies; Core when an extension alone decides.</param>
/// <param name="Level">How strongly it is worded.</param>
/// <param name="Statement">The sentence.</param>
/// <param name="Sources">Where it comes from; "this specification" marks our own choice.</param>
/// <param name="Evidence">The weakest evidence that a pass needs.</param>
/// <param name="UntestableBecause">Why no scenario can show it; null when one can.</param>
/// <param name="Roles">The roles that it is tested on; more than one for requirements of every entity.</param>
public sealed record Requirement(
    string Id,
    Profile Profile,
    Level Level,
    string Statement,
    IReadOnlyList<string> Sources,
    EvidenceClass Evidence,
    string? UntestableBecause,
    IReadOnlyList<Role> Roles)
{
    /// <summary>The cells of the machine tables or the messages concerned, or "none:" and why there is none.</summary>
    public IReadOnlyList<string> Formal { get; init; } = [];

    /// <summary>The extension that it belongs to; null for what Core or Secure has.</summary>
    public Extension? Extension { get; init; }

    /// <summary>The profile as the catalogue names it: Core, Secure, Fleet or Gateway.</summary>
    public string ProfileName => Extension?.ToString() ?? Profile.ToString();

    /// <summary>True when a scenario can show it.</summary>
    public bool IsTestable => UntestableBecause is null;

    /// <inheritdoc/>
    public override string ToString() => Id;
}
