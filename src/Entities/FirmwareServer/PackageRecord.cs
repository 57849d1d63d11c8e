using System.Buffers;
using MessagePack;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Entities.FirmwareServer;

/// <summary>What a Firmware server keeps of one package (R-FS-10).</summary>
/// <param name="Image">Sequence number and manifest digest.</param>
/// <param name="Vendor">The vendor it is for.</param>
/// <param name="Class">The class it is for.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="EnvelopeSize">Bytes of the stored envelope.</param>
/// <param name="Payloads">All its payloads.</param>
/// <param name="Missing">Those that are not stored yet.</param>
public sealed record PackageRecord(
    ImageName Image,
    VendorId Vendor,
    ClassId Class,
    PackagePhase Phase,
    uint EnvelopeSize,
    Sequence<PayloadName> Payloads,
    Sequence<PayloadName> Missing) : DurableRecord
{
    /// <summary>What a Status tracker sees of it.</summary>
    public CatalogueEntry ToEntry() => new(Image.Manifest, Image.Number, Vendor, Class, EnvelopeSize, Payloads);

    /// <summary>The one encoding.</summary>
    public byte[] Encode()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(7);
        Image.Write(ref writer);
        writer.Guid(Vendor.Value);
        writer.Guid(Class.Value);
        writer.Write((byte)Phase);
        writer.Write(EnvelopeSize);
        writer.WriteArrayHeader(Payloads.Count);
        foreach (var payload in Payloads) payload.Write(ref writer);
        writer.WriteArrayHeader(Missing.Count);
        foreach (var payload in Missing) payload.Write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The record that <paramref name="bytes"/> encode, or a named error.</summary>
    public static Decoded<PackageRecord> Decode(ReadOnlyMemory<byte> bytes) => MessageCodec.Guarded(bytes, static (ref StrictReader reader) =>
    {
        reader.Array("record", 7);
        return new PackageRecord(
            ImageName.Read(ref reader, "image"),
            new VendorId(reader.Guid("vendor")),
            new ClassId(reader.Guid("class")),
            reader.Enum<PackagePhase>("phase"),
            (uint)reader.UInt("envelopeSize", Limits.Envelope),
            Sequence<PayloadName>.Read(ref reader, "payloads", Limits.Components, PayloadName.Read),
            Sequence<PayloadName>.Read(ref reader, "missing", Limits.Components, PayloadName.Read));
    });
}
