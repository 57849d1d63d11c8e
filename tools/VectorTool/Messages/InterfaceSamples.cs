using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.VectorTool.Messages;

/// <summary>M-20 to M-23 (author) and M-30 to M-35 (operator).</summary>
internal static class InterfaceSamples
{
    private static readonly Digest Manifest = Seeded.Digest("manifest");
    private static readonly DeviceId Device = Seeded.Device("device");
    private static readonly VendorId Vendor = new(Seeded.Guid("vendor"));
    private static readonly ClassId Class = new(Seeded.Guid("class"));

    public static IEnumerable<MessageVector> All() => [.. Publishing(), .. Enrolment(), .. Tracking(), .. Cancelling()];

    private static IEnumerable<MessageVector> Publishing()
    {
        yield return new("empty", "no bytes", new PublishRequest(Bytes.Empty));
        yield return new("longest", "as long as a published envelope may be", new PublishRequest(Seeded.Fill(0x22, Limits.PublishedEnvelope)));
        yield return new("usual", "some bytes", new PublishRequest(Seeded.Bytes("envelope", 300)));
        foreach (var phase in Enum.GetValues<PackagePhase>()) yield return new($"phase-{phase}", $"phase {phase}, nothing missing", new PublishAnswer(Manifest, phase, Sequence<PayloadName>.Empty));
        yield return new("missing-most", "as many payloads missing as a package may have", new PublishAnswer(Manifest, PackagePhase.Staged,
            new Sequence<PayloadName>(Enumerable.Range(0, Limits.Components).Select(i => new PayloadName(Seeded.Digest($"payload {i}"), (ulong)i)))));
        yield return new("missing-one", "one payload missing", new PublishAnswer(Manifest, PackagePhase.Staged, new Sequence<PayloadName>(new PayloadName(Seeded.Digest("payload"), Limits.Payload))));
        yield return new("usual", "a manifest digest", new WithdrawRequest(Manifest));
        yield return new("usual", "a manifest digest", new WithdrawAnswer(Manifest));
    }

    private static IEnumerable<MessageVector> Enrolment() =>
    [
        new("core", "profile Core", new EnrolRequest(Device, Vendor, Class, Profile.Core, Seeded.Bytes("spki", 44))),
        new("longest", "a key as long as it may be", new EnrolRequest(Device, Vendor, Class, Profile.Secure, Seeded.Fill(0x30, Limits.PublicKey))),
        new("nil-uuids", "the nil UUID is a UUID", new EnrolRequest(default, default, default, Profile.Core, Bytes.Empty)),
        new("order-of-bytes", "a UUID goes in the order of RFC 9562", new EnrolRequest(new(new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f")), Vendor, Class, Profile.Secure, Seeded.Bytes("spki", 44))),
        new("secure", "profile Secure", new EnrolRequest(Device, Vendor, Class, Profile.Secure, Seeded.Bytes("spki", 91))),
        new("usual", "a device", new EnrolAnswer(Device)),
    ];

    private static IEnumerable<MessageVector> Tracking()
    {
        yield return new("all", "every device", new TrackQuery(null, null));
        yield return new("one-device", "one device", new TrackQuery(Device, null));
        yield return new("one-device-in-phase", "one device if it is in a phase", new TrackQuery(Device, TrackPhase.Confirmed));
        foreach (var phase in Enum.GetValues<TrackPhase>()) yield return new($"phase-{phase}", $"the devices in phase {phase}", new TrackQuery(null, phase));
        yield return new("empty", "no device", new TrackAnswer(Sequence<TrackEntry>.Empty));
        yield return new("confirmed", "a device that completed an update", new TrackAnswer(new Sequence<TrackEntry>(Entry("device"))));
        yield return new("enrolled", "a device that has never reported", new TrackAnswer(new Sequence<TrackEntry>(new TrackEntry(
            Device, Vendor, Class, Profile.Core, TrackPhase.Enrolled, null, null, ResultCode.None, false, 0, 0, false, default, default))));
        yield return new("failed", "a refusal that a Communicator relayed", new TrackAnswer(new Sequence<TrackEntry>(Entry("device") with
        {
            Phase = TrackPhase.Failed, Result = ResultCode.ImageTooLarge, ResultVerified = false, FreezeSuspected = true, CompletedAt = default,
        })));
        yield return new("largest-values", "every number at its bound", new TrackAnswer(new Sequence<TrackEntry>(Entry("device") with
        {
            Confirmed = new ImageName(new SequenceNumber(ulong.MaxValue), Manifest), Received = Limits.Payload, Total = Limits.Payload,
            LastSeen = new Moment(long.MaxValue), CompletedAt = new Moment(long.MaxValue),
        })));
        yield return new("shortest-16-bit", "16 devices need a longer array head", new TrackAnswer(new Sequence<TrackEntry>(Enumerable.Range(0, 16).Select(i => Entry($"device {i}")))));
    }

    private static IEnumerable<MessageVector> Cancelling() =>
    [
        new("usual", "a device", new CancelRequest(Device)),
        new("usual", "a device", new CancelAnswer(Device)),
    ];

    private static TrackEntry Entry(string device) => new(
        Seeded.Device(device),
        Vendor,
        Class,
        Profile.Secure,
        TrackPhase.Confirmed,
        new ImageName(new SequenceNumber(7), Manifest),
        new ImageName(new SequenceNumber(7), Manifest),
        ResultCode.Success,
        true,
        1000,
        1000,
        false,
        Seeded.Moment(60),
        Seeded.Moment());
}
