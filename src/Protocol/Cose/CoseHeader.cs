using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Cose;

/// <summary>The header parameters that this protocol reads (RFC 9052, 3.1).</summary>
/// <param name="Algorithm">Label 1, from the protected header only; the number as received.</param>
/// <param name="KeyId">Label 4, from either header, or null.</param>
/// <param name="ContentType">Label 3 as text, from the protected header only, or null.</param>
public sealed record CoseHeader(int Algorithm, Bytes? KeyId, string? ContentType)
{
    private const int AlgorithmLabel = 1;
    private const int CriticalLabel = 2;
    private const int ContentTypeLabel = 3;
    private const int KeyIdLabel = 4;

    internal static byte[] EncodeProtected(CoseAlgorithm algorithm, Bytes keyId, string? contentType)
    {
        var entries = new List<CborEntry> { new(AlgorithmLabel, CborValue.Of((long)algorithm)) };
        if (contentType is not null) entries.Add(new(ContentTypeLabel, CborValue.Of(contentType)));
        if (!keyId.IsEmpty) entries.Add(new(KeyIdLabel, CborValue.Of(keyId)));
        return CborEncoder.Encode(new CborMap(entries));
    }

    internal static Result<CoseHeader, CoseError> Read(Bytes protectedHeader, CborMap unprotectedHeader)
    {
        var decoded = CborDecoder.Decode(protectedHeader.Memory, CborRules.Strict);
        if (decoded.Error is { } error) return new CoseError(CoseFault.Malformed, $"protected header: {error.Detail}");
        if (decoded.Value is not CborMap authentic) return new CoseError(CoseFault.Malformed, "the protected header is not a map");
        // A critical header that is not understood has to end processing (RFC 9052, 3.1); none is understood here.
        if (authentic.Find(CriticalLabel) is not null) return new CoseError(CoseFault.NotSupported, "critical header parameters");
        foreach (var entry in unprotectedHeader.Entries)
        {
            if (entry.IntegerKey is AlgorithmLabel or CriticalLabel or ContentTypeLabel)
            {
                return new CoseError(CoseFault.NotSupported, "a header parameter that has to be protected is not");
            }

            if (entry.IntegerKey is { } label && authentic.Find(label) is not null)
            {
                return new CoseError(CoseFault.Malformed, "a header parameter is given twice");
            }
        }

        if ((authentic.Find(AlgorithmLabel) as CborInteger)?.AsInt32 is not { } algorithm)
        {
            return new CoseError(CoseFault.Malformed, "no algorithm number in the protected header");
        }

        var contentType = authentic.Find(ContentTypeLabel);
        if (contentType is not (null or CborText)) return new CoseError(CoseFault.Malformed, "the content type is not text");
        var keyId = authentic.Find(KeyIdLabel) ?? unprotectedHeader.Find(KeyIdLabel);
        if (keyId is not (null or CborOctets)) return new CoseError(CoseFault.Malformed, "the key identifier is not a byte string");
        return new CoseHeader(algorithm, (keyId as CborOctets)?.Value, (contentType as CborText)?.Value);
    }
}
