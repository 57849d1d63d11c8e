using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Claims;

/// <summary>Whether the attachment fits the claims: links of the claimed roles only, reachable as they are attached, and nothing is expected of an upper tester that there is not.</summary>
internal static class AttachmentReview
{
    /// <summary>Everything that is wrong.</summary>
    public static IEnumerable<ReviewFinding> Of(ClaimSet claims, AttachmentSettings attachment)
    {
        var wanted = claims.Roles.SelectMany(LinksOf).Distinct().ToList();
        foreach (var link in attachment.Links.Keys.Except(wanted))
            yield return Wrong(link, $"Expected links of {string.Join(", ", claims.Roles.Select(Names.Of))} only; none of them has a {Names.Of(link)} link. Remove it.");
        foreach (var (link, _) in attachment.Links.Where(static pair => NeedsTls(pair.Value) && pair.Key != Link.Device))
        {
            if (attachment.Tls is null) yield return Wrong(link, "Expected 'tls', because the link is https; there is none. Add it.");
        }

        if (attachment.UpperTester is not UpperTesterBinding.None) yield break;
        foreach (var link in wanted)
        {
            if (!attachment.Links.TryGetValue(link, out var native)) yield return Wrong(link, "Expected an address, because there is no upper tester that it could be tunnelled through; there is none. Say where the link is.");
            else if (native.Address is null && native.Peers.Count == 0) yield return Wrong(link, "Expected an address, because there is no upper tester that could tell it; there is only the kind of the link. Say where it is.");
        }

        if (claims.Testability.Clock == TestClock.Virtual)
            yield return new(ReviewKind.Attachment, "testability.clock", "Expected 'real' or 'none', because there is no upper tester; it is 'virtual'. Correct it, or attach an upper tester.");
        if (claims.Testability.Faults.Count + claims.Testability.Queries.Count > 0)
            yield return new(ReviewKind.Attachment, "testability", $"Expected neither faults nor queries, because there is no upper tester; there are {string.Join(", ", claims.Testability.Faults.Concat(claims.Testability.Queries))}. Remove them, or attach an upper tester.");
    }

    /// <summary>The links of a role (UPPER-TESTER.md).</summary>
    public static IReadOnlyList<Link> LinksOf(Role role) => role switch
    {
        Role.DeviceCore => [Link.Device],
        Role.Communicator => [Link.Device, Link.Tracker],
        Role.StatusTracker => [Link.Tracker, Link.Operator, Link.Server],
        _ => [Link.Server, Link.Author],
    };

    private static bool NeedsTls(NativeLinkSettings link) =>
        link.Protected || (link.Address ?? "").StartsWith("https:", StringComparison.Ordinal) || link.Peers.Values.Any(static address => address.StartsWith("https:", StringComparison.Ordinal));

    private static ReviewFinding Wrong(Link link, string text) => new(ReviewKind.Attachment, $"links.{Names.Of(link)}", text);
}
