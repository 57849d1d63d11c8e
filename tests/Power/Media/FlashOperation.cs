namespace SecUpIoT.Power.Tests.Media;

/// <summary>What a medium does.</summary>
internal enum OperationKind
{
    /// <summary>NOR: all bytes of a sector become 0xFF.</summary>
    Erase,
    /// <summary>NOR: bits of erased bytes are cleared.</summary>
    Program,
    /// <summary>Disk: bytes go into the cache of the drive.</summary>
    Write,
    /// <summary>Disk: what is in the cache becomes durable.</summary>
    Flush,
}

/// <summary>How much is tried inside of one operation.</summary>
/// <param name="Erasures">Seeds for each kind of half-done erasure.</param>
/// <param name="Step">1: every prefix of what is programmed or written; n: every n-th.</param>
/// <param name="TornBytes">True to cut also inside of bytes: some bits of the next one are cleared.</param>
internal sealed record Fineness(int Erasures, int Step, bool TornBytes)
{
    /// <summary>Every prefix, and each kind of half-done erasure twice.</summary>
    public static Fineness Every { get; } = new(2, 1, false);

    /// <summary>Every prefix and a torn byte after each, and each kind of half-done erasure eight times.</summary>
    public static Fineness Bits { get; } = new(8, 1, true);
}

/// <summary>What the medium holds when the power is cut at a point of an operation.</summary>
/// <param name="Point">Names the point within the operation; the same name is the same cut in every run.</param>
/// <param name="Content">What is there when the power comes back.</param>
internal readonly record struct Cut(string Point, FlashContent Content);

/// <summary>One operation as it was begun.</summary>
internal abstract record FlashOperation(OperationKind Kind, long Address, int Length)
{
    /// <summary>
    /// Every content that a cut at this operation can leave: first the one in which nothing of it has happened, which is also the one after the
    /// operation before, then those inside.
    /// </summary>
    public abstract IEnumerable<Cut> Cuts(Fineness fineness);

    /// <summary>What is durable when it begins.</summary>
    public abstract FlashContent Durable { get; }

    /// <summary>The bytes that it is about, or that wait for it.</summary>
    public abstract IEnumerable<(long At, byte[] Data)> Pieces { get; }

    public sealed override string ToString() => $"{Kind} of {Length} bytes at 0x{Address:x}";
}
