using System.Text;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.VectorTool.Messages;

namespace SecUpIoT.VectorTool.Statements;

/// <summary>Signs one payload in many ways, nearly all of them wrong.</summary>
/// <param name="kind">What the payload is.</param>
/// <param name="content">The record that is signed.</param>
internal sealed class StatementForge(StatementKind kind, object content)
{
    private readonly byte[] _payload = RecordShape.EncodeStatement(content);
    private readonly bool _isReport = kind == StatementKind.Report;

    private Ed25519KeyPair Key => _isReport ? TestKeys.Device : TestKeys.Tracker;

    private string Domain => _isReport ? DeviceReport.Domain : Directive.Domain;

    private string OtherDomain => _isReport ? Directive.Domain : DeviceReport.Domain;

    private string ContentType => _isReport ? DeviceReport.ContentType : Directive.ContentType;

    private string OtherContentType => _isReport ? Directive.ContentType : DeviceReport.ContentType;

    private ResultCode NotAuthentic => _isReport ? ResultCode.ReportNotAuthentic : ResultCode.DirectiveNotAuthentic;

    public StatementVector Right(string name, string description, ResultCode result = ResultCode.Success) =>
        new(kind, name, description, content, _payload, Sign(Key, _payload), result);

    /// <summary>Refused because no valid signature of the right key covers it.</summary>
    public IEnumerable<StatementVector> NotAuthenticOnes()
    {
        var right = Sign(Key, _payload);
        yield return Wrong("bit-in-payload", "one bit of the payload is inverted", Flip(right, right.Length - 70));
        yield return Wrong("bit-in-signature", "one bit of the signature is inverted", Flip(right, right.Length - 1));
        yield return Wrong("bit-in-key-id", "one bit of the key identifier is inverted", Flip(right, right.AsSpan().IndexOf(Key.KeyId.Span)));
        yield return Wrong("signature-cut", "the signature has 63 bytes", Rebuild(right, signature: s => s[..^1]));
        yield return Wrong("signature-empty", "the signature is empty", Rebuild(right, signature: _ => []));
        yield return Wrong("signature-zero", "the signature is all zero", Rebuild(right, signature: s => new byte[s.Length]));
        yield return Wrong("stranger", "signed by a key that is not trusted", Sign(TestKeys.Stranger, _payload));
        yield return Wrong("stranger-with-trusted-key-id", "signed by a key that is not trusted, under a trusted key's identifier", Sign(new Pretender(TestKeys.Stranger, CoseAlgorithm.Ed25519, Key.KeyId), _payload));
        yield return Wrong("stranger-without-key-id", "signed by a key that is not trusted, without an identifier", Sign(new Pretender(TestKeys.Stranger, CoseAlgorithm.Ed25519, Bytes.Empty), _payload));
        yield return Wrong("other-entity", "signed by the other entity's key", Sign(_isReport ? TestKeys.Tracker : TestKeys.Device, _payload));
        yield return Wrong("other-domain", "signed with the external_aad of the other kind of statement", SignedStatement.Sign(Key, OtherDomain, ContentType, _payload));
        yield return Wrong("no-domain", "signed with an empty external_aad", SignedStatement.Sign(Key, "", ContentType, _payload));
        yield return Wrong("other-content-type", "the content type of the other kind of statement", SignedStatement.Sign(Key, Domain, OtherContentType, _payload));
        yield return Wrong("no-content-type", "no content type", CoseSign1.Sign(Key, _payload, Encoding.UTF8.GetBytes(Domain), detached: false));
        yield return Wrong("detached", "the payload is not in the message", CoseSign1.Sign(Key, _payload, Encoding.UTF8.GetBytes(Domain), detached: true, ContentType));
        yield return Wrong("algorithm-of-other-kind", "an Ed25519 signature that calls itself ESP256", Sign(new Pretender(Key, CoseAlgorithm.Esp256, Key.KeyId), _payload));
        yield return Wrong("algorithm-none", "algorithm number 0", Sign(new Pretender(Key, CoseAlgorithm.None, Key.KeyId), _payload));
        yield return Wrong("untagged", "without the CBOR tag 18", right[1..]);
        yield return Wrong("mac-tag", "with the CBOR tag 17 of COSE_Mac0", [0xd1, .. right[1..]]);
        yield return Wrong("trailing", "one byte follows", [.. right, 0x00]);
        yield return Wrong("cut", "the last byte is missing", right[..^1]);
        yield return Wrong("empty", "no bytes at all", []);
        yield return Wrong("length-not-shortest", "the length of the signature takes one byte more than needed", Widen(right));
        yield return Wrong("algorithm-unprotected", "the algorithm stands in the unprotected header too", Rebuild(right, unprotectedHeader: CborValue.MapOf(new CborEntry(1, CborValue.Of((long)CoseAlgorithm.Ed25519)))));
    }

    /// <summary>Refused because the authentic payload is malformed.</summary>
    public IEnumerable<StatementVector> MalformedOnes()
    {
        yield return Malformed("payload-empty", "signed, but empty", []);
        yield return Malformed("payload-trailing", "signed, with one byte more", [.. _payload, 0xc0]);
        yield return Malformed("payload-cut", "signed, without its last byte", _payload[..^1]);
        yield return Malformed("payload-other-kind", "signed, but the other kind of statement", RecordShape.EncodeStatement(_isReport ? StatementSamples.Of(DirectiveKind.Install) : StatementSamples.Idle));
        yield return Malformed("payload-field-missing", "signed, with one field less than the array announces", [(byte)(_payload[0] - 1), .. _payload[1..]]);
        yield return Malformed("payload-head-not-shortest", "signed, with an array head of three bytes", [0xdc, 0x00, (byte)(_payload[0] & 0x0f), .. _payload[1..]]);
    }

    private StatementVector Wrong(string name, string description, byte[] signed) => new(kind, name, description, content, _payload, signed, NotAuthentic);

    private StatementVector Malformed(string name, string description, byte[] payload) => new(kind, name, description, null, payload, Sign(Key, payload), ResultCode.MalformedMessage);

    private byte[] Sign(ISigner signer, byte[] payload) => SignedStatement.Sign(signer, Domain, ContentType, payload);

    private static byte[] Flip(byte[] bytes, int index)
    {
        var flipped = bytes.ToArray();
        flipped[index] ^= 0x01;
        return flipped;
    }

    private static byte[] Rebuild(byte[] signed, Func<byte[], byte[]>? signature = null, CborValue? unprotectedHeader = null)
    {
        var message = CoseMessage.Parse(signed).Value;
        var octets = message.Authenticator.ToArray();
        return CborEncoder.Encode(new CborTagged((ulong)message.Kind, CborValue.ArrayOf(
            CborValue.Of(message.ProtectedHeader),
            unprotectedHeader ?? CborValue.MapOf(),
            CborValue.Of(message.Payload!.Value),
            CborValue.Of(signature is null ? octets : signature(octets)))));
    }

    // The last element is the signature, 64 bytes behind the head 0x58 0x40.
    private static byte[] Widen(byte[] signed) => [.. signed[..^66], 0x59, 0x00, 0x40, .. signed[^64..]];
}
