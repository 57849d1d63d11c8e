namespace SecUpIoT.Protocol;

/// <summary>What kind of cause a result code has (spec/result-codes.md).</summary>
public enum ResultGroup
{
    /// <summary>No result yet, or success.</summary>
    None = 0,
    /// <summary>The way between two entities.</summary>
    Transport = 1,
    /// <summary>The envelope or manifest.</summary>
    Metadata = 2,
    /// <summary>Signatures and authority.</summary>
    Signature = 3,
    /// <summary>Sequence numbers.</summary>
    Rollback = 4,
    /// <summary>Nonces, validity, counters.</summary>
    Freshness = 5,
    /// <summary>Parts that do not belong together.</summary>
    MixAndMatch = 6,
    /// <summary>Made for something else.</summary>
    Compatibility = 7,
    /// <summary>Room and media.</summary>
    Storage = 8,
    /// <summary>Switching images.</summary>
    Install = 9,
    /// <summary>Starting and trying an image.</summary>
    Boot = 10,
    /// <summary>Rules of the operator.</summary>
    Policy = 11,
    /// <summary>Ended on request.</summary>
    Cancelled = 12,
    /// <summary>Not at this moment.</summary>
    Busy = 13,
    /// <summary>A fault of the implementation.</summary>
    Internal = 14,
}

/// <summary>What is known of each result code beyond its number.</summary>
public static class ResultCodes
{
    /// <summary>The group of <paramref name="code"/>: its hundreds.</summary>
    public static ResultGroup Group(this ResultCode code) => (ResultGroup)((ushort)code / 100);

    /// <summary>True when the same update may succeed if it is simply tried again (R-ST-16).</summary>
    public static bool IsTransient(this ResultCode code) => code is ResultCode.StorageFailed or ResultCode.PayloadDigestMismatch or ResultCode.RestartedDuringTrial
        || code.Group() is ResultGroup.Transport or ResultGroup.Freshness or ResultGroup.Busy or ResultGroup.Internal;
}
