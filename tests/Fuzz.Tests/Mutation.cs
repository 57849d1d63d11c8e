using System.Buffers.Binary;
using System.Text;
using CsCheck;

namespace SecUpIoT.Fuzz.Tests;

/// <summary>What is done to a valid input.</summary>
internal enum MutationKind
{
    FlipBit,
    Truncate,
    LeaveOut,
    Repeat,
    ChangeType,
    RaiseLength,
    Splice,
    Nest,
    InsertWord,
}

/// <summary>One change; places are taken modulo what is there, so that every one applies to every input.</summary>
internal sealed record Mutation(MutationKind Kind, uint At, uint Amount, byte Value)
{
    private static readonly byte[] Openers = [0x81, 0x91, 0xa1, 0xc1, 0xd8, (byte)'[', (byte)'{', 0xdc];
    private static readonly uint[] Lengths = [0, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0xffff_fffe, 0xffff_ffff];

    /// <summary>Any change.</summary>
    public static Gen<Mutation> Any { get; } = Gen.Select(Gen.Enum<MutationKind>(), Gen.UInt, Gen.UInt, Gen.Byte, static (kind, at, amount, value) => new Mutation(kind, at, amount, value));

    /// <summary>The changed input.</summary>
    /// <param name="input">A valid input, or one that was changed before.</param>
    /// <param name="other">Another valid one, to splice with.</param>
    /// <param name="words">Words of the format.</param>
    public byte[] Apply(byte[] input, byte[] other, IReadOnlyList<string> words)
    {
        var at = (int)(At % (uint)(input.Length + 1));
        var run = (int)(Amount % (uint)(input.Length - at + 1));
        return Kind switch
        {
            MutationKind.FlipBit => Put(input, at, (byte)(1 << (Value % 8)), flip: true),
            // Major types and code ranges stand in the upper bits of CBOR and MessagePack.
            MutationKind.ChangeType => Put(input, at, (byte)(Value & 0xe0), flip: true),
            MutationKind.Truncate => input[..at],
            MutationKind.LeaveOut => [.. input[..at], .. input[(at + run)..]],
            MutationKind.Repeat => [.. input[..(at + run)], .. input[at..]],
            MutationKind.RaiseLength => Length(input, at),
            MutationKind.Splice => [.. input[..at], .. other[(int)(Amount % (uint)(other.Length + 1))..]],
            MutationKind.Nest => [.. input[..at], .. Enumerable.Repeat(Openers[Value % Openers.Length], (int)(Amount % 64)), .. input[at..]],
            _ => words.Count == 0 ? Put(input, at, Value, flip: false) : [.. input[..at], .. Encoding.UTF8.GetBytes(words[(int)(Amount % (uint)words.Count)]), .. input[at..]],
        };
    }

    private static byte[] Put(byte[] input, int at, byte value, bool flip)
    {
        if (at == input.Length) return [.. input, value];
        var changed = input.ToArray();
        changed[at] = (byte)(flip ? changed[at] ^ value : value);
        return changed;
    }

    // One, two or four bytes become a number that lies.
    private byte[] Length(byte[] input, int at)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, Lengths[Value % Lengths.Length]);
        var width = 1 << (int)(Amount % 3);
        var changed = input.ToArray();
        number[(4 - width)..Math.Min(4, 4 - width + changed.Length - at)].CopyTo(changed.AsSpan(at));
        return changed;
    }
}
