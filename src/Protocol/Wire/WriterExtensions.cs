using MessagePack;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Wire;

/// <summary>The writing half of <see cref="StrictReader"/>: every value in its shortest form.</summary>
internal static class WriterExtensions
{
    public static void Bytes(this ref MessagePackWriter writer, Bytes value) => writer.Write(value.Span);

    public static void Digest(this ref MessagePackWriter writer, Digest value) => writer.Write(value.Value.Span);

    public static void Nonce(this ref MessagePackWriter writer, Nonce value) => writer.Write(value.Value.Span);

    public static void Guid(this ref MessagePackWriter writer, Guid value)
    {
        writer.WriteBinHeader(16);
        value.TryWriteBytes(writer.GetSpan(16), bigEndian: true, out var written);
        writer.Advance(written);
    }

    public static void Number(this ref MessagePackWriter writer, SequenceNumber value) => writer.Write(value.Value);

    public static void Moment(this ref MessagePackWriter writer, Moment value) => writer.Write((ulong)value.UnixMilliseconds);
}
