using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>What may be planned, and whom a plan means (R-ST-37, R-ST-38).</summary>
public sealed class CampaignPlanTests
{
    /// <summary>Plans that are refused, each for one reason.</summary>
    public static IReadOnlyList<(string Name, CampaignPlan Plan)> Unsound { get; } =
    [
        ("no name", Campaigns.Plan with { Name = "" }),
        ("no wave", Campaigns.Plan with { Waves = Sequence<byte>.Empty }),
        ("waves that do not rise", Campaigns.Plan with { Waves = new(50, 50, 100) }),
        ("waves that do not end with all", Campaigns.Plan with { Waves = new(10, 50) }),
        ("a wave of nobody", Campaigns.Plan with { Waves = new(0, 100) }),
        ("nobody must confirm", Campaigns.Plan with { AdvanceShare = 0 }),
        ("no attempt", Campaigns.Plan with { Retry = Campaigns.Plan.Retry with { MostAttempts = 0 } }),
        ("a window without a day", Campaigns.Plan with { Windows = new(new MaintenanceWindow(0, 60, 60)) }),
        ("a window without a minute", Campaigns.Plan with { Windows = new(new MaintenanceWindow(1, 60, 0)) }),
        ("an expression that cannot be read", Campaigns.Plan with { Tags = "canary &" }),
    ];

    public static TheoryData<string> Names => [.. Unsound.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("requirement", "R-ST-38")]
    public void An_unsound_plan_is_refused_with_what_was_expected(string name)
    {
        var plan = Unsound.Single(item => item.Name == name).Plan;

        var reaction = new CampaignMachine().Handle(CampaignState.Initial, new Input.CampaignAsked(Campaigns.Id, new CampaignRequest(Releases.Next.Name.Manifest, plan), Releases.Next.Entry, Known.Start));

        var refusal = Assert.IsType<Output.Refuse>(Assert.Single(reaction.Outputs));
        Assert.Equal(ResultCode.MalformedMessage, refusal.Code);
        Assert.Contains("expected", refusal.Detail, StringComparison.Ordinal);
        Assert.Null(reaction.State.Record);
    }

    [Fact]
    [Trait("requirement", "R-ST-38")]
    public void A_package_that_is_not_published_is_refused()
    {
        var reaction = new CampaignMachine().Handle(CampaignState.Initial, new Input.CampaignAsked(Campaigns.Id, new CampaignRequest(Releases.Next.Name.Manifest, Campaigns.Plan), null, Known.Start));

        Assert.Equal(ResultCode.NotAvailable, Assert.IsType<Output.Refuse>(Assert.Single(reaction.Outputs)).Code);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("canary", true)]
    [InlineData("!canary", false)]
    [InlineData("site=lab & canary", true)]
    [InlineData("site=lab & !canary", false)]
    [InlineData("site=home | canary", true)]
    [InlineData("site=home | site=office & canary", false)]
    [InlineData("canar", false)]
    [Trait("requirement", "R-ST-37")]
    public void A_tag_expression_means_devices_by_their_tags(string expression, bool meant) =>
        Assert.Equal(meant, TagExpression.Parse(expression).Value!.Matches(new("site=lab", "canary")));

    [Theory]
    [InlineData("|")]
    [InlineData("a | ")]
    [InlineData("a & & b")]
    [InlineData("a b")]
    [InlineData("!")]
    [InlineData("!!a")]
    [InlineData("(a)")]
    [Trait("requirement", "R-ST-37")]
    public void What_is_no_expression_is_refused(string text) => Assert.Equal(ResultCode.MalformedMessage, TagExpression.Parse(text).Code);

    [Theory]
    [InlineData("", "", true)]
    [InlineData("canary", "", false)]
    [InlineData("", "2", false)]
    [InlineData("", "1 2", true)]
    [Trait("requirement", "R-ST-37")]
    public void Members_are_of_the_class_and_of_the_list_and_satisfy_the_expression(string tags, string devices, bool member)
    {
        var listed = devices.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => Campaigns.DeviceNumber(int.Parse(number, null)));
        var members = new CampaignMembers(Campaigns.Draft with { Plan = Campaigns.Plan with { Tags = tags, Devices = new(listed) } });

        Assert.Equal(member, members.Contains(Campaigns.Member(1)));
        Assert.False(members.Contains(Campaigns.Member(1) with { Class = Known.OtherClass }));
        Assert.False(members.Contains(Campaigns.Member(1) with { Vendor = Known.OtherVendor }));
    }

    [Theory]
    [InlineData(10, new[] { 10, 50, 100 }, new[] { 1, 4, 5 })]
    [InlineData(3, new[] { 1, 100 }, new[] { 1, 2 })]
    [InlineData(1000, new[] { 1, 10, 100 }, new[] { 10, 90, 900 })]
    [InlineData(7, new[] { 50, 100 }, new[] { 4, 3 })]
    [InlineData(0, new[] { 50, 100 }, new[] { 0, 0 })]
    [Trait("requirement", "R-ST-40")]
    public void A_wave_holds_its_share_of_the_members_rounded_up(int devices, int[] waves, int[] sizes)
    {
        var percents = new Sequence<byte>(waves.Select(wave => (byte)wave));
        var all = Enumerable.Range(0, devices).Select(Campaigns.DeviceNumber).ToList();
        var bounds = CampaignMembers.BoundsOf(percents, [.. all.Select(device => CampaignMembers.PlaceOf(Campaigns.Id, device))]);
        var members = new CampaignMembers(Campaigns.Running(Campaigns.Plan with { Waves = percents }) with { Bounds = bounds });

        Assert.Equal(sizes, Enumerable.Range(0, waves.Length).Select(wave => all.Count(device => members.WaveOf(device) == wave)));
    }

    [Theory]
    [InlineData(0x10, 120, 60, "1970-01-01T02:00:00Z", true)]
    [InlineData(0x10, 120, 60, "1970-01-01T01:59:59Z", false)]
    [InlineData(0x10, 120, 60, "1970-01-01T02:59:59Z", true)]
    [InlineData(0x10, 120, 60, "1970-01-01T03:00:00Z", false)]
    [InlineData(0x10, 120, 60, "1970-01-02T02:00:00Z", false)]
    [InlineData(0x10, 1380, 120, "1970-01-02T00:30:00Z", true)]
    [InlineData(0x10, 1380, 120, "1970-01-02T01:00:00Z", false)]
    [InlineData(0x20, 1380, 120, "1970-01-02T00:30:00Z", false)]
    [InlineData(0x01, 0, 1440, "2026-11-29T12:00:00Z", true)]
    [InlineData(0x01, 0, 1440, "2026-11-28T12:00:00Z", false)]
    [Trait("requirement", "R-ST-47")]
    public void A_window_is_open_from_its_minute_on_for_its_length_on_its_days(byte days, ushort begin, ushort length, string at, bool open) => Assert.Equal(
        open,
        new MaintenanceWindow(days, begin, length).IsOpen(new Moment(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds())));
}
