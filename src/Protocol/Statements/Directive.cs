using System.Buffers;
using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Statements;

/// <summary>
/// What a Status tracker tells one device to do (R-ST-10, R-ST-11), signed by the tracker's key as a COSE_Sign1 with the domain
/// <see cref="Domain"/>. It answers one nonce and therefore counts once (R-DC-16).
/// </summary>
/// <param name="Kind">What to do.</param>
/// <param name="Device">The device that is addressed (R-DC-11).</param>
/// <param name="Manifest">The manifest to install or cancel; all zero for "up to date".</param>
/// <param name="Number">Its sequence number, for people and logs; the manifest decides.</param>
/// <param name="Nonce">The nonce of the report that is answered.</param>
/// <param name="IssuedAt">When it was issued, by the tracker's clock.</param>
/// <param name="ValidUntil">After this a device with a clock refuses it (R-DC-17).</param>
public sealed record Directive(
    DirectiveKind Kind,
    DeviceId Device,
    Digest Manifest,
    SequenceNumber Number,
    Nonce Nonce,
    Moment IssuedAt,
    Moment ValidUntil)
{
    /// <summary>The external_aad that keeps a directive from being taken for anything else.</summary>
    public const string Domain = "secup-iot/directive/1";

    /// <summary>The content type in the protected header.</summary>
    public const string ContentType = "application/vnd.secup-iot.directive+msgpack";

    /// <summary>The one encoding.</summary>
    public byte[] Encode()
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(7);
        writer.Write((byte)Kind);
        writer.Guid(Device.Value);
        writer.Digest(Manifest);
        writer.Number(Number);
        writer.Nonce(Nonce);
        writer.Moment(IssuedAt);
        writer.Moment(ValidUntil);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The directive that <paramref name="bytes"/> encode, or a named error. Call it on verified bytes only.</summary>
    public static Decoded<Directive> Decode(ReadOnlyMemory<byte> bytes) => MessageCodec.Guarded(bytes, Limits.SignedStatement, static (ref StrictReader reader) =>
    {
        reader.Array("directive", 7);
        return new Directive(
            reader.Enum<DirectiveKind>("kind"),
            new DeviceId(reader.Guid("device")),
            reader.Digest("manifest"),
            reader.Number("number"),
            reader.Nonce("nonce"),
            reader.Moment("issuedAt"),
            reader.Moment("validUntil"));
    });
}
