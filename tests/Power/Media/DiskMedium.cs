using SecUpIoT.Simulation;

namespace SecUpIoT.Power.Tests.Media;

/// <summary>
/// A file on a disk, as <c>FileMedium</c> has it: what is written can be read at once and is durable after the next flush. A cut before it leaves any of
/// the pages that were written since, whatever their order.
/// </summary>
internal sealed class DiskMedium(FlashContent content, Action<FlashOperation>? begun = null) : IObservedMedium
{
    private readonly List<DiskPiece> _cache = [];
    private FlashContent _durable = content;

    public FlashContent Content { get; private set; } = content;

    public string Name => "simulated disk";

    public long Length => Content.Length;

    public void Read(long offset, Span<byte> destination) => Content.Read(offset, destination);

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        var pieces = new List<DiskPiece>();
        var (at, rest) = (offset, data.ToArray().AsMemory());
        while (!rest.IsEmpty)
        {
            var count = Math.Min(Content.SectorSize - Content.Within(at), rest.Length);
            pieces.Add(new(at, rest[..count].ToArray()));
            at += count;
            rest = rest[count..];
        }

        begun?.Invoke(new DiskWriting(_durable, [.. _cache], pieces, offset, data.Length));
        foreach (var piece in pieces) Content = piece.On(Content);
        _cache.AddRange(pieces);
    }

    public void Flush()
    {
        begun?.Invoke(new DiskFlushing(_durable, [.. _cache]));
        _durable = Content;
        _cache.Clear();
    }

    public void Dispose()
    {
    }
}

/// <summary>Bytes of one page that were written and not flushed.</summary>
internal sealed record DiskPiece(long At, byte[] Data)
{
    public FlashContent On(FlashContent content) => On(content, Data.Length);

    public FlashContent On(FlashContent content, int length) => content.With(content.SectorOf(At), content.Within(At), Data.AsSpan(0, length));
}

/// <summary>Which of several pages are there: all subsets of a few; of more the ends, each one alone, each one missing, and some by seed.</summary>
internal static class Subsets
{
    private const int Few = 6;

    public static IEnumerable<ulong> Of(int count)
    {
        if (count <= Few)
        {
            for (ulong subset = 0; subset < 1UL << count; subset++) yield return subset;
            yield break;
        }

        var all = count >= 64 ? ulong.MaxValue : (1UL << count) - 1;
        yield return 0;
        yield return all;
        var chance = new SplitMix64((ulong)count);
        for (var i = 0; i < Math.Min(count, 64); i++)
        {
            yield return 1UL << i;
            yield return all & ~(1UL << i);
            yield return chance.Next() & all;
        }
    }

    public static FlashContent Apply(FlashContent content, IReadOnlyList<DiskPiece> pieces, ulong subset)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if ((subset & (1UL << (i % 64))) != 0) content = pieces[i].On(content);
        }

        return content;
    }
}

/// <summary>Bytes go into the cache: any of the pages that wait there may become durable, and of the new ones each in part.</summary>
internal sealed record DiskWriting(FlashContent Before, IReadOnlyList<DiskPiece> Waiting, IReadOnlyList<DiskPiece> New, long At, int Count)
    : FlashOperation(OperationKind.Write, At, Count)
{
    public override FlashContent Durable => Before;

    public override IEnumerable<(long At, byte[] Data)> Pieces => Waiting.Concat(New).Select(static piece => (piece.At, piece.Data));

    public override IEnumerable<Cut> Cuts(Fineness fineness)
    {
        yield return new("before", Durable);
        foreach (var subset in Subsets.Of(Waiting.Count)) yield return new($"{subset:x}", Subsets.Apply(Durable, Waiting, subset));
        foreach (var subset in Waiting.Count == 0 ? [0UL] : new[] { 0UL, ulong.MaxValue })
        {
            var others = Subsets.Apply(Durable, Waiting, subset);
            for (var torn = 0; torn < New.Count; torn++)
            {
                // The pages beside the torn one are all there, or none.
                var beside = Subsets.Apply(others, New, ~(1UL << (torn % 64)));
                for (var length = 1; length <= New[torn].Data.Length; length += fineness.Step)
                {
                    yield return new($"{subset:x}/{torn}:{length}", New[torn].On(others, length));
                    if (New.Count > 1) yield return new($"{subset:x}/*{torn}:{length}", New[torn].On(beside, length));
                }
            }
        }
    }
}

/// <summary>What waits in the cache becomes durable, page by page, in any order.</summary>
internal sealed record DiskFlushing(FlashContent Before, IReadOnlyList<DiskPiece> Waiting) : FlashOperation(OperationKind.Flush, 0, Waiting.Sum(static piece => piece.Data.Length))
{
    public override FlashContent Durable => Before;

    public override IEnumerable<(long At, byte[] Data)> Pieces => Waiting.Select(static piece => (piece.At, piece.Data));

    public override IEnumerable<Cut> Cuts(Fineness fineness)
    {
        foreach (var subset in Subsets.Of(Waiting.Count)) yield return new(subset == 0 ? "before" : $"{subset:x}", Subsets.Apply(Durable, Waiting, subset));
    }
}
