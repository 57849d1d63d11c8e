using System.Text.Json.Nodes;

namespace SecUpIoT.Cli.Tests.Fleet;

/// <summary>A campaign on devices that run, from its start to its end, as an operator sees it.</summary>
[Collection(FleetSiteClasses.Name)]
public sealed class CampaignLifeTests(FleetSite site)
{
    [Fact]
    [Trait("requirement", "R-ST-41")]
    [Trait("requirement", "R-ST-48")]
    public async Task A_watched_campaign_ends_when_its_devices_have_confirmed_or_left()
    {
        var enrolled = site.Told.Count;
        // Without its server an update stands where the payload is to be fetched, for as long as the test likes.
        await site.StopServerAsync();
        await site.JsonAsync(ExitCode.Done, ["campaign", "create", "life", "--package", site.Package, .. site.Living.SelectMany(static device => (string[])["--device", device]), "--waves", "50,100", "--first-pause", "1s", "--longest-pause", "1s"]);
        var started = (await site.JsonAsync(ExitCode.Done, "campaign", "start", "life")).Single();
        await using var devices = await site.StartDevicesAsync();
        using var watch = site.StartJson("campaign", "show", "life", "--watch");
        await site.Told.AwaitPhaseAsync("tracker", "main", "Unavailable", enrolled);
        var first = await Task.WhenAny(site.Living.Select(device => AcceptedAsync(device))).Unwrap();

        var cancelled = await site.JsonAsync(ExitCode.Done, "device", "cancel", first);
        await site.Told.AwaitPhaseAsync("tracker", first, "Cancelled");
        var without = (await site.JsonAsync(ExitCode.Done, "fleet")).Single();
        var stopped = site.Told.Count;
        await site.StartServerAsync();
        var last = (await FleetSite.RestAsync(watch))[^1];
        var tooLate = await site.JsonAsync(ExitCode.Refused, "device", "cancel", site.Living.First(device => device != first));
        await site.Told.AwaitPhaseAsync("tracker", "main", "Synchronised", stopped);
        var confirmed = (await site.JsonAsync(ExitCode.Done, "device", "list", "--phase", "Confirmed")).Single();
        var text = await site.TextAsync("device", "list", "--all");

        // Half of three, rounded up.
        Assert.Equal([2, 1], started["waves"]!.AsArray().Select(static wave => (int)wave!["waiting"]!));
        Assert.Equal(first, (string?)cancelled.Single()["cancelling"]);
        Assert.Equal((false, 1), ((bool)without["servers"]![0]!["reachable"]!, (int)without["servers"]![0]!["packages"]!));
        Assert.Equal(ExitCode.Done, watch.ExitCode);
        Assert.Equal(("Finished", 2), ((string?)last["phase"], (int)last["openWaves"]!));
        Assert.Equal((2, 1), (Sum(last, "confirmed"), Sum(last, "left")));
        Assert.Equal("TooLateToCancel", (string?)tooLate.Single()["code"]);
        Assert.Equal(site.Living.Where(device => device != first).Order(StringComparer.Ordinal), confirmed["completed"]!.AsArray().Select(static id => (string)id!));
        Assert.All(confirmed["devices"]!.AsArray(), entry => Assert.Equal((3, site.Manifest), ((int)entry!["confirmed"]!["number"]!, (string?)entry["confirmed"]!["manifest"])));
        Assert.Matches($@"{first} +Cancelled +2 \([0-9a-f]{{12}}\) +3 \({site.Manifest[..12]}\) +0 % +Cancelled ", text.Output);
        Assert.Contains($"{site.Devices.Count} devices, 2 completed: ", text.Output, StringComparison.Ordinal);
    }

    private async Task<string> AcceptedAsync(string device)
    {
        await site.Told.AwaitPhaseAsync("tracker", device, "Accepted");
        return device;
    }

    private static int Sum(JsonObject campaign, string status) => campaign["waves"]!.AsArray().Sum(wave => (int)wave![status]!);
}
