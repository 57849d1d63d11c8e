using System.Diagnostics;

namespace SecUpIoT.Fuzz.Oracles;

/// <summary>Tries a decoder with one input.</summary>
public interface IExamination
{
    /// <summary>The first promise that the input breaks, or null.</summary>
    Breach? Of(byte[] input);

    /// <summary>True when the decoder takes the input for valid.</summary>
    bool Accepts(byte[] input);
}

/// <summary>Holds one decoder to its promises (<see cref="Oracle"/>).</summary>
/// <param name="decode">The decoder.</param>
/// <param name="allowance">What decoding may cost.</param>
/// <param name="encode">The encoder that belongs to it; null when there is none.</param>
/// <param name="contradiction">What a second reader has against the answer; null when it agrees.</param>
public sealed class Examination<T>(
    Func<ReadOnlyMemory<byte>, Answer<T>> decode,
    Allowance allowance,
    Func<T, byte[]>? encode = null,
    Func<ReadOnlyMemory<byte>, Answer<T>, string?>? contradiction = null) : IExamination
    where T : class
{
    /// <summary>True for a strict format: the encoding of what was accepted is the input. False when only encoding and decoding again has to agree.</summary>
    public bool OneEncoding { get; init; } = true;

    /// <inheritdoc/>
    public bool Accepts(byte[] input) => decode(input).Value is not null;

    /// <inheritdoc/>
    public Breach? Of(byte[] input)
    {
        try
        {
            // The first call of a method makes what it needs once; only what happens again is the input's.
            return Once(input) is { } breach ? (breach.Oracle == Oracle.BoundedMemory ? Once(input) : breach) : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Thrown(exception);
        }
        catch (OutOfMemoryException exception)
        {
            return new Breach(Oracle.BoundedMemory, Where(exception), exception.Message);
        }
    }

    private Breach? Once(byte[] input)
    {
        var given = input.AsSpan().ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var answer = decode(given);
        var spent = GC.GetAllocatedBytesForCurrentThread() - before;
        if (spent > allowance.For(input.Length))
            return new Breach(Oracle.BoundedMemory, "allocation", $"{spent} bytes for an input of {input.Length}, allowed are {allowance.For(input.Length)}");
        if (!answer.IsOne) return new Breach(Oracle.OneAnswer, answer.Value is null ? "neither" : "both", $"value {answer.Value}, refusal '{answer.Refusal}'");
        if (!given.AsSpan().SequenceEqual(input)) return new Breach(Oracle.InputUntouched, "written", "the decoder wrote into its input");
        if (answer.Value is { } value && encode is not null && Compare(input, value, encode) is { } breach) return breach;
        return contradiction?.Invoke(input, answer) is { } other ? new Breach(Oracle.SecondReader, Digits(other), other) : null;
    }

    private Breach? Compare(byte[] input, T value, Func<T, byte[]> encoder)
    {
        var encoded = encoder(value);
        if (OneEncoding && !encoded.AsSpan().SequenceEqual(input))
            return new Breach(Oracle.OneEncoding, typeof(T).Name, $"accepted {Hex(input)}, which is not the encoding {Hex(encoded)} of its value");
        var again = decode(encoded);
        if (again.Value is not { } second) return new Breach(Oracle.RoundTrip, "refused", $"the encoding of a value is refused: {again.Refusal}");
        return encoder(second).AsSpan().SequenceEqual(encoded)
            ? null
            : new Breach(Oracle.RoundTrip, typeof(T).Name, $"the encoding {Hex(encoded)} of a value decodes to another value");
    }

    private static Breach Thrown(Exception exception) => new(Oracle.NoOtherException, Where(exception), exception.Message);

    /// <summary>An exception's type and the first place in the code of this repository that it came through.</summary>
    private static string Where(Exception exception)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: false).GetFrames();
        var ours = frames.Select(static frame => frame.GetMethod()).FirstOrDefault(static method =>
            method?.DeclaringType?.FullName is { } name && name.StartsWith("SecUpIoT.", StringComparison.Ordinal) && !name.StartsWith("SecUpIoT.Fuzz.", StringComparison.Ordinal));
        return $"{exception.GetType().Name} in {ours?.DeclaringType?.FullName ?? "a library"}.{ours?.Name}";
    }

    // A signature must not depend on the numbers of one input.
    private static string Digits(string text) => string.Concat(text.Where(static c => !char.IsDigit(c)));

    private static string Hex(byte[] bytes) => bytes.Length <= 48 ? Convert.ToHexStringLower(bytes) : $"{Convert.ToHexStringLower(bytes.AsSpan(0, 48))}... ({bytes.Length} bytes)";
}
