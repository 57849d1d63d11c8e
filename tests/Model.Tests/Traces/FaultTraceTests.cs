using System.Collections.Concurrent;
using SecUpIoT.Simulation;

namespace SecUpIoT.Model.Tests.Traces;

/// <summary>Runs with faults at many points are runs of the model, and it needs nothing more than the faults that happened.</summary>
public sealed class FaultTraceTests
{
    private const int Writes = 20;
    private const int Seeds = 16;

    [SkippableTheory]
    [InlineData(Tear.Before)]
    [InlineData(Tear.Halfway)]
    public async Task A_power_cut_in_each_write_of_an_update(Tear tear)
    {
        SpinTools.Need();

        await AcceptAllAsync(Enumerable.Range(0, Writes).Select(write => ($"cut in write {write}", Runs.CutInWriteOfUpdate(write, tear))));
    }

    [SkippableFact]
    public async Task Losses_at_random()
    {
        SpinTools.Need();

        await AcceptAllAsync(Enumerable.Range(1, Seeds).Select(seed => ($"losses, seed {seed}", Runs.LossesOf((ulong)seed, new LinkFaults { Loss = 15, Most = 3 }))));
    }

    [SkippableFact]
    public async Task Two_devices()
    {
        SpinTools.Need();

        await Acceptance.AcceptsAsync(Runs.TwoDevices().Trace!.ToFile("two devices"));
    }

    private static async Task AcceptAllAsync(IEnumerable<(string Name, World World)> runs)
    {
        var rejected = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(runs.Select(run => (run.Name, Lines: ModelTrace.Of(run.World.Trace!.ToFile(run.Name)))).ToList(), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (run, _) =>
        {
            var ran = await Acceptance.AskAsync(run.Lines);
            if (ran.ExitCode != 0) rejected.Add($"{run.Name}\n{ran.All}{run.Lines[0]}");
        });
        Assert.True(rejected.IsEmpty, string.Join("\n\n", rejected.Order(StringComparer.Ordinal)));
    }
}
