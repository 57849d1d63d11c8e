using System.Diagnostics.CodeAnalysis;

namespace SecUpIoT.Protocol;

/// <summary>
/// Either a value or an error that says why there is none. What a peer sends can always be wrong, so parsing and verifying answer with
/// this.
/// </summary>
/// <typeparam name="TValue">What success gives.</typeparam>
/// <typeparam name="TError">What failure tells.</typeparam>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The two static methods are the named alternates.")]
[SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "The conversions are the usual way in; the methods name them.")]
public sealed class Result<TValue, TError>
    where TValue : notnull
    where TError : class
{
    private readonly TValue? _value;

    private Result(TValue? value, TError? error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>The error, or null when there is a value.</summary>
    public TError? Error { get; }

    /// <summary>True when there is a value.</summary>
    public bool IsOk => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is an error instead: the caller did not look.</exception>
    public TValue Value => Error is null ? _value! : throw new InvalidOperationException($"There is no value: {Error}");

    /// <summary>Success.</summary>
    public static Result<TValue, TError> Ok(TValue value) => new(value, null);

    /// <summary>Failure.</summary>
    public static Result<TValue, TError> Fail(TError error) => new(default, error);

    /// <summary>Success.</summary>
    public static implicit operator Result<TValue, TError>(TValue value) => Ok(value);

    /// <summary>Failure.</summary>
    public static implicit operator Result<TValue, TError>(TError error) => Fail(error);

    /// <summary>The value or the error, for people.</summary>
    public override string ToString() => Error?.ToString() ?? _value?.ToString() ?? string.Empty;
}
