using SecUpIoT.Benchmarks.Comparing;
using SecUpIoT.Benchmarks.Measuring;

namespace SecUpIoT.Benchmarks.Tests;

/// <summary>What a comparison makes of given figures.</summary>
public sealed class JudgementTests
{
    [Theory]
    [InlineData("the same", new double[] { 100, 101, 99, 100 }, new double[] { 100, 99, 101, 100 }, Change.None)]
    [InlineData("slower, below the threshold", new double[] { 100, 100, 100, 100 }, new double[] { 109, 109, 109, 109 }, Change.None)]
    [InlineData("slower in every pair", new double[] { 100, 100, 100, 100 }, new double[] { 112, 112, 112, 112 }, Change.Slower)]
    [InlineData("slower in all pairs but one of four", new double[] { 100, 100, 100, 150 }, new double[] { 115, 115, 115, 115 }, Change.Slower)]
    [InlineData("slower in the median, but half of the pairs disagree", new double[] { 100, 100, 100, 100 }, new double[] { 130, 130, 95, 95 }, Change.None)]
    [InlineData("one disturbed sample of head", new double[] { 100, 100, 100, 100 }, new double[] { 100, 100, 100, 900 }, Change.None)]
    [InlineData("one disturbed sample of base", new double[] { 900, 100, 100, 100 }, new double[] { 100, 100, 100, 100 }, Change.None)]
    [InlineData("the machine slows down for both", new double[] { 100, 200, 300, 400 }, new double[] { 100, 200, 300, 400 }, Change.None)]
    [InlineData("the machine slows down, and head is slower all the time", new double[] { 100, 200, 300, 400 }, new double[] { 120, 240, 360, 480 }, Change.Slower)]
    [InlineData("busy all the time, and the best samples are as fast", new double[] { 100, 300, 500, 200 }, new double[] { 400, 101, 900, 700 }, Change.None)]
    [InlineData("faster in every pair", new double[] { 100, 100, 100, 100 }, new double[] { 80, 80, 80, 80 }, Change.Faster)]
    [InlineData("faster, within the threshold", new double[] { 100, 100, 100, 100 }, new double[] { 95, 95, 95, 95 }, Change.None)]
    [InlineData("a single pair", new double[] { 100 }, new double[] { 111 }, Change.Slower)]
    public void Times_are_judged_in_pairs(string what, double[] before, double[] head, Change expected)
    {
        var compared = Assert.Single(Judgement.Judge([.. before.Select(Nanoseconds)], [.. head.Select(Nanoseconds)], Judgement.UsualThreshold));

        Assert.Equal((what, expected), (what, compared.Change));
        Assert.Equal(expected == Change.Slower, compared.IsRegression());
    }

    [Theory]
    [InlineData(1000, 1200, Change.Faster)]
    [InlineData(1200, 1000, Change.Slower)]
    public void Of_rates_more_is_better(double before, double head, Change expected)
    {
        static Measure Rate(double value) => Measure.Of("serve", "own", Role.Own, Unit.PerSecond, [value]);

        Assert.Equal(expected, Assert.Single(Judgement.Judge([Rate(before), Rate(before)], [Rate(head), Rate(head)], Judgement.UsualThreshold)).Change);
    }

    [Theory]
    [InlineData(0, 16, Change.None)]
    [InlineData(0, 17, Change.AllocatesMore)]
    [InlineData(1000, 1099, Change.None)]
    [InlineData(1000, 1101, Change.AllocatesMore)]
    [InlineData(1000, 0, Change.None)]
    public void Allocation_is_judged_by_itself(double before, double head, Change expected)
    {
        static Measure Of(double allocated) => Nanoseconds(100) with { Allocated = allocated };

        var compared = Assert.Single(Judgement.Judge([Of(before), Of(before + 500)], [Of(head), Of(head + 500)], Judgement.UsualThreshold));

        Assert.Equal((expected, before, head), (compared.Change, compared.AllocatedBase, compared.AllocatedHead));
        Assert.Equal(expected == Change.AllocatesMore, compared.IsRegression());
    }

    [Fact]
    public void A_measure_that_only_one_has_is_no_regression()
    {
        var other = Measure.Of("another group", "own", Role.Own, Unit.Nanoseconds, [1]);

        var compared = Judgement.Judge([Nanoseconds(100), other], [Nanoseconds(100)], Judgement.UsualThreshold);

        Assert.Equal([Change.None, Change.Alone], compared.Select(static one => one.Change));
        Assert.DoesNotContain(compared, static one => one.IsRegression());
    }

    [Fact]
    public void The_threshold_decides()
    {
        Measure[] before = [Nanoseconds(100)], head = [Nanoseconds(120)];

        Assert.Equal(Change.Slower, Judgement.Judge(before, head, 1.1)[0].Change);
        Assert.Equal(Change.None, Judgement.Judge(before, head, 1.3)[0].Change);
        Assert.Throws<ArgumentOutOfRangeException>(() => Judgement.Judge(before, head, 1));
    }

    private static Measure Nanoseconds(double value) => Measure.Of("group", "own", Role.Own, Unit.Nanoseconds, [value]);
}
