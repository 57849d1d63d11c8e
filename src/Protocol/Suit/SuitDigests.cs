using System.Security.Cryptography;
using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// SUIT_Digest (SUIT manifest S10): an algorithm number and a digest. SHA-256 is the one that every profile requires, and the only one
/// here.
/// </summary>
public static class SuitDigests
{
    /// <summary>The COSE number of SHA-256.</summary>
    public const int Sha256 = -16;

    /// <summary>The array [-16, digest].</summary>
    public static CborValue ToCbor(Digest digest) => CborValue.ArrayOf(CborValue.Of(Sha256), CborValue.Of(digest.Value));

    /// <summary>The encoded array: 36 bytes.</summary>
    public static byte[] Encode(Digest digest) => CborEncoder.Encode(ToCbor(digest));

    /// <summary>Reads the array. Another algorithm is a different error from a wrong shape, because a newer author may use one.</summary>
    public static Result<Digest, SuitError> Read(CborValue value)
    {
        if (value is not CborArray { Items: { Count: 2 } parts } || (parts[0] as CborInteger)?.AsInt32 is not { } algorithm || parts[1] is not CborOctets { Value: var octets })
        {
            return new SuitError(ResultCode.MalformedManifest, "a digest is not [algorithm, bytes]");
        }

        if (algorithm != Sha256) return new SuitError(ResultCode.UnsupportedAlgorithm, $"digest algorithm {algorithm}");
        // The grammar leaves the length open; a shortened digest would be a weaker promise.
        if (octets.Length != Digest.Size) return new SuitError(ResultCode.MalformedManifest, $"a SHA-256 digest of {octets.Length} bytes");
        return new Digest(octets);
    }

    /// <summary>
    /// The digest of a manifest or of a severable element: it covers the byte string with its head (SUIT manifest S8.3, S8.6), unlike the signature,
    /// which covers the SUIT_Digest without one.
    /// </summary>
    public static Digest OfElement(Bytes content) => new(SHA256.HashData(CborEncoder.EncodeByteString(content.Span)));
}
