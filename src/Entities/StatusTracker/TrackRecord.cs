using System.Buffers;
using MessagePack;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Entities.StatusTracker;

/// <summary>What a Status tracker keeps of one device (R-ST-05, R-ST-08).</summary>
/// <param name="Device">The device.</param>
/// <param name="Vendor">Its vendor, as enrolled.</param>
/// <param name="Class">Its class, as enrolled.</param>
/// <param name="Profile">The profile it is operated under.</param>
/// <param name="PublicKey">Its public key (SubjectPublicKeyInfo).</param>
/// <param name="Phase">Where the record stands.</param>
/// <param name="LastCounter">Counter of the last believed report (R-ST-04).</param>
/// <param name="Confirmed">The image that the device last said to have confirmed.</param>
/// <param name="Target">The image of the update that is under way or ended last.</param>
/// <param name="Result">How the update to <paramref name="Target"/> ended; None while it is under way.</param>
/// <param name="ResultVerified">True when the result comes from a signed report, false when a Communicator relayed it (R-ST-15).</param>
/// <param name="Received">Bytes of the target that the device has stored.</param>
/// <param name="Total">Bytes of the target.</param>
/// <param name="Attempts">How many attempts at the target ended for a passing reason, or for one that only a Communicator told (R-ST-16).</param>
/// <param name="OutcomeSerial">Serial of the last outcome that the device reported.</param>
/// <param name="CancelWanted">The operator asked to cancel (R-ST-19).</param>
/// <param name="FreezeSuspected">The device says that it missed fresh directives (R-ST-27).</param>
/// <param name="LastSeen">When the last believed report came.</param>
/// <param name="CompletedAt">When the target was recorded as completed; zero when it is not.</param>
public sealed record TrackRecord(
    DeviceId Device,
    VendorId Vendor,
    ClassId Class,
    Profile Profile,
    Bytes PublicKey,
    TrackPhase Phase,
    ulong LastCounter,
    ImageName? Confirmed,
    ImageName? Target,
    ResultCode Result,
    bool ResultVerified,
    ulong Received,
    ulong Total,
    uint Attempts,
    ulong OutcomeSerial,
    bool CancelWanted,
    bool FreezeSuspected,
    Moment LastSeen,
    Moment CompletedAt) : DurableRecord
{
    /// <summary>When the update to the target ended last; zero for never. The pause before the next attempt begins here (R-ST-45).</summary>
    public Moment EndedAt { get; init; }

    /// <summary>What the operator calls the device, for groups (R-ST-37).</summary>
    public Sequence<string> Tags { get; init; } = Sequence<string>.Empty;

    /// <summary>What the operator sees of it.</summary>
    public TrackEntry ToEntry() => new(
        Device, Vendor, Class, Profile, Phase, Confirmed, Target, Result, ResultVerified, Received, Total, FreezeSuspected, LastSeen, CompletedAt);

    /// <summary>The one encoding.</summary>
    public byte[] Encode()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(21);
        writer.Guid(Device.Value);
        writer.Guid(Vendor.Value);
        writer.Guid(Class.Value);
        writer.Write((byte)Profile);
        writer.Bytes(PublicKey);
        writer.Write((byte)Phase);
        writer.Write(LastCounter);
        if (Confirmed is null) writer.WriteNil();
        else Confirmed.Write(ref writer);
        if (Target is null) writer.WriteNil();
        else Target.Write(ref writer);
        writer.Write((ushort)Result);
        writer.Write(ResultVerified);
        writer.Write(Received);
        writer.Write(Total);
        writer.Write(Attempts);
        writer.Write(OutcomeSerial);
        writer.Write(CancelWanted);
        writer.Write(FreezeSuspected);
        writer.Moment(LastSeen);
        writer.Moment(CompletedAt);
        writer.Moment(EndedAt);
        writer.WriteArrayHeader(Tags.Count);
        foreach (var tag in Tags) writer.Write(tag);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The record that <paramref name="bytes"/> encode, or a named error.</summary>
    public static Decoded<TrackRecord> Decode(ReadOnlyMemory<byte> bytes) => MessageCodec.Guarded(bytes, static (ref StrictReader reader) =>
    {
        reader.Array("record", 21);
        return new TrackRecord(
            new DeviceId(reader.Guid("device")),
            new VendorId(reader.Guid("vendor")),
            new ClassId(reader.Guid("class")),
            reader.Enum<Profile>("profile"),
            reader.Bytes("publicKey", Limits.PublicKey),
            reader.Enum<TrackPhase>("phase"),
            reader.UInt("lastCounter"),
            ImageName.ReadOptional(ref reader, "confirmed"),
            ImageName.ReadOptional(ref reader, "target"),
            reader.Enum<ResultCode>("result"),
            reader.Bool("resultVerified"),
            reader.UInt("received", Limits.Payload),
            reader.UInt("total", Limits.Payload),
            (uint)reader.UInt("attempts", uint.MaxValue),
            reader.UInt("outcomeSerial"),
            reader.Bool("cancelWanted"),
            reader.Bool("freezeSuspected"),
            reader.Moment("lastSeen"),
            reader.Moment("completedAt"))
        {
            EndedAt = reader.Moment("endedAt"),
            Tags = Tagging.Read(ref reader, "tags"),
        };
    });
}
