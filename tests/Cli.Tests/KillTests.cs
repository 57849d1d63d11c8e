using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Tests;

/// <summary>kill -9 of any process in the middle of an update, then a restart: the update completes and nothing acknowledged is lost.</summary>
public sealed class KillTests
{
    private const int BlockSize = 64 * 1024;

    [Theory]
    [InlineData("server")]
    [InlineData("tracker")]
    [InlineData("device")]
    [InlineData("communicator")]
    [Trait("requirement", "R-GEN-08")]
    [Trait("requirement", "R-DC-21")]
    [Trait("requirement", "R-CM-19")]
    public async Task An_update_survives_the_sudden_death_of(string entity)
    {
        using var scratch = new Scratch();
        await using var site = new TrialSite(scratch, Profile.Secure, imageSize: 4_000_000);
        await site.StartAllAsync();
        await site.EnrolAndPublishAsync();
        var before = (double)(await site.AwaitProgressAsync(0.3))["done"]!;

        await site.KillAsync(entity);
        await site.StartAsync(entity);

        var resumed = (double)(await site.AwaitProgressAsync(0.0))["done"]!;
        var record = await site.AwaitEndAsync();
        // The last block that was told of may not have been acknowledged yet when the process died.
        Assert.True(resumed >= before - BlockSize, $"resumed at {resumed}, before the end {before} bytes were received");
        Assert.Equal(TrackPhase.Confirmed, record.Phase);
        Assert.True(await site.StopAndCompareAsync());
        var checkedTraces = await site.CheckTracesAsync();
        Assert.True(checkedTraces.ExitCode == ExitCode.Done, checkedTraces.Output + checkedTraces.Errors);
    }

    [Fact]
    [Trait("requirement", "R-ST-05")]
    [Trait("requirement", "R-ST-08")]
    public async Task A_completed_record_outlives_the_tracker_and_the_server()
    {
        using var scratch = new Scratch();
        await using var site = new TrialSite(scratch, Profile.Core, imageSize: 300_000);
        await site.StartAllAsync();
        await site.EnrolAndPublishAsync();
        Assert.Equal(TrackPhase.Confirmed, (await site.AwaitEndAsync()).Phase);

        await site.KillAsync("communicator");
        await site.KillAsync("tracker");
        await site.KillAsync("server");
        await site.StartAsync("tracker");

        var record = await site.AwaitEndAsync();
        Assert.Equal(TrackPhase.Confirmed, record.Phase);
        Assert.NotEqual(default, record.CompletedAt);
    }

    [Fact]
    public async Task A_second_process_on_the_same_device_is_refused_and_the_first_goes_on()
    {
        using var scratch = new Scratch();
        await using var site = new TrialSite(scratch, Profile.Secure, imageSize: 300_000);
        await site.StartAllAsync();

        var second = await Secup.RunAsync("device", "run", site.Trial.Configuration("device-1"));
        var port = await Secup.RunAsync("firmware-server", "run", site.Trial.Configuration("firmware-server"));
        await site.EnrolAndPublishAsync();

        Assert.Equal(ExitCode.Storage, second.ExitCode);
        Assert.Contains("device-1.flash", second.Errors, StringComparison.Ordinal);
        Assert.True(port.ExitCode is ExitCode.Transport or ExitCode.Storage, port.Errors);
        Assert.Equal(TrackPhase.Confirmed, (await site.AwaitEndAsync()).Phase);
    }
}
