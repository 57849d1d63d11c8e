using System.Globalization;
using SecUpIoT.Power.Tests.Media;

namespace SecUpIoT.Power.Tests.Cuts;

/// <summary>What an exploration went through.</summary>
internal sealed class Tally
{
    private readonly Dictionary<(int Depth, OperationKind Kind), (long Operations, long Points)> _cuts = [];

    /// <summary>Contents that differ in some byte, or in what is known of the device.</summary>
    public long Contents { get; set; }

    /// <summary>States that a device can tell apart when its power comes back.</summary>
    public long States { get; set; }

    /// <summary>Lives that were led from a cut to the end of the errand and through the update after it.</summary>
    public long Lives { get; set; }

    /// <summary>Lives from contents whose state was known already: the check on what counts as one state.</summary>
    public long Repeated { get; set; }

    /// <summary>Operations that begin in a state in which the same one was cut before: their cuts lead nowhere else.</summary>
    public long Same { get; set; }

    /// <summary>Third cuts, by seed.</summary>
    public long Sampled { get; set; }

    public void Note(int depth, OperationKind kind, int points)
    {
        var (operations, before) = _cuts.GetValueOrDefault((depth, kind));
        _cuts[(depth, kind)] = (operations + 1, before + points);
    }

    /// <summary>Points of cuts of this depth: 1 for the first of a life.</summary>
    public long Points(int depth) => _cuts.Where(cut => cut.Key.Depth == depth).Sum(static cut => cut.Value.Points);

    /// <summary>Points of cuts of this depth in operations of this kind.</summary>
    public long Points(int depth, OperationKind kind) => _cuts.GetValueOrDefault((depth, kind)).Points;

    /// <summary>Operations of this kind that were cut at this depth.</summary>
    public long Operations(int depth, OperationKind kind) => _cuts.GetValueOrDefault((depth, kind)).Operations;

    public void Add(Tally other)
    {
        foreach (var (key, (operations, points)) in other._cuts)
        {
            var (before, pointsBefore) = _cuts.GetValueOrDefault(key);
            _cuts[key] = (before + operations, pointsBefore + points);
        }

        Contents += other.Contents;
        States += other.States;
        Lives += other.Lives;
        Repeated += other.Repeated;
        Sampled += other.Sampled;
        Same += other.Same;
    }

    public override string ToString()
    {
        var kinds = string.Join(", ", _cuts.OrderBy(static cut => cut.Key).Select(static cut => string.Create(CultureInfo.InvariantCulture, $"{cut.Key.Depth}. {cut.Key.Kind} {cut.Value.Operations}/{cut.Value.Points}")));
        return string.Create(CultureInfo.InvariantCulture, $"{Points(1)} first cuts, {Points(2)} second cuts, {Sampled} third cuts sampled; {Contents} contents, {States} states, {Lives} lives, {Repeated} of them repeated; {Same} operations that were cut before (operations/points: {kinds})");
    }
}
