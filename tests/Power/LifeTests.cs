using System.Diagnostics;
using System.Globalization;
using SecUpIoT.Power.Tests.Cuts;
using SecUpIoT.Power.Tests.Lives;
using SecUpIoT.Power.Tests.Media;
using Xunit.Abstractions;

namespace SecUpIoT.Power.Tests;

/// <summary>The whole life of a device with images of a few pages: every first cut and every second one, at and inside of every flash operation.</summary>
[Trait("requirement", "R-DC-32")]
[Trait("requirement", "R-GEN-03")]
[Trait("requirement", "R-GEN-08")]
public abstract class LifeTests(Ledger ledger, ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. Chapter.All.Select(static chapter => chapter.Name)];

    internal void Explore(string rig, string chapter, Bounds bounds)
    {
        var watch = Stopwatch.StartNew();
        var tally = new Exploration(Rigs.Of(rig), rig, Chapter.Of(chapter), bounds).Run();
        ledger.Add(rig, tally);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{chapter} on {rig}, seed {bounds.Seed}, {watch.Elapsed.TotalSeconds:0.0} s: {tally}"));

        OperationKind[] kinds = Rigs.Of(rig).IsNor ? [OperationKind.Program] : [OperationKind.Write, OperationKind.Flush];
        for (var depth = 1; depth <= bounds.Depth; depth++)
        {
            foreach (var kind in kinds)
            {
                Assert.True(tally.Operations(depth, kind) > 0, $"no {kind} was cut as cut {depth}");
                Assert.True(tally.Points(depth, kind) > tally.Operations(depth, kind), $"no {kind} was cut inside as cut {depth}");
            }
        }

        Assert.True(tally.Lives > 1);
    }
}

/// <summary>On NOR flash.</summary>
public sealed class NorLifeTests(Ledger ledger, ITestOutputHelper output) : LifeTests(ledger, output), IClassFixture<Ledger>
{
    [Theory]
    [MemberData(nameof(Names))]
    public void A_device_outlives_every_cut(string chapter) => Explore("nor", chapter, new Bounds(2, Fineness.Every, Fineness.Every, Repeat: 256, Sample: 10));

    [Theory]
    [InlineData("second-update")]
    [InlineData("failed-test")]
    [InlineData("compaction-6")]
    public void A_device_outlives_every_cut_inside_of_a_byte(string chapter) => Explore("nor", chapter, new Bounds(1, Fineness.Bits, Fineness.Bits, Repeat: 256, Sample: 0));

    [Theory]
    [InlineData("second-update")]
    [InlineData("compaction-2")]
    public void Records_of_several_pages_outlive_every_cut(string chapter) => Explore("nor-records", chapter, new Bounds(1, Fineness.Every, Fineness.Every, Repeat: 256, Sample: 5));

    [Fact]
    public void Erasures_are_cut_in_the_journal_and_in_the_slots()
    {
        var layout = Rigs.Nor.World.Layout;
        var tally = new Exploration(Rigs.Nor, "nor", Chapter.Of("compaction-5"), new Bounds(1, Fineness.Every, Fineness.Every, 0, 0)).Run();
        var erased = new List<long>();
        var machine = Rigs.Nor.MakeMachine();
        var (content, facts) = Chapter.Of("compaction-5").Begin(Rigs.Nor, machine);
        var life = new Life(Rigs.Nor, machine, content, facts, (operation, _) =>
        {
            if (operation is Erasure erasure) erased.Add(erasure.Address);
        });
        life.PowerOn();
        Chapter.Of("compaction-5").Errand.Run(life);

        Assert.Equal(erased.Count, tally.Operations(1, OperationKind.Erase));
        Assert.True(tally.Points(1, OperationKind.Erase) > 10 * erased.Count);
        Assert.Contains(erased, address => address < layout.Seal(0));
        Assert.Contains(erased, address => address > layout.Seal(0));
    }
}

/// <summary>In a file on a disk, which keeps any of the pages that were not flushed.</summary>
public sealed class DiskLifeTests(Ledger ledger, ITestOutputHelper output) : LifeTests(ledger, output), IClassFixture<Ledger>
{
    [Theory]
    [MemberData(nameof(Names))]
    public void A_device_outlives_every_cut(string chapter) => Explore("disk", chapter, new Bounds(2, Fineness.Every, Fineness.Every, Repeat: 256, Sample: 10));

    [Theory]
    [InlineData("second-update")]
    [InlineData("compaction-2")]
    public void Records_of_several_pages_outlive_every_cut(string chapter) => Explore("disk-records", chapter, new Bounds(1, Fineness.Every, Fineness.Every, Repeat: 256, Sample: 5));
}

/// <summary>Images of 64 pages: cuts that a seed chooses.</summary>
public sealed class LargeLifeTests(Ledger ledger, ITestOutputHelper output) : LifeTests(ledger, output), IClassFixture<Ledger>
{
    [Theory]
    [InlineData("nor-64", "second-update", 1UL)]
    [InlineData("nor-64", "failed-test", 2UL)]
    [InlineData("nor-64", "supersession", 3UL)]
    [InlineData("disk-64", "second-update", 4UL)]
    [InlineData("disk-64", "compaction-9", 5UL)]
    public void A_device_outlives_cuts_that_a_seed_chooses(string rig, string chapter, ulong seed) =>
        Explore(rig, chapter, new Bounds(2, new Fineness(1, 101, false), new Fineness(1, 211, false), Repeat: 32, Sample: 4, seed) { Share = 20 });
}
