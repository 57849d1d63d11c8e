using System.Collections.Immutable;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Claims;

/// <summary>What is wrong with a claim before anything is run.</summary>
public enum ReviewKind
{
    /// <summary>What is required is denied.</summary>
    Required,
    /// <summary>What the claimed profile does not have is claimed.</summary>
    Excluded,
    /// <summary>A recommendation is not followed, and no reason is given.</summary>
    Unexplained,
    /// <summary>Two claims do not go together.</summary>
    Contradictory,
    /// <summary>The attachment does not go with the claims.</summary>
    Attachment,
}

/// <summary>One finding of the static conformance review.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Subject">The item, value or link.</param>
/// <param name="Text">A sentence: what was expected, what is claimed, what to do.</param>
public sealed record ReviewFinding(ReviewKind Kind, string Subject, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Subject}: {Text}";
}

/// <summary>The static conformance review: whether claims can be true at all, and whether the attachment fits them. Nothing is run.</summary>
public static class StaticReview
{
    private static readonly ImmutableHashSet<string> TwoAlgorithms = ["ESP256", "Ed25519"];

    // The lesser and the greater, of one role.
    private static readonly (string Lesser, string Greater, bool MayBeEqual)[] Orders =
    [
        ("leastPoll", "defaultPoll", true), ("defaultPoll", "mostPoll", true), ("leastPoll", "mostPoll", true), ("firstBackOff", "mostBackOff", false),
    ];

    /// <summary>Everything that is wrong; nothing when the implementation conforms statically.</summary>
    public static IReadOnlyList<ReviewFinding> Of(ClaimSet claims, AttachmentSettings? attachment = null)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return [.. Items(claims), .. Deviations(claims), .. Values(claims), .. attachment is null ? [] : AttachmentReview.Of(claims, attachment)];
    }

    private static IEnumerable<ReviewFinding> Items(ClaimSet claims)
    {
        foreach (var row in Proforma.Items(claims.Roles))
        {
            var status = Proforma.StatusOf(row, claims.Claimed);
            var yes = claims.Claims(row.Id);
            if (status == ItemStatus.Mandatory && !yes)
                yield return new(ReviewKind.Required, row.Id, $"Expected yes, because it is required; the claim is no. An implementation without it does not conform: \"{row.Statement}\"");
            if (status == ItemStatus.Excluded && yes)
                yield return new(ReviewKind.Excluded, row.Id, $"Expected no, because it is of profile {row.ProfileName} and the claimed profile is {claims.Claimed}; the claim is yes. Claim {(row.Extension is null ? "profile" : "extension")} {row.ProfileName}, or answer no.");
            if (status == ItemStatus.Recommended && !yes && !claims.Deviations.ContainsKey(row.Id))
                yield return new(ReviewKind.Unexplained, row.Id, $"Expected a reason in 'deviations', because it is recommended and the claim is no; there is none. Add one: \"{row.Statement}\"");
        }
    }

    private static IEnumerable<ReviewFinding> Deviations(ClaimSet claims)
    {
        foreach (var id in claims.Deviations.Keys)
        {
            var status = Proforma.StatusOf(Requirements.Find(id)!, claims.Claimed);
            if (status != ItemStatus.Recommended)
                yield return new(ReviewKind.Contradictory, id, $"Expected deviations from recommendations only; this row is {status.ToString().ToLowerInvariant()} in profile {claims.Claimed}. Remove the deviation.");
            else if (claims.Claims(id))
                yield return new(ReviewKind.Contradictory, id, "Expected either yes or a deviation; there are both. Remove the deviation, or answer no.");
        }
    }

    private static IEnumerable<ReviewFinding> Values(ClaimSet claims)
    {
        foreach (var role in claims.Roles)
        {
            var own = claims.Values.Where(value => value.Item.Role == role).ToDictionary(static value => value.Item.Name);
            foreach (var (lesser, greater, mayBeEqual) in Orders)
            {
                if (own.GetValueOrDefault(lesser)?.Duration is not { } less || own.GetValueOrDefault(greater)?.Duration is not { } more) continue;
                if (less > more || (less == more && !mayBeEqual))
                    yield return new(ReviewKind.Contradictory, $"{Names.Of(role)}.{lesser}", $"Expected {(mayBeEqual ? "at most" : "less than")} {greater}, which is {Durations.Write(more)}; it is {Durations.Write(less)}. Correct one of them.");
            }

            if (own.GetValueOrDefault("algorithms") is not { } algorithms || !claims.Items.ContainsKey("R-GEN-12")) continue;
            var both = TwoAlgorithms.SetEquals(algorithms.Algorithms);
            if (both != claims.Claims("R-GEN-12"))
                yield return new(ReviewKind.Contradictory, $"{Names.Of(role)}.algorithms", $"Expected {(both ? "yes" : "no")} for R-GEN-12, because the algorithms are {string.Join(" and ", algorithms.Algorithms)}; it is {(both ? "no" : "yes")}. Correct one of them.");
        }
    }
}
