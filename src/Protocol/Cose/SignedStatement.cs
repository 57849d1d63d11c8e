using System.Text;

namespace SecUpIoT.Protocol.Cose;

/// <summary>
/// A signed statement of one of the entities, such as a directive or a report: COSE_Sign1 with the payload embedded. There is no way to the
/// payload but through verification.
/// </summary>
/// <param name="Payload">The authentic payload.</param>
/// <param name="SignerKeyId">The identifier of the key that signed it.</param>
/// <param name="ContentType">The authentic content type.</param>
public sealed record SignedStatement(Bytes Payload, Bytes SignerKeyId, string ContentType)
{
    /// <summary>
    /// Signs <paramref name="payload"/>. <paramref name="domain"/> (for example "secup-iot/directive/1") makes the signature useless
    /// elsewhere.
    /// </summary>
    public static byte[] Sign(ISigner signer, string domain, string contentType, ReadOnlySpan<byte> payload) =>
        CoseSign1.Sign(signer, payload, Encoding.UTF8.GetBytes(domain), detached: false, contentType);

    /// <summary>Verifies a statement of the given domain and content type against the trusted keys.</summary>
    public static Result<SignedStatement, CoseError> Verify(
        ReadOnlyMemory<byte> message,
        IReadOnlyList<IVerifier> anchors,
        string domain,
        string contentType)
    {
        var verified = CoseSign1.Verify(message, anchors, Encoding.UTF8.GetBytes(domain));
        if (verified.Error is { } error) return error;
        if (verified.Value.ContentType != contentType) return new CoseError(CoseFault.WrongContentType, $"expected {contentType}");
        return new SignedStatement(verified.Value.Payload, verified.Value.SignerKeyId, contentType);
    }
}
