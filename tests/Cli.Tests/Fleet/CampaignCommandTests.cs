using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SecUpIoT.Cli.Tests.Fleet;

/// <summary>`secup campaign`: every order and what it answers, in words and as JSON; every wrong order, with its exit code. No member runs here.</summary>
[Collection(FleetSiteClasses.Name)]
public sealed class CampaignCommandTests(FleetSite site)
{
    private string Member => site.Devices[3];

    private string Other => site.Devices[4];

    [Fact]
    [Trait("requirement", "R-ST-39")]
    [Trait("requirement", "R-ST-40")]
    [Trait("requirement", "R-ST-44")]
    [Trait("requirement", "R-ST-48")]
    public async Task Its_orders_take_a_campaign_from_draft_to_its_end_and_none_comes_out_of_turn()
    {
        await Task.WhenAll(site.JsonAsync(ExitCode.Done, "device", "tag", Member, "orders", "site=lab"), site.JsonAsync(ExitCode.Done, "device", "tag", Other, "orders"));

        var created = await OneAsync("create", "orders", "--package", site.Package, "--tags", "orders & !beta", "--waves", "50,100", "--advance", "90", "--stop-share", "5", "--retry", "StorageFailed=5", "--window", "mon-fri 01:00+3h");
        var inDraft = await RefusedAsync("NotNow", "resume", "orders");
        var started = await OneAsync("start", "orders");
        var paused = await OneAsync("pause", "orders");
        var resumed = await OneAsync("resume", "orders");
        var aborted = await OneAsync("abort", "orders");
        var inAborted = await Task.WhenAll(RefusedAsync("NotNow", "start", "orders"), RefusedAsync("NotNow", "abort", "orders"));
        var shown = await OneAsync("show", (string)created["campaign"]!);

        Assert.Equal(("Draft", 0, 0), (Phase(created), (int)created["openWaves"]!, created["waves"]!.AsArray().Count));
        Assert.Equal(("orders", 3, site.Manifest), ((string?)created["name"], (int)created["number"]!, (string?)created["manifest"]));
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""
                    {"tags":"orders & !beta","devices":[],"waves":[50,100],"advanceShare":90,"stopShare":5,"stopCount":0,"mostUnderWay":0,"attempts":3,
                     "firstPauseSeconds":60,"longestPauseSeconds":3600,"attemptsAfter":{"StorageFailed":5},"windows":["mon,tue,wed,thu,fri 01:00+180m"]}
                    """),
                created["plan"]),
            $"{created["plan"]}");
        Assert.Equal(("Running", 1), (Phase(started), (int)started["openWaves"]!));
        Assert.Equal([(50, 1), (100, 1)], started["waves"]!.AsArray().Select(static wave => ((int)wave!["percent"]!, (int)wave["waiting"]!)));
        Assert.True((long)started["startedAt"]! >= (long)created["createdAt"]!);
        Assert.Null(started["endedAt"]);
        Assert.Equal(("Paused", "Operator"), (Phase(paused), (string?)paused["reason"]));
        Assert.Equal(("Running", "None"), (Phase(resumed), (string?)resumed["reason"]));
        Assert.Equal(("Aborted", "None"), (Phase(aborted), (string?)aborted["reason"]));
        Assert.True((long)aborted["endedAt"]! >= (long)started["startedAt"]!);
        Assert.Contains("Draft", inDraft, StringComparison.Ordinal);
        Assert.All(inAborted, static error => Assert.Contains("Aborted", error, StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(aborted, shown), $"{aborted} and {shown}");
    }

    [Fact]
    public async Task People_read_sentences_and_tables()
    {
        var created = await site.TextAsync("campaign", "create", "in words", "--package", site.Package, "--device", site.Devices[5], "--waves", "10,100");
        var started = await site.TextAsync("campaign", "start", "in words");
        var (listed, shown) = (await site.TextAsync("campaign", "list"), await site.TextAsync("campaign", "show", "in words"));
        var again = await site.TextAsync("campaign", "start", "in words");
        await site.TextAsync("campaign", "abort", "in words");

        Assert.All([created, started, listed, shown], static ran => Assert.True(ran is { ExitCode: ExitCode.Done, Errors: "" }, ran.Output + ran.Errors));
        Assert.Matches($@"^Campaign in words \([0-9a-f-]{{36}}\), package 3 \({site.Manifest[..12]}\): Draft\r?\nMembers: every device of the class, of 1 that are named\r?\nThe next wave opens at 100 % confirmed; no failure stops it; no limit on updates at once; 3 attempts; at any time\.\r?\n$", created.Output);
        Assert.Equal(started.Output, shown.Output);
        Assert.Matches(@"wave +percent +open +waiting +under way +confirmed +failed +silent +left", shown.Output);
        Assert.Matches(@"\n +1 +10 +yes +1 +0 +0 +0 +0 +0 ", shown.Output);
        Assert.Matches(@"\n +2 +100 +no +0 +0 +0 +0 +0 +0 ", shown.Output);
        Assert.Matches(@"in words +[0-9a-f-]{36} +3 \([0-9a-f]{12}\) +Running +1 of 2 +0 of 1 +0 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", listed.Output);
        Assert.Equal(ExitCode.Refused, again.ExitCode);
        Assert.Empty(again.Output);
        Assert.Equal("Refused (NotNow): StartOrdered in phase Running", again.Errors.TrimEnd());
    }

    [Fact]
    public async Task A_campaign_that_is_not_there_is_named()
    {
        var errors = await Task.WhenAll(
            RefusedAsync("NotAvailable", "show", "unheard-of", "--watch"),
            RefusedAsync("NotAvailable", "start", "unheard-of"),
            RefusedAsync("NotAvailable", "abort", "00000000-0000-4000-8000-000000000001"));

        Assert.All(errors[..2], static error => Assert.Contains("there is no campaign 'unheard-of'; 'secup campaign list' names them", error, StringComparison.Ordinal));
        Assert.Contains("there is no campaign 00000000-0000-4000-8000-000000000001", errors[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_two_campaigns_have_is_not_enough_but_the_identifier_is()
    {
        string[] create = ["create", "twice", "--package", site.Package, "--device", site.Devices[5]];
        var ids = (string[])[(string)(await OneAsync(create))["campaign"]!, (string)(await OneAsync(create))["campaign"]!];

        var failed = await site.JsonAsync(ExitCode.Usage, "campaign", "abort", "twice");
        var aborted = await OneAsync("abort", ids[0]);
        var listed = (await site.JsonAsync(ExitCode.Done, "campaign", "list"))[0]["campaigns"]!.AsArray().Where(static entry => (string?)entry!["name"] == "twice").ToList();

        Assert.All(ids, id => Assert.Contains(id, (string)failed[0]["error"]!, StringComparison.Ordinal));
        Assert.Equal("Aborted", Phase(aborted));
        // The latest comes first.
        Assert.Equal([(ids[1], "Draft"), (ids[0], "Aborted")], listed.Select(static entry => ((string)entry!["campaign"]!, (string)entry["phase"]!)));
    }

    [Fact]
    [Trait("requirement", "R-ST-37")]
    [Trait("requirement", "R-ST-38")]
    public async Task A_plan_that_is_not_sound_is_not_taken()
    {
        (int ExitCode, string Says, string[] Options)[] plans =
        [
            (ExitCode.Refused, "rising percentages that end with 100, got [50, 10]", ["--waves", "50,10"]),
            (ExitCode.Refused, "expected letters, digits and ._:=/- in a tag, got ' '", ["--tags", "site lab"]),
            (ExitCode.Usage, "--waves: expected percentages such as 1,10,50,100, got 'ten'", ["--waves", "ten"]),
            (ExitCode.Usage, "--advance: expected a whole number from 1 to 100, got '0'", ["--advance", "0"]),
            (ExitCode.Usage, "--retry: expected a result code and a number such as StorageFailed=5, got 'Bogus=1'", ["--retry", "Bogus=1"]),
            (ExitCode.Usage, "--window: expected days, a time and a length such as", ["--window", "moonday 01:00+3h"]),
            (ExitCode.Usage, "Expected --package or --manifest, and not both", ["--manifest", site.Manifest]),
        ];

        var refused = await Task.WhenAll(plans.Select(plan => site.JsonAsync(plan.ExitCode, ["campaign", "create", "unsound", "--package", site.Package, .. plan.Options])));
        var unpublished = await RefusedAsync("NotAvailable", "create", "unsound", "--manifest", new string('0', 64));
        var garbage = await site.JsonAsync(ExitCode.Configuration, "campaign", "create", "unsound", "--package", site["app.bin"]);
        var listed = await site.JsonAsync(ExitCode.Done, "campaign", "list");

        Assert.All(plans.Zip(refused), static pair => Assert.Contains(pair.First.Says, (string)pair.Second.Single()["error"]!, StringComparison.Ordinal));
        Assert.Contains("published package", unpublished, StringComparison.Ordinal);
        Assert.Matches(@"app\.bin: expected a SUIT envelope, but: [a-z]", (string)garbage[0]["error"]!);
        Assert.DoesNotContain(listed[0]["campaigns"]!.AsArray(), static entry => (string?)entry!["name"] == "unsound");
    }

    [Fact]
    [Trait("requirement", "R-ST-48")]
    public async Task Show_watch_tells_every_change_and_ends_with_the_campaign()
    {
        await OneAsync("create", "watched", "--package", site.Package, "--device", site.Devices[5]);
        using var watch = site.StartJson("campaign", "show", "watched", "--watch");
        var first = await FleetSite.NextAsync(watch);
        await OneAsync("start", "watched");
        var second = await FleetSite.NextAsync(watch);
        await OneAsync("abort", "watched");
        var rest = await FleetSite.RestAsync(watch);

        Assert.Equal(("Draft", "Running", "Aborted"), (Phase(first), Phase(second), Phase(rest[^1])));
        Assert.All(rest.SkipLast(1), static between => Assert.Equal("Running", Phase(between)));
        // Nothing is told twice.
        JsonObject[] all = [first, second, .. rest];
        Assert.All(all.Zip(all.Skip(1)), static pair => Assert.False(JsonNode.DeepEquals(pair.First, pair.Second), $"{pair.First}"));
        Assert.Equal(ExitCode.Done, watch.ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_watch_with_its_documented_code()
    {
        var created = await OneAsync("create", "left alone", "--package", site.Package, "--device", site.Devices[5]);
        using var watch = site.StartJson("campaign", "show", "left alone", "--watch");
        var shown = await FleetSite.NextAsync(watch);
        using (var signal = Process.Start("sh", ["-c", $"kill -INT {watch.Id}"])) await signal.WaitForExitAsync();
        var rest = await FleetSite.RestAsync(watch);

        Assert.Equal(ExitCode.Interrupted, watch.ExitCode);
        Assert.Empty(rest);
        Assert.Empty(await watch.StandardError.ReadToEndAsync());
        Assert.True(JsonNode.DeepEquals(created, shown), $"{created} and {shown}");
    }

    private static string? Phase(JsonObject campaign) => (string?)campaign["phase"];

    private async Task<JsonObject> OneAsync(params string[] arguments) => (await site.JsonAsync(ExitCode.Done, ["campaign", .. arguments])).Single();

    private async Task<string> RefusedAsync(string code, params string[] arguments)
    {
        var document = (await site.JsonAsync(ExitCode.Refused, ["campaign", .. arguments])).Single();
        Assert.Equal(code, (string?)document["code"]);
        return (string)document["error"]!;
    }
}
