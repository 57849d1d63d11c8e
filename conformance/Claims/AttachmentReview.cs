using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Claims;

/// <summary>Whether the attachment fits the claims: every link of the claimed roles is attached, and nothing is expected of an upper tester that there is not.</summary>
internal static class AttachmentReview
{
    /// <summary>Everything that is wrong.</summary>
    public static IEnumerable<ReviewFinding> Of(ClaimSet claims, Ixit ixit)
    {
        var wanted = claims.Roles.SelectMany(LinksOf).Distinct().ToList();
        foreach (var link in wanted.Where(link => !ixit.Links.ContainsKey(link)))
            yield return Wrong($"links.{Names.Of(link)}", $"Expected how the {Names.Of(link)} link is attached, because {Names.Of(claims.Roles.First(role => LinksOf(role).Contains(link)))} has it; nothing is said. Add it.");
        foreach (var link in ixit.Links.Keys.Except(wanted))
            yield return Wrong($"links.{Names.Of(link)}", $"Expected links of {string.Join(", ", claims.Roles.Select(Names.Of))} only; none of them has a {Names.Of(link)} link. Remove it.");
        var hasTester = ixit.UpperTester is not UpperTesterBinding.None;
        foreach (var (link, binding) in ixit.Links)
        {
            if (!hasTester && binding.Kind == LinkKind.Tunnel)
                yield return Wrong($"links.{Names.Of(link)}", "Expected an address, because there is no upper tester; it is a tunnel through one. Say where the link is.");
            else if (!hasTester && binding.Address is null)
                yield return Wrong($"links.{Names.Of(link)}", $"Expected an address, because no upper tester can tell it; there is only '{binding}'. Say where the link is.");
            if (binding.Kind == LinkKind.Https && ixit.Tls is null)
                yield return Wrong($"links.{Names.Of(link)}", "Expected 'tls' with authority, certificate and key, because the link is https; there is none. Add it.");
        }

        if (hasTester) yield break;
        if (claims.Testability.Clock == TestClock.Virtual)
            yield return Wrong("testability.clock", "Expected 'real' or 'none', because there is no upper tester; it is 'virtual'. Correct it, or attach an upper tester.");
        if (claims.Testability.Faults.Count + claims.Testability.Queries.Count > 0)
            yield return Wrong("testability", $"Expected neither faults nor queries, because there is no upper tester; there are {string.Join(", ", claims.Testability.Faults.Concat(claims.Testability.Queries))}. Remove them, or attach an upper tester.");
    }

    /// <summary>The links of a role (UPPER-TESTER.md).</summary>
    public static IReadOnlyList<Link> LinksOf(Role role) => role switch
    {
        Role.DeviceCore => [Link.Device],
        Role.Communicator => [Link.Device, Link.Tracker],
        Role.StatusTracker => [Link.Tracker, Link.Operator, Link.Server],
        _ => [Link.Server, Link.Author],
    };

    private static ReviewFinding Wrong(string subject, string text) => new(ReviewKind.Attachment, subject, text);
}
