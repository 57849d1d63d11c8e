using System.Net;
using PuppeteerSharp;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Tests.EndToEnd;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Page;

/// <summary>The page of the fleet: what it says, what it refuses, and how it looks to a real browser with scripts and without (R-ST-55).</summary>
public sealed class FleetPageTests : IAsyncLifetime
{
    private readonly Site _site = new();
    private readonly HttpClient _client = new();
    private StatusTrackerHost _tracker = null!;

    private Uri Home => _tracker.PageAddress!;

    public async Task InitializeAsync()
    {
        await _site.StartServerAsync();
        _tracker = await _site.StartTrackerAsync(new IPEndPoint(IPAddress.Loopback, 0));
        await _site.EnrolAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _site.DisposeAsync();
    }

    [Theory]
    [Trait("requirement", "R-ST-55")]
    [InlineData("", "1 devices under administration")]
    [InlineData("devices", "0e5d3a52-93a1-4a5b-8a4e-5d8f1a3c7b01")]
    [InlineData("devices?phase=Confirmed", "There is none.")]
    [InlineData("devices/0e5d3a52-93a1-4a5b-8a4e-5d8f1a3c7b01", "What happened")]
    [InlineData("fleet.css", "font")]
    [InlineData("fleet.js", "EventSource")]
    public async Task It_shows(string path, string text)
    {
        using var answer = await _client.GetAsync(new Uri(Home, path));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("requirement", "R-ST-55")]
    [InlineData("nothing", HttpStatusCode.NotFound)]
    [InlineData("devices/nobody", HttpStatusCode.NotFound)]
    [InlineData("devices/0e5d3a52-93a1-4a5b-8a4e-5d8f1a3c7b02", HttpStatusCode.NotFound)]
    [InlineData("campaigns/0e5d3a52-93a1-4a5b-8a4e-5d8f1a3c7b02", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_said_so(string path, HttpStatusCode expected)
    {
        using var answer = await _client.GetAsync(new Uri(Home, path));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    [Trait("requirement", "R-ST-55")]
    public async Task Nothing_can_be_changed_and_no_other_name_is_answered()
    {
        using var posted = await _client.PostAsync(Home, new StringContent("x"));
        using var request = new HttpRequestMessage(HttpMethod.Get, Home);
        request.Headers.Host = "fleet.example";
        using var rebound = await _client.SendAsync(request);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, HttpStatusCode.MisdirectedRequest), (posted.StatusCode, rebound.StatusCode));
    }

    [Fact]
    [Trait("requirement", "R-ST-55")]
    public void It_listens_on_loopback_only() => Assert.Throws<ConfigurationException>(() => Hosting.Links.Http.HttpListen.DangerousPlaintext(new IPEndPoint(IPAddress.Any, 0)));

    [SkippableFact]
    [Trait("requirement", "R-ST-55")]
    public async Task A_browser_sees_a_campaign_and_its_device_complete_without_a_reload()
    {
        await using var browser = await Chromium.StartAsync();
        await using var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, said) => complaints.Add(said.Message.Text);
        page.PageError += (_, failed) => complaints.Add(failed.Message);
        await page.GoToAsync(Home.ToString());
        Assert.Contains("There is none.", await TextAsync(page), StringComparison.Ordinal);
        await SeesAsync(page, "live");

        var device = _site.CreateDevice();
        await _site.PublishAsync(2, Site.Image(2));
        await _site.Events.Sees(e => e is HostEvent.CatalogueChanged { Packages: 1 });
        var plan = new CampaignPlan("spring & <b>sun</b>", "", Sequence<DeviceId>.Empty, new(50, 100), 100, 0, 0, 0, new RetryRule(3, 1, 1, Sequence<CodeRule>.Empty), Sequence<MaintenanceWindow>.Empty);
        var manifest = Protocol.Suit.EnvelopeReader.Read(_site.Package(2, Site.Image(2)).Memory, Protocol.Suit.SuitLimits.Default).Value.ManifestDigest;
        var campaign = Assert.IsType<CampaignAnswer>(await _site.AskTrackerAsync(new CampaignRequest(manifest, plan))).Campaign.Campaign;
        await SeesAsync(page, "spring & <b>sun</b>");
        await _site.AskTrackerAsync(new CampaignOrder(campaign, CampaignAction.Start));
        await SeesAsync(page, "Running");
        await _site.StartCommunicatorAsync(device.Start());
        await SeesAsync(page, "Finished");

        await page.ClickAsync("main table a");
        await SeesAsync(page, "The next wave opens at 100 % confirmed");
        await page.GoToAsync(new Uri(Home, "devices?phase=Confirmed").ToString());
        await page.ClickAsync("main table a");
        await SeesAsync(page, "What happened");
        Assert.Contains("Confirmed", await TextAsync(page), StringComparison.Ordinal);
        Assert.Empty(complaints);
    }

    [SkippableFact]
    [Trait("requirement", "R-ST-55")]
    public async Task A_browser_without_scripts_sees_the_same()
    {
        await using var browser = await Chromium.StartAsync();
        await using var page = await browser.NewPageAsync();
        await page.SetJavaScriptEnabledAsync(false);

        await page.GoToAsync(Home.ToString());
        Assert.Contains("1 devices under administration", await page.GetContentAsync(), StringComparison.Ordinal);
        await page.GoToAsync(new Uri(Home, "devices").ToString());
        Assert.Contains(Site.Device.ToString(), await page.GetContentAsync(), StringComparison.Ordinal);
    }

    private static Task<string> TextAsync(IPage page) => page.EvaluateExpressionAsync<string>("document.body.innerText");

    private static async Task SeesAsync(IPage page, string text) =>
        await page.WaitForFunctionAsync("text => document.body.innerText.includes(text)", new WaitForFunctionOptions { Timeout = 60_000 }, text);
}
