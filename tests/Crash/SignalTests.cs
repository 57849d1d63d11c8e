using SecUpIoT.Cli;
using SecUpIoT.Crash.Driving;
using SecUpIoT.Crash.Site;

namespace SecUpIoT.Crash;

/// <summary>A process that is supervised through its input also obeys a signal.</summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData("server")]
    [InlineData("node-1")]
    [InlineData("gateway-1")]
    public async Task A_process_whose_input_stays_open_stops_gracefully_when_it_gets_SIGTERM(string name)
    {
        using var scratch = new Scratch();
        await using var site = await CrashSite.BuildAsync(scratch, devices: 5, seed: 1, new Chronicle(static _ => { }));
        await site.StartAsync(site[name]);

        var code = await site[name].StopAsync();

        Assert.True(code == ExitCode.Done, $"exit code {code}: {string.Join("\n", site[name].LastLines)}");
    }
}
