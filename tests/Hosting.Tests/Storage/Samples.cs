using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Storage;

/// <summary>Values for storage tests; different numbers give different values.</summary>
internal static class Samples
{
    public static readonly VendorId Vendor = new(new Guid("6a9d3f0e-1d7c-5b43-9b1f-2f1f3c7d0001"));
    public static readonly ClassId Class = new(new Guid("6a9d3f0e-1d7c-5b43-9b1f-2f1f3c7d0002"));

    public static DeviceId Device(int number) => new(new Guid($"00000000-0000-4000-8000-{number:x12}"));

    public static Digest Digest(int number) => Protocol.Digest.Of(BitConverter.GetBytes(number));

    public static ImageName Image(int number) => new(new SequenceNumber((ulong)number), Digest(number));

    public static byte[] Data(int length, int seed = 1)
    {
        var data = new byte[length];
        new Random(seed).NextBytes(data);
        return data;
    }

    /// <summary>A device record that names <paramref name="number"/> and has this many components.</summary>
    public static DeviceRecord DeviceRecord(int number, int components = 1)
    {
        var parts = new Sequence<ImageComponent>(Enumerable.Range(0, components).Select(i => new ImageComponent(Digest(i), 100, (ulong)i * 256)));
        var confirmed = new SlotImage(Slot.A, Image(number), parts);
        return new DeviceRecord(confirmed, new Candidate(confirmed with { Slot = Slot.B }, CandidateStage.Receiving, (ulong)number), null, (ulong)number);
    }

    public static TrackRecord Track(int device, TrackPhase phase = TrackPhase.Enrolled, ulong counter = 1) => new(
        Device(device), Vendor, Class, Profile.Secure, new byte[] { 1, 2, 3 }, phase, counter, null, Image(7), ResultCode.None, true, 5, 10, 1, 0,
        false, false, new Moment(1000), new Moment(0));

    public static PackageRecord Package(int number, PackagePhase phase, params Digest[] payloads) => new(
        Image(number), Vendor, Class, phase, 100,
        new Sequence<PayloadName>(payloads.Select(digest => new PayloadName(digest, 10))), Sequence<PayloadName>.Empty);
}
