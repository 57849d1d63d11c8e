using SecUpIoT.Benchmarks.Measuring;

namespace SecUpIoT.Benchmarks.Comparing;

/// <summary>What a comparison says of one measure.</summary>
public enum Change
{
    /// <summary>No slower and no faster than the threshold, or not in every pair the same way.</summary>
    None,
    /// <summary>Slower by more than the threshold.</summary>
    Slower,
    /// <summary>Faster by more than the threshold.</summary>
    Faster,
    /// <summary>Allocates more: by more than the threshold and by more than 16 bytes.</summary>
    AllocatesMore,
    /// <summary>Only one of the two has the measure.</summary>
    Alone,
}

/// <summary>One measure in both builds.</summary>
/// <param name="Id">The measure.</param>
/// <param name="Ratio">The median of the pairs' ratios: head's slowness against base.</param>
/// <param name="Least">The smallest ratio of a pair.</param>
/// <param name="Most">The largest.</param>
/// <param name="Change">What that means.</param>
/// <param name="AllocatedBase">Bytes that base allocates, the least of its samples.</param>
/// <param name="AllocatedHead">Bytes that head allocates.</param>
public sealed record Compared(string Id, double Ratio, double Least, double Most, Change Change, double? AllocatedBase = null, double? AllocatedHead = null);

/// <summary>
/// Judges two builds by samples that were taken in turn: the n-th sample of one and the n-th of the other are a pair that shared the state of the machine. A measure counts as
/// slower when the median of the pairs' ratios is above the threshold, all pairs but one in four agree that it is slower at all, and the best sample of one is slower than the best
/// of the other by the threshold too: a single disturbed sample moves none of them, and a machine that is busy all the time spares one sample sooner or later.
/// </summary>
public static class Judgement
{
    /// <summary>From which ratio on a change counts, unless chosen otherwise.</summary>
    public const double UsualThreshold = 1.10;

    private const double AllocationSlack = 16;

    /// <summary>Judges every measure.</summary>
    /// <param name="head">The samples of the newer build, by measure: one for each round, in the order of the rounds.</param>
    /// <param name="before">Those of the build that it is held against.</param>
    /// <param name="threshold">From which ratio on a change counts; above 1.</param>
    public static IReadOnlyList<Compared> Judge(IReadOnlyList<Measure> before, IReadOnlyList<Measure> head, double threshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(threshold, 1);
        var (olds, news) = (before.ToLookup(static measure => measure.Id), head.ToLookup(static measure => measure.Id));
        return [.. before.Concat(head).Select(static measure => measure.Id).Distinct().Select(id => Judge(id, [.. olds[id]], [.. news[id]], threshold))];
    }

    /// <summary>True when something became slower or allocates more.</summary>
    public static bool IsRegression(this Compared compared) => compared?.Change is Change.Slower or Change.AllocatesMore;

    private static Measure Best(List<Measure> samples) => samples.Aggregate(static (best, next) => next.SlownessAgainst(best) < 1 ? next : best);

    private static Compared Judge(string id, List<Measure> before, List<Measure> head, double threshold)
    {
        var ratios = before.Zip(head, static (old, now) => now.SlownessAgainst(old)).Order().ToList();
        if (ratios.Count == 0) return new Compared(id, double.NaN, double.NaN, double.NaN, Change.Alone);
        var median = (ratios[(ratios.Count - 1) / 2] + ratios[ratios.Count / 2]) / 2;
        var (allocatedBase, allocatedHead) = (before.Min(static measure => measure.Allocated), head.Min(static measure => measure.Allocated));
        var most = ratios.Count / 4;
        var best = Best(head).SlownessAgainst(Best(before));
        var change = median > threshold && best > threshold && ratios.Count(static ratio => ratio <= 1) <= most ? Change.Slower
            : allocatedHead > allocatedBase * threshold && allocatedHead > allocatedBase + AllocationSlack ? Change.AllocatesMore
            : median < 1 / threshold && best < 1 / threshold && ratios.Count(static ratio => ratio >= 1) <= most ? Change.Faster
            : Change.None;
        return new Compared(id, median, ratios[0], ratios[^1], change, allocatedBase, allocatedHead);
    }
}
