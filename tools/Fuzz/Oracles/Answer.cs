using SecUpIoT.Entities;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Fuzz.Oracles;

/// <summary>What a decoder says: a value, or why there is none. A decoder that says both or nothing breaks <see cref="Oracle.OneAnswer"/>.</summary>
public readonly record struct Answer<T>(T? Value, string? Refusal)
    where T : class
{
    /// <summary>Exactly one of the two, and a refusal has words.</summary>
    public bool IsOne => Value is not null ? Refusal is null : !string.IsNullOrWhiteSpace(Refusal);
}

/// <summary>The answers of the decoders of this repository, in one form.</summary>
public static class Answer
{
    /// <summary>A value.</summary>
    public static Answer<T> Accepted<T>(T value)
        where T : class => new(value, null);

    /// <summary>A refusal.</summary>
    public static Answer<T> Refused<T>(string? why)
        where T : class => new(null, why);

    /// <summary>What the strict codec says.</summary>
    public static Answer<T> Of<T>(Decoded<T> decoded)
        where T : class => new(decoded.Value, decoded.Error?.ToString());

    /// <summary>What a parser or verifier says.</summary>
    public static Answer<T> Of<T, TError>(Result<T, TError> result)
        where T : class
        where TError : class => result.Error is { } error ? new(null, error.ToString()) : new(result.Value, null);

    /// <summary>What a judge says.</summary>
    public static Answer<T> Of<T>(Verdict<T> verdict)
        where T : class => verdict.Value is { } value
            ? new(value, verdict.Code == ResultCode.None ? null : "a value together with a code")
            : new(null, verdict.Code == ResultCode.None ? null : $"{verdict.Code}: {verdict.Detail}");

    /// <summary>What a reader says that refuses with an exception of the documented kind.</summary>
    public static Answer<T> OfThrowing<T, TException>(Func<T> read)
        where T : class
        where TException : Exception
    {
        try
        {
            return Accepted(read());
        }
        catch (TException exception)
        {
            return Refused<T>(exception.Message);
        }
    }
}
