using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Claims;

/// <summary>What an implementation is claimed for: Core, or Secure that includes it, and beside it any of the extensions (D-60).</summary>
/// <param name="Profile">Core or Secure.</param>
/// <param name="Extensions">What is claimed beside it; may be empty.</param>
public sealed record ClaimedProfile(Profile Profile, IReadOnlyList<Extension> Extensions)
{
    /// <summary>A profile without extensions.</summary>
    public ClaimedProfile(Profile profile)
        : this(profile, [])
    {
    }

    /// <summary>Everything that there is.</summary>
    public static ClaimedProfile All { get; } = new(Profile.Secure, Enum.GetValues<Extension>());

    /// <summary>True when the requirement says something to who claims this.</summary>
    public bool Has(Requirement row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Profile <= Profile && (row.Extension is not { } extension || Extensions.Contains(extension));
    }

    /// <inheritdoc/>
    public override string ToString() => Extensions.Count == 0 ? Profile.ToString() : $"{Profile} with {string.Join(" and ", Extensions)}";
}
