using System.Security.Cryptography;

namespace SecUpIoT.Protocol.Cose;

/// <summary>The two PEM forms used here: PKCS#8 private keys and SubjectPublicKeyInfo public keys (RFC 7468).</summary>
internal static class Pem
{
    public const string PrivateLabel = "PRIVATE KEY";
    public const string PublicLabel = "PUBLIC KEY";

    public static string Write(string label, ReadOnlySpan<byte> der) => PemEncoding.WriteString(label, der) + "\n";

    /// <exception cref="FormatException">There is no PEM block, or it has another label.</exception>
    public static byte[] Read(string label, string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields)) throw new FormatException("There is no PEM block.");
        if (!pem.AsSpan()[fields.Label].SequenceEqual(label)) throw new FormatException($"The PEM block is not a {label}.");
        return Convert.FromBase64String(pem[fields.Base64Data]);
    }
}
