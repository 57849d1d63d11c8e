using SecUpIoT.Protocol;

namespace SecUpIoT.Entities;

/// <summary>What a pure judge says: a value, or a result code and a sentence. Exactly one of the two.</summary>
public readonly record struct Verdict<T>
    where T : class
{
    private Verdict(T? value, ResultCode code, string detail) => (Value, Code, Detail) = (value, code, detail);

    /// <summary>The value; null when refused.</summary>
    public T? Value { get; }

    /// <summary>Why it is refused; <see cref="ResultCode.None"/> when it is not.</summary>
    public ResultCode Code { get; }

    /// <summary>What was expected and what came, for people.</summary>
    public string Detail { get; }

    /// <summary>Accepted, with this value.</summary>
    public static implicit operator Verdict<T>(T value) => new(value, ResultCode.None, "");

    /// <summary>Refused.</summary>
    public static implicit operator Verdict<T>((ResultCode Code, string Detail) why) => new(null, why.Code, why.Detail);
}
