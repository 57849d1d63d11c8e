namespace SecUpIoT.Hosting.Storage.Flash;

/// <summary>
/// The bytes under a <see cref="FlashFile"/>. After a power cut the medium holds everything that was written before the last completed
/// <see cref="Flush"/>; of the writes after it any part may be there, in any order, down to single bytes; bytes that were not written keep
/// what they hold. A medium over raw flash can promise that only where a page of the layout is whole sectors and a block whole pages. A
/// medium fails with an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>. Reads may run beside a write to other bytes.
/// </summary>
public interface IFlashMedium : IDisposable
{
    /// <summary>What people call it in a message: a path, or the name of a simulated part.</summary>
    string Name { get; }

    /// <summary>Bytes that can be addressed.</summary>
    long Length { get; }

    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="EndOfStreamException">The medium ends before.</exception>
    void Read(long offset, Span<byte> destination);

    /// <summary>Writes bytes; durable after the next <see cref="Flush"/>.</summary>
    void Write(long offset, ReadOnlySpan<byte> data);

    /// <summary>Returns when everything written before is durable.</summary>
    void Flush();
}
