using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Entities.Tests;

/// <summary>The durable records survive their encoding, and nothing else is taken for one.</summary>
public sealed class RecordTests
{
    private static readonly DeviceRecord FullDevice = new(
        Releases.Base.In(Slot.A),
        new Candidate(Releases.Mixed.In(Slot.B), CandidateStage.Trial, 180),
        new Outcome(Releases.Next.Name, ResultCode.SelfTestFailed, ulong.MaxValue),
        ulong.MaxValue);

    private static readonly TrackRecord FullTrack = new(Known.Device, Known.Vendor, Known.Class, Profile.Secure, Known.DeviceKey.Public, TrackPhase.Superseded, 7,
        Releases.Base.Name, Releases.Next.Name, ResultCode.StorageFailed, true, 100, 150, 2, 9, true, true, Known.Start, Known.Start);

    private static readonly PackageRecord FullPackage = new(Releases.Mixed.Name, Known.Vendor, Known.Class, PackagePhase.Staged, 400, Releases.Mixed.Payloads,
        new(Releases.Mixed.Payloads[0]));

    [Fact]
    [Trait("requirement", "R-GEN-08")]
    public void Device_records_survive_their_encoding()
    {
        foreach (var record in new[] { FullDevice, FullDevice with { Candidate = null }, FullDevice with { LastOutcome = null, ReservedCounter = 0 } })
            Assert.Equal(record, DeviceRecord.Decode(record.Encode()).Value);
    }

    [Fact]
    [Trait("requirement", "R-GEN-08")]
    public void Track_records_survive_their_encoding()
    {
        foreach (var record in new[] { FullTrack, FullTrack with { Confirmed = null, Target = null } }) Assert.Equal(record, TrackRecord.Decode(record.Encode()).Value);
    }

    [Fact]
    [Trait("requirement", "R-GEN-08")]
    public void Package_records_survive_their_encoding()
    {
        foreach (var record in new[] { FullPackage, FullPackage with { Missing = Sequence<PayloadName>.Empty } }) Assert.Equal(record, PackageRecord.Decode(record.Encode()).Value);
    }

    [Fact]
    [Trait("requirement", "R-GEN-04")]
    public void No_cut_or_prolonged_record_is_decoded()
    {
        var decoders = new (byte[] Encoded, Func<ReadOnlyMemory<byte>, bool> Ok)[]
        {
            (FullDevice.Encode(), bytes => DeviceRecord.Decode(bytes).Ok),
            (FullTrack.Encode(), bytes => TrackRecord.Decode(bytes).Ok),
            (FullPackage.Encode(), bytes => PackageRecord.Decode(bytes).Ok),
        };
        foreach (var (encoded, ok) in decoders)
        {
            Assert.True(ok(encoded));
            for (var length = 0; length < encoded.Length; length++) Assert.False(ok(encoded.AsMemory(0, length)), $"{length} of {encoded.Length} bytes");
            Assert.False(ok((byte[])[.. encoded, 0]));
        }
    }

    [Fact]
    [Trait("requirement", "R-GEN-04")]
    public void A_changed_byte_gives_another_record_or_a_named_error_and_never_an_exception()
    {
        var encoded = FullDevice.Encode();
        for (var i = 0; i < encoded.Length; i++)
        {
            foreach (var bit in new byte[] { 1, 0x20, 0x80, 0xff })
            {
                var changed = encoded.ToArray();
                changed[i] ^= bit;
                Assert.NotEqual(FullDevice, DeviceRecord.Decode(changed).Value);
            }
        }
    }

    [Fact]
    [Trait("requirement", "R-GEN-04")]
    public void An_undefined_stage_is_named()
    {
        var encoded = (FullDevice with { LastOutcome = null, ReservedCounter = 0 }).Encode();
        // The record ends with: stage, received (180, two bytes), no outcome, counter 0.
        encoded[^5] = 5;

        Assert.Equal(DecodeFault.UndefinedValue, DeviceRecord.Decode(encoded).Error!.Fault);
    }
}
