using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>What every strict decoder owes to any input: a value whose one encoding is that input, or a named error; never an exception.</summary>
internal sealed class Hostile
{
    public const int Seed = 20261123;

    private readonly Func<byte[], DecodeError?> _decode;
    private readonly Func<byte[], byte[]> _encodeAgain;

    private Hostile(Func<byte[], DecodeError?> decode, Func<byte[], byte[]> encodeAgain) => (_decode, _encodeAgain) = (decode, encodeAgain);

    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    public static Hostile For<T>(Func<byte[], Decoded<T>> decode, Func<T, byte[]> encode)
        where T : class => new(bytes => decode(bytes).Error, bytes => encode(decode(bytes).Value!));

    public static Hostile ForMessages() => For(bytes => MessageCodec.Decode(bytes), MessageCodec.Encode);

    public void Check(byte[] input, string what)
    {
        DecodeError? error;
        byte[]? again = null;
        try
        {
            error = _decode(input);
            if (error is null) again = _encodeAgain(input);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{what}: {Shown(input)}", fault);
        }

        if (error is null) Accepted++;
        else Refused++;
        if (again is not null && !again.AsSpan().SequenceEqual(input)) Assert.Fail($"{what}: {Shown(input)} was accepted but encodes to {Shown(again)}");
        if (error is not null) Assert.True(Enum.IsDefined(error.Fault) && error.Field.Length > 0 && error.Detail.Length > 0, $"{what}: an error without a name");
    }

    /// <summary>Every other value of every byte; of long inputs the first and last bytes and a sample, three values each.</summary>
    public void MutateEveryByte(byte[] golden, string name)
    {
        const int small = 300, most = 400;
        var random = new Random(Seed);
        var positions = golden.Length <= most ? Enumerable.Range(0, golden.Length) : Enumerable.Range(0, 64).Concat(Enumerable.Range(golden.Length - 16, 16)).Concat(Enumerable.Range(0, 64).Select(_ => random.Next(golden.Length)));
        foreach (var position in positions)
        {
            var deltas = golden.Length <= small || (golden.Length > most && position < 8) ? Enumerable.Range(1, 255) : Enumerable.Range(0, 3).Select(_ => random.Next(1, 256));
            var mutated = golden.ToArray();
            foreach (var delta in deltas)
            {
                mutated[position] = (byte)(golden[position] ^ delta);
                Check(mutated, $"{name}, byte {position} changed, seed {Seed}");
            }
        }
    }

    /// <summary>Every beginning that is not the whole; of long inputs a sample.</summary>
    public void TruncateEverywhere(byte[] golden, string name)
    {
        var random = new Random(Seed);
        var lengths = golden.Length <= 2000 ? Enumerable.Range(0, golden.Length) : Enumerable.Range(0, 200).Concat(Enumerable.Range(0, 50).Select(_ => random.Next(golden.Length))).Append(golden.Length - 1);
        foreach (var length in lengths)
        {
            Check(golden[..length], $"{name}, cut to {length}");
            Assert.True(_decode(golden[..length]) is not null, $"{name}: {length} of {golden.Length} bytes were accepted");
        }
    }

    /// <summary>Every single byte more, and some runs.</summary>
    public void Extend(byte[] golden, string name)
    {
        if (golden.Length > 100_000) return;
        var random = new Random(Seed);
        for (var value = 0; value <= 255; value++) CheckRefused([.. golden, (byte)value], $"{name}, {value:x2} more");
        foreach (var count in new[] { 2, 3, 17, 64, golden.Length })
        {
            var more = new byte[count];
            random.NextBytes(more);
            CheckRefused([.. golden, .. more], $"{name}, {count} bytes more, seed {Seed}");
        }
    }

    private void CheckRefused(byte[] input, string what)
    {
        Check(input, what);
        Assert.True(_decode(input) is not null, $"{what} was accepted");
    }

    private static string Shown(byte[] bytes) => Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, 120)));
}
