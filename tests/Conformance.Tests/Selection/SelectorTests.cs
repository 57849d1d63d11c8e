using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Selection;
using SecUpIoT.Conformance.Tests.Claims;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests.Selection;

/// <summary>Each scenario is selected or not for one reason, which is said.</summary>
public sealed class SelectorTests
{
    private static readonly Pickle Required = Fixture.Pickle("TP-DC-04-1", "attack", "R-DC-04");
    private static readonly Pickle Optional = Fixture.Pickle("TP-DC-42-1", "obey", "R-DC-42");
    private static readonly Pickle Secure = Fixture.Pickle("TP-DC-15-1", "attack", "R-DC-15");

    [Fact]
    public void Without_claims_every_scenario_is_selected()
    {
        var plan = Selector.Plan();

        Assert.Equal(Suite.Pickles, plan.Selected);
        Assert.Empty(plan.Denied);
    }

    [Fact]
    public void A_plan_has_every_scenario_of_the_suite_once()
    {
        var plan = Selector.Plan(Filled.Claims(Role.Communicator), new Filters([Role.Communicator], ["R-CM-01"], [], ["attack"]));

        Assert.Equal(Suite.Pickles, plan.Scenarios.Select(static planned => planned.Pickle));
    }

    [Fact]
    public void What_is_claimed_is_selected() => Decided(Required, Filled.Claims(), null, true, "Run: R-DC-04 is required of a device-core of profile Secure.");

    [Fact]
    public void What_is_required_is_tested_though_it_is_denied() =>
        Decided(Required, Filled.Claims().Deny("R-DC-04"), null, true, "Run: R-DC-04 is required of a device-core of profile Secure.");

    [Fact]
    public void A_role_that_is_not_claimed_does_not_apply() =>
        Decided(Required, Filled.Claims(Role.FirmwareServer), null, false, "Not applicable: the role device-core is not claimed.");

    [Fact]
    public void A_profile_that_is_not_claimed_does_not_apply() =>
        Decided(Secure, Filled.Claims(profile: Profile.Core), null, false, "Not applicable: R-DC-15 is of profile Secure, and profile Core is claimed.");

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    public void An_extension_applies_where_it_is_claimed_whatever_the_profile(Profile profile)
    {
        var pickle = Fixture.Pickle("TP-DC-99-1", "attack", "R-XX-01");
        var row = Fixture.Row("R-XX-01", extension: Extension.Gateway);
        Planned Decide(params IReadOnlyList<Extension> extensions) =>
            Assert.Single(Selector.Plan(_ => row, [pickle], Filled.Claims(Role.DeviceCore, profile, extensions)).Scenarios);

        Assert.Equal((true, $"Run: R-XX-01 is required of a device-core of profile {profile} with Fleet and Gateway."), (Decide(Extension.Fleet, Extension.Gateway).IsSelected, Decide(Extension.Fleet, Extension.Gateway).Why));
        Assert.Equal((false, $"Not applicable: R-XX-01 is of profile Gateway, and profile {profile} with Fleet is claimed."), (Decide(Extension.Fleet).IsApplicable, Decide(Extension.Fleet).Why));
        Assert.Equal("Run: R-XX-01 is required of a device-core of profile Gateway.", Assert.Single(Selector.Plan(_ => row, [pickle], null).Scenarios).Why);
    }

    [Fact]
    public void What_is_denied_does_not_apply_and_is_run_apart()
    {
        var plan = Selector.Plan([Required, Optional], Filled.Claims().Deny("R-DC-42"));

        Assert.Equal([Required], plan.Selected);
        Assert.Equal([Optional], plan.Denied);
        Assert.False(plan.Scenarios[1].IsApplicable);
        Assert.StartsWith("Not applicable: R-DC-42 is optional and denied;", plan.Scenarios[1].Why, StringComparison.Ordinal);
        Assert.Empty(Selector.Plan([Optional], Filled.Claims().Deny("R-DC-42"), new Filters([], ["R-DC-04"], [], [])).Denied);
    }

    [Theory]
    [InlineData("R-DC-0*", "", "", true)]
    [InlineData("R-DC-0", "", "", false)]
    [InlineData("R-CM-*", "", "", false)]
    [InlineData("", "TP-DC-04-1", "", true)]
    [InlineData("", "TP-DC-04-*", "attack", true)]
    [InlineData("", "TP-DC-04", "", false)]
    [InlineData("", "", "obey", false)]
    [InlineData("R-DC-04", "TP-DC-05-1", "", false)]
    public void A_filter_leaves_out_what_it_does_not_name(string requirement, string purpose, string kind, bool selected)
    {
        static IReadOnlyList<string> List(string text) => text.Length == 0 ? [] : [text];

        var planned = Assert.Single(Selector.Plan([Required], Filled.Claims(), new Filters([], List(requirement), List(purpose), List(kind))).Scenarios);

        Assert.Equal(selected, planned.IsSelected);
        Assert.True(planned.IsApplicable);
        Assert.StartsWith(selected ? "Run: " : "Left out: only ", planned.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_an_outline_can_be_asked_for()
    {
        var rows = PickleReader.Read("f", "@role:device-core @tp:TP-DC-04-1\nFeature: F\n  Scenario Outline: S\n    Then <row>\n    Examples:\n      | row |\n      | a |\n      | b |\n");

        Assert.Equal("TP-DC-04-1#b", Assert.Single(Selector.Plan(rows, null, new Filters([], [], ["TP-DC-04-1#b"], [])).Selected).Id);
        Assert.Equal(2, Selector.Plan(rows, null, new Filters([], [], ["TP-DC-04-1"], [])).Selected.Count);
    }

    private static void Decided(Pickle pickle, ClaimSet claims, Filters? filters, bool selected, string why)
    {
        var planned = Assert.Single(Selector.Plan([pickle], claims, filters).Scenarios);
        Assert.Equal((selected, selected, why), (planned.IsSelected, planned.IsApplicable, planned.Why));
    }
}
