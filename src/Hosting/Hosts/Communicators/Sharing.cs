namespace SecUpIoT.Hosting.Hosts.Communicators;

/// <summary>How the devices behind one gateway share it.</summary>
/// <param name="Gathering">How their check-ins are gathered (R-CM-20); null when each goes alone.</param>
/// <param name="Fetches">How many blocks are fetched from the tracker at a time (R-CM-24).</param>
/// <param name="Piece">How many bytes of a payload are fetched together into the cache (R-CM-22).</param>
/// <param name="Spread">The time over which the first status checks are spread (R-CM-26).</param>
public sealed record Sharing(Gathering? Gathering, int Fetches, uint Piece, TimeSpan Spread)
{
    /// <summary>Batches, eight fetches of 64 KiB at a time, and ten seconds, which is right for a thousand devices.</summary>
    public static Sharing Default { get; } = new(Gathering.Default, 8, 64 * 1024, TimeSpan.FromSeconds(10));

    /// <summary>When a device begins: the same at each start, and spread by the digest of its name.</summary>
    public TimeSpan Begins(string device) => Spread * (System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Protocol.Digest.Of(System.Text.Encoding.UTF8.GetBytes(device)).Value.Span) / (double)uint.MaxValue);
}
