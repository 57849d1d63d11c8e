using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Hosting.Tests.Clock;

namespace SecUpIoT.Hosting.Tests.Telemetry;

public sealed class HealthAndLogTests
{
    [Fact]
    public async Task Health_follows_the_entity()
    {
        var running = new TaskCompletionSource();
        await using var health = new HealthListener(new IPEndPoint(IPAddress.Loopback, 0), "tracker", () => running.Task, HostSurroundings.Silent);
        using var http = new HttpClient { BaseAddress = await health.StartAsync() };

        using var before = await http.GetAsync("/health").Soon();
        running.SetException(new InvalidOperationException("secret detail"));
        using var after = await http.GetAsync("/health").Soon();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (before.StatusCode, after.StatusCode));
        using var json = JsonDocument.Parse(await after.Content.ReadAsStringAsync());
        Assert.Equal(["tracker", "failed"], new[] { "entity", "status" }.Select(name => json.RootElement.GetProperty(name).GetString()));
        Assert.DoesNotContain("secret", json.RootElement.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Health_is_answered_on_loopback_only() =>
        Assert.Throws<ConfigurationException>(() => new HealthListener(new IPEndPoint(IPAddress.Any, 0), "tracker", () => Task.CompletedTask, HostSurroundings.Silent));

    [Fact]
    public void A_log_record_is_one_line_of_JSON_with_its_fixed_id()
    {
        using var text = new StringWriter();
        using var provider = new NdjsonLog(text, new ManualClock(), LogLevel.Information);
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(provider));

        Log.ServerLinkFailed(factory.CreateLogger("Test"), "one", Protocol.ResultCode.TooSlow, "line\nbreak");

        using var json = JsonDocument.Parse(Assert.Single(text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(3002, json.RootElement.GetProperty("event").GetInt32());
        Assert.Equal("TooSlow", json.RootElement.GetProperty("Code").GetString());
        Assert.Equal("2027-01-15T08:00:00.000Z", json.RootElement.GetProperty("time").GetString());
    }
}
