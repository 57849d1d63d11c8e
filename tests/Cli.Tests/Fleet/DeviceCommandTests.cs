using System.Text.Json.Nodes;

namespace SecUpIoT.Cli.Tests.Fleet;

/// <summary>`secup device` for an operator: lists, tags, and the end of a device's administration; unknown devices and wrong words. No device of these runs.</summary>
[Collection(FleetSiteClasses.Name)]
public sealed class DeviceCommandTests(FleetSite site)
{
    private const string Unknown = "3f2c9d1e-0000-4000-8000-000000000001";

    [Fact]
    [Trait("requirement", "R-ST-49")]
    public async Task The_list_comes_in_order_and_in_pieces()
    {
        string[] inOrder = [.. site.Devices.Order(StringComparer.Ordinal)];

        var all = await ListAsync("--all");
        var two = await ListAsync("--most", "2");
        var rest = await ListAsync("--after", inOrder[1]);
        var none = await ListAsync("--after", inOrder[^1]);
        var text = await site.TextAsync("device", "list", "--most", "1");

        Assert.Equal(inOrder, all);
        Assert.Equal(inOrder[..2], two);
        Assert.Equal(inOrder[2..], rest);
        Assert.Empty(none);
        Assert.Equal(ExitCode.Done, text.ExitCode);
        Assert.Matches(@"device +phase +confirmed +target +progress +result +last seen", text.Output);
        Assert.Contains($"  {inOrder[0]}  ", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(inOrder[1], text.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("requirement", "R-ST-31")]
    [Trait("requirement", "R-ST-37")]
    public async Task Tags_are_named_shown_replaced_and_taken_away()
    {
        var device = site.Devices[6];

        var tagged = await site.JsonAsync(ExitCode.Done, "device", "tag", device, "site=lab", "canary");
        var shown = await site.JsonAsync(ExitCode.Done, "device", "show", device);
        var text = await site.TextAsync("device", "show", device);
        var replaced = await site.TextAsync("device", "tag", device, "v:2/x.y-z");
        var refused = await site.JsonAsync(ExitCode.Refused, "device", "tag", device, "two words");
        var then = await TagsAsync(device);
        await site.JsonAsync(ExitCode.Done, "device", "tag", device);

        Assert.Equal(device, (string?)tagged.Single()["tagged"]);
        Assert.Equal(2, shown.Count);
        var record = shown[0]["devices"]!.AsArray().Single()!;
        Assert.Equal((device, "Secure", "None"), ((string?)record["device"], (string?)record["profile"], (string?)record["result"]));
        Assert.Equal(["canary", "site=lab"], shown[1]["tags"]!.AsArray().Select(static tag => (string)tag!).Order(StringComparer.Ordinal));
        Assert.Equal("Enrolled", (string?)shown[1]["history"]!.AsArray()[^1]!["phase"]);
        Assert.Matches(@"Tags: (canary, site=lab|site=lab, canary)\r?\n", text.Output);
        Assert.Matches(@"at +phase +result +target", text.Output);
        Assert.Equal($"Tagged: {device}", replaced.Output.TrimEnd());
        Assert.Equal("MalformedMessage", (string?)refused.Single()["code"]);
        Assert.Contains("expected letters, digits and ._:=/- in a tag, got ' '", (string)refused[0]["error"]!, StringComparison.Ordinal);
        Assert.Equal(["v:2/x.y-z"], then);
        Assert.Empty(await TagsAsync(device));
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_named()
    {
        var refused = await Task.WhenAll(site.JsonAsync(ExitCode.Refused, "device", "show", Unknown), site.JsonAsync(ExitCode.Refused, "device", "tag", Unknown, "canary"));
        var text = await site.TextAsync("device", "cancel", Unknown);

        Assert.All(refused, static documents => Assert.Equal("NotEnrolled", (string?)documents.Single()["code"]));
        Assert.All(refused, static documents => Assert.Contains($"device {Unknown}", (string)documents[0]["error"]!, StringComparison.Ordinal));
        Assert.Equal(ExitCode.Refused, text.ExitCode);
        Assert.Empty(text.Output);
        Assert.Equal($"Refused (NotEnrolled): device {Unknown} is not enrolled; 'secup device list' names the devices and their phases", text.Errors.TrimEnd());
    }

    [Fact]
    public async Task A_wrong_command_line_says_what_is_expected_and_nothing_else_with_json()
    {
        (string Says, string[] Arguments)[] lines =
        [
            ("Expected a device identifier (UUID), got 'canary'", ["show", "canary"]),
            ("--most: expected a whole number from 1 to 2147483647, got '0'", ["list", "--most", "0"]),
            ("Confirmed", ["list", "--phase", "Bogus"]),
            ("Required argument missing", ["cancel"]),
            ("Required command", []),
        ];

        var failed = await Task.WhenAll(lines.Select(line => site.JsonAsync(ExitCode.Usage, ["device", .. line.Arguments])));

        Assert.All(lines.Zip(failed), static pair => Assert.Contains(pair.First.Says, (string)pair.Second.Single()["error"]!, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("requirement", "R-ST-50")]
    public async Task A_device_is_decommissioned_and_enrolled_again()
    {
        var device = site.Devices[7];

        var nothing = await site.JsonAsync(ExitCode.Refused, "device", "cancel", device);
        var text = await site.TextAsync("device", "decommission", device);
        var listed = await ListAsync("--phase", "Decommissioned");
        var tagged = await site.JsonAsync(ExitCode.Refused, "device", "tag", device, "canary");
        await site.JsonAsync(ExitCode.Done, "enrol");
        var history = (await site.JsonAsync(ExitCode.Done, "device", "show", device))[1]["history"]!.AsArray();

        Assert.Equal("NotNow", (string?)nothing.Single()["code"]);
        Assert.Equal($"Decommissioned: {device}", text.Output.TrimEnd());
        Assert.Equal([device], listed);
        Assert.Equal("NotEnrolled", (string?)tagged.Single()["code"]);
        Assert.Equal(["Enrolled", "Decommissioned", "Enrolled"], history.Select(static step => (string)step!["phase"]!));
    }

    private async Task<IReadOnlyList<string>> ListAsync(params string[] options) =>
        [.. (await site.JsonAsync(ExitCode.Done, ["device", "list", .. options])).Single()["devices"]!.AsArray().Select(static entry => (string)entry!["device"]!)];

    private async Task<IReadOnlyList<string>> TagsAsync(string device) =>
        [.. (await site.JsonAsync(ExitCode.Done, "device", "show", device))[1]["tags"]!.AsArray().Select(static tag => (string)tag!)];
}
