using System.Collections.Immutable;

namespace SecUpIoT.Protocol.Suit;

/// <summary>Which elements may be moved out of the manifest, leaving their digest (SUIT manifest S8.6).</summary>
public static class Severability
{
    internal static ImmutableSortedDictionary<SuitElement, Bytes> Empty { get; } = ImmutableSortedDictionary<SuitElement, Bytes>.Empty;

    /// <summary>True for the elements that may be severed.</summary>
    public static bool IsSeverable(SuitElement element) => element is SuitElement.Coswid or SuitElement.DependencyResolution or SuitElement.PayloadFetch
        or SuitElement.CandidateVerification or SuitElement.Install or SuitElement.Text;

    /// <summary>The extension that an element belongs to.</summary>
    public static SuitCapabilities CapabilityOf(SuitElement element) => element switch
    {
        SuitElement.DependencyResolution or SuitElement.CandidateVerification or SuitElement.Uninstall => SuitCapabilities.TrustDomains,
        SuitElement.Coswid => SuitCapabilities.UpdateManagement,
        _ => SuitCapabilities.Base,
    };
}
