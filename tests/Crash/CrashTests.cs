using System.Text;
using SecUpIoT.Crash.Driving;
using SecUpIoT.Crash.Faults;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace SecUpIoT.Crash;

/// <summary>Shows the progress of a run while it runs: xUnit shows the output of a test only when the test has ended.</summary>
public sealed class Progress(IMessageSink sink)
{
    public void Tell(string text) => sink.OnMessage(new DiagnosticMessage(text));
}

/// <summary>Processes that are killed, stopped, frozen and cut off while a site of devices is updated.</summary>
public sealed class CrashTests(Progress progress, ITestOutputHelper output) : IClassFixture<Progress>
{
    private const int MostText = 300;

    [Fact]
    [Trait("invariant", "I-01")]
    [Trait("invariant", "I-02")]
    [Trait("invariant", "I-04")]
    [Trait("invariant", "I-08")]
    [Trait("invariant", "I-13")]
    [Trait("invariant", "I-17")]
    [Trait("invariant", "I-18")]
    [Trait("invariant", "I-19")]
    [Trait("invariant", "I-21")]
    public async Task No_crash_breaks_an_invariant_and_every_device_is_done_when_faults_stop()
    {
        var settings = CrashSettings.Read();
        using var scratch = new Scratch();
        await using var run = await CrashRun.BuildAsync(scratch, settings, progress.Tell);
        progress.Tell($"crash run: {settings.Command()}");
        if (run.Site.Volumes.Fault is { } fault) progress.Tell($"crash run without full disks. {fault}");

        await run.RunAsync();

        output.WriteLine(run.Summary());
        Assert.True(run.Violations.Count == 0, Failure(settings, run));
        AssertThatItWasTried(run);
    }

    /// <summary>A run in which nothing happened proves nothing.</summary>
    private static void AssertThatItWasTried(CrashRun run)
    {
        var chronicle = run.Site.Chronicle;
        foreach (var deed in (Deed[])[Deed.Kills, Deed.Stops, Deed.Freezes, Deed.Restarts, Deed.PackagesPublished, Deed.Enrolments, Deed.FlashesRead])
            Assert.True(chronicle[deed] > 0, $"Expected some {deed}, got none. {run.Summary()}");
        foreach (var harm in Enum.GetValues<Harm>()) Assert.True(run.Site.Harmed(harm) > 0, $"Expected connections with {harm}, got none. {run.Summary()}");
        Assert.True(run.Completions >= run.Site.Shape.Devices, run.Summary());
        if (run.Site.Volumes.Fault is null) Assert.True(chronicle[Deed.FullDisks] > 0 && run.Site.Processes.Sum(static process => process.SpokenOfFullDisk) > 0, run.Summary());
    }

    private static string Failure(CrashSettings settings, CrashRun run)
    {
        var text = new StringBuilder();
        text.AppendLine($"Seed {settings.Seed}: {run.Violations.Count} things do not hold. The same actions again: {settings.Command()}");
        foreach (var violation in run.Violations.Take(20)) text.AppendLine($"  {violation}");
        text.AppendLine(run.Summary());
        text.AppendLine("What was done (seconds from the beginning):");
        foreach (var line in run.Site.Chronicle.Lines) text.AppendLine($"  {line}");
        text.AppendLine("The last lines of the processes:");
        foreach (var process in run.Site.Processes)
        {
            foreach (var line in process.LastLines.TakeLast(5)) text.AppendLine($"  {process.Name}: {(line.Length <= MostText ? line : line[..MostText])}");
        }

        return text.ToString();
    }
}
