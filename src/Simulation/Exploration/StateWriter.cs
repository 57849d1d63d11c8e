using System.Buffers.Binary;
using System.Security.Cryptography;
using SecUpIoT.Protocol;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>The one encoding of a part of a checked world, and its fingerprint: the first 128 bits of the encoding's SHA-256 digest.</summary>
internal sealed class StateWriter
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    public void Byte(int value)
    {
        Reserve(1);
        _bytes[_length++] = checked((byte)value);
    }

    public void Bool(bool value) => Byte(value ? 1 : 0);

    public void Number(ulong value)
    {
        Reserve(sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(_length), value);
        _length += sizeof(ulong);
    }

    public void Number(UInt128 value)
    {
        Number((ulong)(value >> 64));
        Number((ulong)(value & ulong.MaxValue));
    }

    /// <summary>With its length, so that two runs of bytes one after the other have one reading.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number((ulong)value.Length);
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    public void Digest(Digest? digest) => Bytes(digest is { } value ? value.Value.Span : []);

    /// <summary>The fingerprint of what was written; the writer is empty afterwards.</summary>
    public UInt128 Finish()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.AsSpan(0, _length), digest);
        _length = 0;
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    private void Reserve(int count)
    {
        if (_length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
    }
}
