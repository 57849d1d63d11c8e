namespace SecUpIoT.Protocol.Wire;

/// <summary>In which way bytes deviate from the one strict encoding (R-GEN-04).</summary>
public enum DecodeFault
{
    /// <summary>The input ends inside an element.</summary>
    Truncated,
    /// <summary>Bytes follow the message.</summary>
    TrailingBytes,
    /// <summary>The tag names no message.</summary>
    UnknownMessage,
    /// <summary>An array has fewer or more elements than the message has fields.</summary>
    WrongFieldCount,
    /// <summary>An element has another type than the field.</summary>
    WrongType,
    /// <summary>A number or length is not written in its shortest form.</summary>
    NotShortest,
    /// <summary>A number lies outside the field's range.</summary>
    OutOfRange,
    /// <summary>A byte string has another length than the field requires.</summary>
    WrongLength,
    /// <summary>A byte string, text or list is longer than its limit.</summary>
    TooLong,
    /// <summary>A number is not a member of the enumeration.</summary>
    UndefinedValue,
    /// <summary>A text is not valid UTF-8 or contains control characters.</summary>
    NotText,
    /// <summary>The input is larger than any message may be.</summary>
    Oversize,
}

/// <summary>Why bytes are not a message: the deviation, the field where it stands, what was expected and what came.</summary>
public sealed record DecodeError(DecodeFault Fault, string Field, string Detail)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Fault} at {Field}: {Detail}";
}
