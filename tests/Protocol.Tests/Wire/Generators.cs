using CsCheck;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>Arbitrary values of everything that has a wire or a durable form.</summary>
internal static class Generators
{
    public static Gen<Digest> Digest { get; } = Gen.Byte.Array[32].Select(bytes => new Digest(bytes));

    public static Gen<Nonce> Nonce { get; } = Gen.Byte.Array[16].Select(bytes => new Nonce(bytes));

    private static readonly Gen<ulong> Number = Gen.OneOf(Gen.ULong, Gen.ULong[0, 300], Gen.Int[0, 63].Select(bits => 1UL << bits));
    private static readonly Gen<ulong> Size = Gen.OneOf(Gen.ULong[0, Limits.Payload], Gen.ULong[0, 300], Gen.Const(Limits.Payload));
    private static readonly Gen<DeviceId> Device = Gen.Guid.Select(id => new DeviceId(id));
    private static readonly Gen<VendorId> Vendor = Gen.Guid.Select(id => new VendorId(id));
    private static readonly Gen<ClassId> Class = Gen.Guid.Select(id => new ClassId(id));
    private static readonly Gen<Moment> Moment = Gen.Long[0, long.MaxValue].Select(time => new Moment(time));
    private static readonly Gen<ResultCode> Code = Any<ResultCode>();
    private static readonly Gen<ImageName> Image = Gen.Select(Number, Digest, (number, digest) => new ImageName(new SequenceNumber(number), digest));
    private static readonly Gen<string> Detail = Text(Limits.Detail);
    private static readonly Gen<BlockWant> Want = Gen.Select(Digest, Size, Gen.UInt[0, Limits.Block], (digest, offset, length) => new BlockWant(digest, offset, length));
    private static readonly Gen<PayloadName> Payload = Gen.Select(Digest, Size, (digest, size) => new PayloadName(digest, size));
    private static readonly Gen<Sequence<PayloadName>> Payloads = ListOf(Payload, Limits.Components);
    private static readonly Gen<Outcome> Ended = Gen.Select(Image, Code, Number, (image, code, serial) => new Outcome(image, code, serial));
    private static readonly Gen<Slot> AnySlot = Any<Slot>();
    private static readonly Gen<SlotImage> InSlot = Gen.Select(AnySlot, Image, ListOf(Gen.Select(Digest, Size, Number, (digest, size, offset) => new ImageComponent(digest, size, offset)), Limits.Components),
        (slot, name, components) => new SlotImage(slot, name, components));

    private static readonly Gen<CatalogueEntry> Entry = Gen.Select(Digest, Number, Vendor, Class, Gen.UInt[0, Limits.Envelope], Payloads,
        (digest, number, vendor, deviceClass, size, payloads) => new CatalogueEntry(digest, new SequenceNumber(number), vendor, deviceClass, size, payloads));

    private static readonly Gen<TrackEntry> Track =
        from head in Gen.Select(Device, Vendor, Class, Any<Profile>(), Any<TrackPhase>())
        from images in Gen.Select(Optional(Image), Optional(Image), Code, Gen.Bool)
        from rest in Gen.Select(Size, Size, Gen.Bool, Moment, Moment)
        select new TrackEntry(head.Item1, head.Item2, head.Item3, head.Item4, head.Item5, images.Item1, images.Item2, images.Item3, images.Item4, rest.Item1, rest.Item2, rest.Item3, rest.Item4, rest.Item5);

    private static readonly Gen<Refusal> Refused = Gen.Select(Code, Detail, (code, detail) => new Refusal(code, detail));

    private static readonly Gen<CheckInAnswer> Answer =
        Gen.Select(Any<DirectiveKind>(), OptionalValue(Digest), Octets(Limits.SignedStatement), Octets(Limits.Envelope), Gen.UInt[0, Limits.PollAfterSeconds],
            (kind, manifest, directive, envelope, after) => new CheckInAnswer(kind, manifest, directive, envelope, after));

    private static readonly Gen<CampaignId> Campaign = Gen.Guid.Select(id => new CampaignId(id));
    private static readonly Gen<Sequence<string>> Tags = ListOf(Text(Limits.Tag), Limits.Tags);

