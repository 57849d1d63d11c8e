using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests.Claims;

/// <summary>Claims that cannot be true are found before anything is run.</summary>
public sealed class StaticReviewTests
{
    [Fact]
    public void A_required_item_answered_with_no_is_a_violation() => Found(Filled.Claims().Deny("R-DC-04"), ReviewKind.Required, "R-DC-04");

    [Fact]
    public void A_claim_of_a_profile_that_is_not_claimed_is_a_violation()
    {
        var claims = Filled.Claims(profile: Profile.Core);

        Found(claims with { Items = new Dictionary<string, bool>(claims.Items) { ["R-DC-15"] = true } }, ReviewKind.Excluded, "R-DC-15");
    }

    [Theory]
    [InlineData(Profile.Core, null, ItemStatus.Mandatory, ItemStatus.Excluded)]
    [InlineData(Profile.Secure, null, ItemStatus.Mandatory, ItemStatus.Mandatory)]
    [InlineData(Profile.Core, Extension.Fleet, ItemStatus.Excluded, ItemStatus.Excluded)]
    [InlineData(Profile.Core, Extension.Gateway, ItemStatus.Mandatory, ItemStatus.Excluded)]
    public void An_extension_permits_yes_beside_any_profile_and_only_where_it_is_claimed(Profile profile, Extension? extension, ItemStatus core, ItemStatus secure)
    {
        var claimed = new ClaimedProfile(profile, [Extension.Gateway]);

        Assert.Equal(core, Proforma.StatusOf(Fixture.Row("R-XX-01", extension: extension), claimed));
        Assert.Equal(secure, Proforma.StatusOf(Fixture.Row("R-XX-01", profile: Profile.Secure, extension: extension), claimed));
        Assert.Equal($"{profile} with Gateway", claimed.ToString());
    }

    [Fact]
    public void A_recommendation_may_be_denied_with_a_reason_only()
    {
        var denied = Filled.Claims().Deny("R-DC-40");

        Found(denied, ReviewKind.Unexplained, "R-DC-40");
        Assert.Empty(StaticReview.Of(denied with { Deviations = new Dictionary<string, string> { ["R-DC-40"] = "the slots are of one size" } }));
    }

    [Theory]
    [InlineData("R-DC-04")]
    [InlineData("R-DC-42")]
    [InlineData("R-DC-40")]
    public void A_deviation_from_what_is_no_recommendation_or_is_followed_is_a_contradiction(string requirement) =>
        Found(Filled.Claims() with { Deviations = new Dictionary<string, string> { [requirement] = "because" } }, ReviewKind.Contradictory, requirement);

    [Fact]
    public void An_option_may_be_denied() => Assert.Empty(StaticReview.Of(Filled.Claims().Deny("R-DC-42")));

    [Theory]
    [InlineData("leastPoll", "6min")]
    [InlineData("mostPoll", "4min")]
    [InlineData("mostBackOff", "1s")]
    public void Timers_that_do_not_go_together_are_a_contradiction(string name, string duration)
    {
        var claims = Filled.Claims(Role.Communicator);
        var changed = claims.Values.Select(value => value.Item.Name == name ? value with { Duration = Durations.Find(duration) } : value);

        Assert.Contains(StaticReview.Of(claims with { Values = [.. changed] }), static finding => finding.Kind == ReviewKind.Contradictory);
    }

    [Fact]
    public void The_algorithms_and_their_requirement_go_together()
    {
        var claims = Filled.Claims(Role.FirmwareServer);
        var one = claims with { Values = [.. claims.Values.Select(static value => value.Item.Name == "algorithms" ? value with { Algorithms = ["ESP256"] } : value)] };

        Found(one, ReviewKind.Contradictory, "firmware-server.algorithms");
        Assert.Contains(StaticReview.Of(claims.Deny("R-GEN-12")), static finding => finding.Subject == "firmware-server.algorithms");
    }

    [Theory]
    [InlineData("upperTester: { none: true }\nlinks: { device: tunnel }", "links.device")]
    [InlineData("upperTester: { none: true }\nlinks: { device: tcp }", "links.device")]
    [InlineData("upperTester: { stdio: [shim] }\nlinks: { device: tunnel, author: http }", "links.author")]
    [InlineData("upperTester: { none: true }\nlinks: { device: \"tcp:localhost:1\" }", "testability.clock")]
    public void An_attachment_that_does_not_go_with_the_claims_is_found(string written, string subject)
    {
        var attachment = IxitFile.Parse("ixit.yaml", $"ixit: secup-iot-ixit/1\n{written}\n");

        Assert.Contains(StaticReview.Of(Filled.Claims(), attachment), finding => finding.Kind == ReviewKind.Attachment && finding.Subject == subject);
    }

    [Fact]
    public void A_link_over_TLS_needs_its_material()
    {
        var attachment = IxitFile.Parse("ixit.yaml", "ixit: secup-iot-ixit/1\nupperTester: { stdio: [shim] }\nlinks: { server: https, author: \"https://localhost:1\" }\n");

        Assert.Equal(["links.author", "links.server"], StaticReview.Of(Filled.Claims(Role.FirmwareServer), attachment).Select(static finding => finding.Subject).Order());
    }

    [Fact]
    public void Nothing_can_be_asked_of_an_upper_tester_that_there_is_not()
    {
        var claims = Filled.Claims() with { Testability = new Testability(TestClock.Real, ["power-cut"], []) };
        var attachment = IxitFile.Parse("ixit.yaml", "ixit: secup-iot-ixit/1\nupperTester: { none: true }\nlinks: { device: \"tcp:localhost:1\" }\n");

        Found(claims, ReviewKind.Attachment, "testability", attachment);
    }

    private static void Found(ClaimSet claims, ReviewKind kind, string subject, AttachmentSettings? attachment = null)
    {
        var finding = Assert.Single(StaticReview.Of(claims, attachment));
        Assert.Equal((kind, subject), (finding.Kind, finding.Subject));
        Assert.StartsWith("Expected ", finding.Text, StringComparison.Ordinal);
    }
}
