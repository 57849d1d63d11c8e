using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>Decodes CBOR inside an envelope and names faults in its vocabulary.</summary>
internal static class SuitCbor
{
    public static SuitError Malformed(string detail) => new(ResultCode.MalformedManifest, detail);

    public static SuitError TooMuch(string detail) => new(ResultCode.LimitExceeded, detail);

    public static Result<CborValue, SuitError> Decode(Bytes encoded, string what, CborRules? rules = null)
    {
        var decoded = CborDecoder.Decode(encoded.Memory, rules ?? CborRules.Strict);
        if (decoded.Error is not { } error) return decoded.Value;
        return error.Fault == CborFault.LimitExceeded ? TooMuch($"{what}: {error.Detail}") : Malformed($"{what}: {error.Detail}");
    }

    public static Result<CborMap, SuitError> DecodeMap(Bytes encoded, string what)
    {
        var decoded = Decode(encoded, what);
        if (decoded.Error is { } error) return error;
        return decoded.Value is CborMap map ? map : Malformed($"{what} is not a map");
    }

    public static Result<CborArray, SuitError> DecodeArray(Bytes encoded, string what)
    {
        var decoded = Decode(encoded, what);
        if (decoded.Error is { } error) return error;
        return decoded.Value is CborArray array ? array : Malformed($"{what} is not an array");
    }
}