    private static readonly Gen<CampaignPlan> Plan =
        from head in Gen.Select(Text(Limits.CampaignName), Text(Limits.TagExpression), ListOf(Device, 20), ListOf(Gen.Byte[0, 100], Limits.CampaignWaves))
        from bounds in Gen.Select(Gen.Byte[0, 100], Gen.Byte[0, 100], Gen.UInt, Gen.UInt)
        from retry in Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, ListOf(Gen.Select(Code, Gen.UInt, (code, most) => new CodeRule(code, most)), Limits.CampaignRules))
        from windows in ListOf(Gen.Select(Gen.Byte[0, 0x7f], Gen.UShort[0, MaintenanceWindow.Day - 1], Gen.UShort[0, MaintenanceWindow.Day], (days, begin, length) => new MaintenanceWindow(days, begin, length)), Limits.CampaignWindows)
        select new CampaignPlan(head.Item1, head.Item2, head.Item3, head.Item4, bounds.Item1, bounds.Item2, bounds.Item3, bounds.Item4, new RetryRule(retry.Item1, retry.Item2, retry.Item3, retry.Item4), windows);

    private static readonly Gen<WaveCounts> Counts = Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, (a, b, c, d, e, f) => new WaveCounts(a, b, c, d, e, f));

    private static readonly Gen<CampaignEntry> Planned =
        from head in Gen.Select(Campaign, Plan, Image, Vendor, Class)
        from stand in Gen.Select(Any<CampaignPhase>(), Any<PauseReason>(), Gen.Byte[0, Limits.CampaignWaves], ListOf(Counts, Limits.CampaignWaves))
        from times in Gen.Select(Moment, Moment, Moment)
        select new CampaignEntry(head.Item1, head.Item2, head.Item3, head.Item4, head.Item5, stand.Item1, stand.Item2, stand.Item3, stand.Item4, times.Item1, times.Item2, times.Item3);

    public static Gen<AuditEntry> AuditEntry { get; } =
        from head in Gen.Select(Number, Moment, Text(Limits.AuditText), Text(Limits.AuditText))
        from rest in Gen.Select(Text(Limits.AuditText), Code, Digest)
        select new AuditEntry(head.Item1, head.Item2, head.Item3, head.Item4, rest.Item1, rest.Item2, rest.Item3);

    public static Gen<CampaignRecord> CampaignRecord { get; } = Gen.Select(Planned, ListOf(Number, Limits.CampaignWaves), Gen.UInt, Gen.UInt, (entry, bounds, forgiven, excused) => new CampaignRecord(
        entry.Campaign, entry.Plan, entry.Image, entry.Vendor, entry.Class, entry.Phase, entry.Reason, entry.OpenWaves, bounds, forgiven, excused, entry.Waves, entry.CreatedAt, entry.StartedAt, entry.EndedAt));

    /// <summary>A generator for every kind of message.</summary>
    public static IReadOnlyDictionary<Type, Gen<Message>> Messages { get; } = new Dictionary<Type, Gen<Message>>
    {
        [typeof(StatusRequest)] = Gen.Const<Message>(new StatusRequest()),
        [typeof(StatusReport)] = Octets(Limits.SignedStatement).Select(Message (report) => new StatusReport(report)),
        [typeof(DirectiveDelivery)] = Gen.Select(Octets(Limits.SignedStatement), Octets(Limits.Envelope), Message (directive, envelope) => new DirectiveDelivery(directive, envelope)),
        [typeof(DirectiveAnswer)] = Gen.Select(Any<DevicePhase>(), Optional(Want), Message (phase, want) => new DirectiveAnswer(phase, want)),
        [typeof(ImageBlock)] = Gen.Select(Digest, Digest, Size, Octets(Limits.Block), Message (manifest, payload, offset, data) => new ImageBlock(manifest, payload, offset, data)),
        [typeof(BlockAnswer)] = Gen.Select(Any<DevicePhase>(), Optional(Want), Message (phase, want) => new BlockAnswer(phase, want)),
        [typeof(InstallRequest)] = Digest.Select(Message (digest) => new InstallRequest(digest)),
        [typeof(InstallAnswer)] = Any<DevicePhase>().Select(Message (phase) => new InstallAnswer(phase)),
        [typeof(Refusal)] = Gen.Select(Code, Detail, Message (code, detail) => new Refusal(code, detail)),
        [typeof(CheckIn)] = Gen.Select(Octets(Limits.SignedStatement), OptionalValue(Digest), Code, Message (report, manifest, code) => new CheckIn(report, manifest, code)),
        [typeof(CheckInAnswer)] = Gen.Select(Any<DirectiveKind>(), OptionalValue(Digest), Octets(Limits.SignedStatement), Octets(Limits.Envelope), Gen.UInt[0, Limits.PollAfterSeconds],
            Message (kind, manifest, directive, envelope, after) => new CheckInAnswer(kind, manifest, directive, envelope, after)),
        [typeof(BlockRequest)] = Gen.Select(Digest, Size, Gen.UInt[0, Limits.Block], Message (digest, offset, length) => new BlockRequest(digest, offset, length)),
        [typeof(Block)] = Gen.Select(Digest, Size, Size, Octets(Limits.Block), Message (digest, offset, total, data) => new Block(digest, offset, total, data)),
        [typeof(CheckInBatch)] = ListOf(Gen.Select(Octets(Limits.SignedStatement), OptionalValue(Digest), Code, (report, manifest, code) => new CheckIn(report, manifest, code)), Limits.CheckIns)
            .Select(Message (checkIns) => new CheckInBatch(checkIns)),
        [typeof(CheckInBatchAnswer)] = ListOf(Gen.Select(Optional(Answer), Optional(Refused), (answer, refusal) => new BatchedAnswer(answer, refusal)), 20).Select(Message (answers) => new CheckInBatchAnswer(answers)),
        [typeof(CatalogueRequest)] = Gen.Const<Message>(new CatalogueRequest()),
        [typeof(CatalogueAnswer)] = ListOf(Entry, 20).Select(Message (entries) => new CatalogueAnswer(entries)),
        [typeof(EnvelopeRequest)] = Digest.Select(Message (digest) => new EnvelopeRequest(digest)),
        [typeof(EnvelopeAnswer)] = Octets(Limits.Envelope).Select(Message (envelope) => new EnvelopeAnswer(envelope)),
        [typeof(PublishRequest)] = Octets(Limits.PublishedEnvelope).Select(Message (envelope) => new PublishRequest(envelope)),
        [typeof(PublishAnswer)] = Gen.Select(Digest, Any<PackagePhase>(), Payloads, Message (digest, phase, missing) => new PublishAnswer(digest, phase, missing)),
        [typeof(WithdrawRequest)] = Digest.Select(Message (digest) => new WithdrawRequest(digest)),
        [typeof(WithdrawAnswer)] = Digest.Select(Message (digest) => new WithdrawAnswer(digest)),
        [typeof(EnrolRequest)] = Gen.Select(Device, Vendor, Class, Any<Profile>(), Octets(Limits.PublicKey), Message (device, vendor, deviceClass, profile, key) => new EnrolRequest(device, vendor, deviceClass, profile, key)),
        [typeof(EnrolAnswer)] = Device.Select(Message (device) => new EnrolAnswer(device)),
        [typeof(TrackQuery)] = Gen.Select(OptionalValue(Device), OptionalValue(Any<TrackPhase>()), Message (device, phase) => new TrackQuery(device, phase)),
        [typeof(TrackAnswer)] = ListOf(Track, 20).Select(Message (entries) => new TrackAnswer(entries)),
        [typeof(CancelRequest)] = Device.Select(Message (device) => new CancelRequest(device)),
        [typeof(CancelAnswer)] = Device.Select(Message (device) => new CancelAnswer(device)),
        [typeof(FleetQuery)] = Gen.Const<Message>(new FleetQuery()),
        [typeof(FleetSummary)] = Gen.Select(
            ListOf(Gen.Select(Any<TrackPhase>(), Number, (phase, count) => new PhaseCount(phase, count)), Limits.TrackPhases),
            Gen.UInt,
            ListOf(Gen.Select(Text(Limits.CampaignName), Gen.Bool, Gen.UInt, (name, reachable, count) => new ServerSummary(name, reachable, count)), 20),
            Message (phases, conflicts, servers) => new FleetSummary(phases, conflicts, servers)),
        [typeof(DevicesQuery)] = Gen.Select(OptionalValue(Any<TrackPhase>()), OptionalValue(Device), Gen.UInt[0, Limits.TrackEntries], Message (phase, after, most) => new DevicesQuery(phase, after, most)),
        [typeof(HistoryQuery)] = Gen.Select(Device, Gen.UInt[0, Limits.HistoryEntries], Message (device, most) => new HistoryQuery(device, most)),
        [typeof(HistoryAnswer)] = Gen.Select(
            Tags,
            ListOf(Gen.Select(Moment, Any<TrackPhase>(), Code, Gen.Bool, Optional(Image), (at, phase, result, verified, image) => new HistoryEntry(at, phase, result, verified, image)), 20),
            Message (tags, entries) => new HistoryAnswer(tags, entries)),
        [typeof(TagRequest)] = Gen.Select(Device, Tags, Message (device, tags) => new TagRequest(device, tags)),
        [typeof(TagAnswer)] = Device.Select(Message (device) => new TagAnswer(device)),
        [typeof(DecommissionRequest)] = Device.Select(Message (device) => new DecommissionRequest(device)),
        [typeof(DecommissionAnswer)] = Device.Select(Message (device) => new DecommissionAnswer(device)),
        [typeof(CampaignRequest)] = Gen.Select(Digest, Plan, Message (manifest, plan) => new CampaignRequest(manifest, plan)),
        [typeof(CampaignOrder)] = Gen.Select(Campaign, Any<CampaignAction>(), Message (campaign, action) => new CampaignOrder(campaign, action)),
        [typeof(CampaignAnswer)] = Planned.Select(Message (campaign) => new CampaignAnswer(campaign)),
        [typeof(CampaignQuery)] = OptionalValue(Campaign).Select(Message (campaign) => new CampaignQuery(campaign)),
        [typeof(CampaignsAnswer)] = ListOf(Planned, 5).Select(Message (campaigns) => new CampaignsAnswer(campaigns)),
        [typeof(AuditQuery)] = Gen.Select(Number, Gen.UInt[0, Limits.AuditEntries], Message (after, most) => new AuditQuery(after, most)),
        [typeof(AuditAnswer)] = ListOf(AuditEntry, 20).Select(Message (entries) => new AuditAnswer(entries)),
    };

    public static Gen<DeviceReport> Report { get; } =
        from head in Gen.Select(Device, Vendor, Class, Any<DevicePhase>())
        from images in Gen.Select(Optional(Image), Optional(Image), Optional(Gen.Select(Image, Size, Size, (image, received, total) => new CandidateStatus(image, received, total))), Optional(Ended))
        from rest in Gen.Select(Number, Nonce, Gen.Bool, Number, Gen.UInt[0, Limits.Block])
        select new DeviceReport(head.Item1, head.Item2, head.Item3, head.Item4, images.Item1, images.Item2, images.Item3, images.Item4, rest.Item1, rest.Item2, rest.Item3, rest.Item4, rest.Item5);

    public static Gen<Directive> Directive { get; } =
        from head in Gen.Select(Any<DirectiveKind>(), Device, Digest, Number)
        from rest in Gen.Select(Nonce, Moment, Moment)
        select new Directive(head.Item1, head.Item2, head.Item3, new SequenceNumber(head.Item4), rest.Item1, rest.Item2, rest.Item3);

    public static Gen<DeviceRecord> DeviceRecord { get; } = Gen.Select(
        InSlot,
        Optional(Gen.Select(InSlot, Any<CandidateStage>(), Size, (image, stage, received) => new Candidate(image, stage, received))),
        Optional(Ended),
        Number,
        (confirmed, candidate, outcome, counter) => new DeviceRecord(confirmed, candidate, outcome, counter));

    public static Gen<PackageRecord> PackageRecord { get; } =
        from head in Gen.Select(Image, Vendor, Class, Any<PackagePhase>())
        from rest in Gen.Select(Gen.UInt[0, Limits.Envelope], Payloads, Payloads)
        select new PackageRecord(head.Item1, head.Item2, head.Item3, head.Item4, rest.Item1, rest.Item2, rest.Item3);

    public static Gen<TrackRecord> TrackRecord { get; } =
        from entry in Track
        from key in Octets(Limits.PublicKey)
        from rest in Gen.Select(Number, Gen.UInt, Number, Gen.Bool)
        from tags in Tags
        select new TrackRecord(entry.Device, entry.Vendor, entry.Class, entry.Profile, key, entry.Phase, rest.Item1, entry.Confirmed, entry.Target, entry.Result, entry.ResultVerified,
            entry.Received, entry.Total, rest.Item2, rest.Item3, rest.Item4, entry.FreezeSuspected, entry.LastSeen, entry.CompletedAt)
        {
            EndedAt = entry.LastSeen,
            Tags = tags,
        };

    private static Gen<string> Text(int most) => Gen.String[Gen.Char.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)), 0, most];

    /// <summary>Mostly short runs, sometimes one at a step of the length's size, sometimes the longest.</summary>
    private static Gen<Bytes> Octets(int most) => Gen.OneOf(
        Gen.Byte.Array[0, 40].Select(bytes => (Bytes)bytes),
        Gen.OneOf(new[] { 255, 256, 65535, 65536, most }.Where(length => length <= most).ToArray()).Select(length => (Bytes)new byte[length]));

    private static Gen<Sequence<T>> ListOf<T>(Gen<T> item, int most) => item.Array[0, most].Select(items => new Sequence<T>(items));

    private static Gen<T> Any<T>()
        where T : struct, Enum => Gen.OneOf(Enum.GetValues<T>());

    private static Gen<T?> Optional<T>(Gen<T> item)
        where T : class => Gen.Select(Gen.Bool, item, (present, value) => present ? value : null);

    private static Gen<T?> OptionalValue<T>(Gen<T> item)
        where T : struct => Gen.Select(Gen.Bool, item, (present, value) => present ? value : (T?)null);
}
