using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;

namespace SecUpIoT.Benchmarks.Tests;

/// <summary>Every benchmark runs; how fast is nobody's business here.</summary>
public sealed class SmokeTests
{
    [Fact]
    public void Every_benchmark_runs_and_stands_in_a_group()
    {
        var called = new List<string>();

        var calls = QuickRun.CallAll(static _ => true, called.Add, CancellationToken.None);

        Assert.Equal(calls, called.Distinct().Count());
        var declared = Subject.Classes.Sum(static type => Subject.BenchmarksOf(type).Count() * Subject.ParametersOf(type).Count());
        Assert.Equal(declared, calls);
        Assert.Contains("encode ImageBlock of 64 KiB: Encode", called);
    }

    [Fact]
    public void A_group_with_peers_has_one_floor()
    {
        foreach (var type in Subject.Classes)
        {
            foreach (var group in Subject.BenchmarksOf(type).Select(static method => Subject.GroupOf(method, "")).GroupBy(static place => place.Group))
                Assert.InRange(group.Count(static place => place.Role == Role.Floor), group.Any(static place => place.Role == Role.Peer) ? 1 : 0, 1);
        }
    }

    [Fact]
    public void A_device_in_its_own_process_installs_an_image()
    {
        using var run = new InstallRun(mebibytes: 1);

        var measure = Assert.Single(run.RunOwn(static _ => { }, CancellationToken.None));

        Assert.Equal(("verify and install 1 MiB: secup device", 1), (measure.Id, measure.Samples));
        Assert.True(measure.Value > 0 && measure.Processor > 0);
    }

    [Fact]
    public void A_choice_measures_what_it_names_and_nothing_else()
    {
        var measures = new List<Measure>();

        QuickRun.Measure(static id => id == "append to the journal in memory: AppendInMemory", TimeSpan.FromMilliseconds(1), measures.Add, CancellationToken.None);

        var measure = Assert.Single(measures);
        Assert.True(measure is { Unit: Unit.Nanoseconds, Role: Role.Own, Value: > 0, Allocated: > 0 });
    }
}
