using System.Buffers;
using System.Security.Cryptography;
using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Messages;

/// <summary>Most attempts that may end with this code before the package is not offered again (R-ST-45).</summary>
public sealed record CodeRule(ResultCode Code, uint MostAttempts)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write((ushort)Code);
        writer.Write(MostAttempts);
    }

    internal static CodeRule Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 2);
        return new(reader.Enum<ResultCode>(field + ".code"), (uint)reader.UInt(field + ".mostAttempts", uint.MaxValue));
    }
}

/// <summary>
/// When an update that ended for a passing reason is tried again (R-ST-45): the pause doubles with each attempt, from the first to the
/// longest. A lasting failure that the device signed is never tried again with the same package, whatever stands here (R-ST-16).
/// </summary>
/// <param name="MostAttempts">Attempts in all, for codes without a rule of their own.</param>
/// <param name="FirstPause">Seconds before the second attempt.</param>
/// <param name="LongestPause">Seconds that no pause exceeds.</param>
/// <param name="Codes">Codes with a rule of their own.</param>
public sealed record RetryRule(uint MostAttempts, uint FirstPause, uint LongestPause, Sequence<CodeRule> Codes)
{
    /// <summary>How many attempts may end with <paramref name="code"/>.</summary>
    public uint MostFor(ResultCode code) => Codes.FirstOrDefault(rule => rule.Code == code)?.MostAttempts ?? MostAttempts;

    /// <summary>The pause after so many attempts.</summary>
    public TimeSpan PauseAfter(uint attempts) =>
        TimeSpan.FromSeconds(attempts == 0 ? 0 : Math.Min(LongestPause, FirstPause * Math.Pow(2, Math.Min(attempts, 33) - 1)));

    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(MostAttempts);
        writer.Write(FirstPause);
        writer.Write(LongestPause);
        writer.WriteArrayHeader(Codes.Count);
        foreach (var rule in Codes) rule.Write(ref writer);
    }

    internal static RetryRule Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 4);
        return new(
            (uint)reader.UInt(field + ".mostAttempts", uint.MaxValue),
            (uint)reader.UInt(field + ".firstPause", uint.MaxValue),
            (uint)reader.UInt(field + ".longestPause", uint.MaxValue),
            Sequence<CodeRule>.Read(ref reader, field + ".codes", Limits.CampaignRules, CodeRule.Read));
    }
}

/// <summary>When a campaign works, by the tracker's clock in UTC; the device needs none (R-ST-47).</summary>
/// <param name="Days">Bit 0 is Sunday, bit 6 Saturday: the days on which it begins.</param>
/// <param name="Begin">Minutes after midnight.</param>
/// <param name="Length">Minutes; it may go on past midnight.</param>
public sealed record MaintenanceWindow(byte Days, ushort Begin, ushort Length)
{
    /// <summary>Minutes of a day.</summary>
    public const int Day = 24 * 60;

    /// <summary>True when the window is open at <paramref name="at"/>.</summary>
    public bool IsOpen(Moment at)
    {
        var minutes = at.UnixMilliseconds / 60_000;
        var (day, minute) = (minutes / Day, (int)(minutes % Day));
        return Begins(day) && minute >= Begin && minute - Begin < Length
            || Begins(day - 1) && minute + Day - Begin < Length;
    }

    // 1970-01-01 was a Thursday.
    private bool Begins(long day) => day >= 0 && (Days >> (int)((day + 4) % 7) & 1) != 0;

    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Days);
        writer.Write(Begin);
        writer.Write(Length);
    }

    internal static MaintenanceWindow Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 3);
        return new((byte)reader.UInt(field + ".days", 0x7f), (ushort)reader.UInt(field + ".begin", Day - 1), (ushort)reader.UInt(field + ".length", Day));
    }
}

/// <summary>How a package reaches a group of devices (R-ST-38 to R-ST-47).</summary>
/// <param name="Name">For people.</param>
/// <param name="Tags">The tag expression that members satisfy; empty for every device of the package's vendor and class (R-ST-38).</param>
/// <param name="Devices">The only devices that may be members; empty for no such limit.</param>
/// <param name="Waves">Percent of the members in this and all earlier waves, rising, the last one 100 (R-ST-40).</param>
/// <param name="AdvanceShare">Percent of the members in open waves that must have confirmed before the next wave opens (R-ST-41).</param>
/// <param name="StopShare">The campaign pauses when this percent of the members in open waves failed; 0 for never (R-ST-43).</param>
/// <param name="StopCount">The campaign pauses when so many members failed; 0 for never (R-ST-43).</param>
/// <param name="MostUnderWay">Most members that are updated at once; 0 for no limit (R-ST-46).</param>
/// <param name="Retry">When an attempt is repeated (R-ST-45).</param>
/// <param name="Windows">When the campaign works; empty for always (R-ST-47).</param>
public sealed record CampaignPlan(
    string Name,
    string Tags,
    Sequence<DeviceId> Devices,
    Sequence<byte> Waves,
    byte AdvanceShare,
    byte StopShare,
    uint StopCount,
    uint MostUnderWay,
    RetryRule Retry,
    Sequence<MaintenanceWindow> Windows)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(10);
        writer.Write(Name);
        writer.Write(Tags);
        writer.WriteArrayHeader(Devices.Count);
        foreach (var device in Devices) writer.Guid(device.Value);
        writer.WriteArrayHeader(Waves.Count);
        foreach (var wave in Waves) writer.Write(wave);
        writer.Write(AdvanceShare);
        writer.Write(StopShare);
        writer.Write(StopCount);
        writer.Write(MostUnderWay);
        Retry.Write(ref writer);
        writer.WriteArrayHeader(Windows.Count);
        foreach (var window in Windows) window.Write(ref writer);
    }

    internal static CampaignPlan Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 10);
        return new(
            reader.Text(field + ".name", Limits.CampaignName),
            reader.Text(field + ".tags", Limits.TagExpression),
            Sequence<DeviceId>.Read(ref reader, field + ".devices", Limits.CampaignDevices, static (ref StrictReader inner, string name) => new DeviceId(inner.Guid(name))),
            Sequence<byte>.Read(ref reader, field + ".waves", Limits.CampaignWaves, static (ref StrictReader inner, string name) => (byte)inner.UInt(name, 100)),
            (byte)reader.UInt(field + ".advanceShare", 100),
            (byte)reader.UInt(field + ".stopShare", 100),
            (uint)reader.UInt(field + ".stopCount", uint.MaxValue),
            (uint)reader.UInt(field + ".mostUnderWay", uint.MaxValue),
            RetryRule.Read(ref reader, field + ".retry"),
            Sequence<MaintenanceWindow>.Read(ref reader, field + ".windows", Limits.CampaignWindows, MaintenanceWindow.Read));
    }
}

/// <summary>Where the members of one wave stand (R-ST-48).</summary>
/// <param name="Waiting">To be offered the package, or to be offered it again.</param>
/// <param name="UnderWay">From the offer to the end of the update.</param>
/// <param name="Confirmed">The tracker holds the device's own word that it runs the image and has confirmed it (R-ST-06).</param>
/// <param name="Failed">The update failed, was undone, or will not be tried again.</param>
/// <param name="Silent">Unreachable (R-ST-17).</param>
/// <param name="Left">Out of the campaign: the update was cancelled, or the device has a newer image or was decommissioned.</param>
public sealed record WaveCounts(uint Waiting, uint UnderWay, uint Confirmed, uint Failed, uint Silent, uint Left)
{
    /// <summary>A wave without members.</summary>
    public static WaveCounts None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>These waves together.</summary>
    public static WaveCounts Sum(IEnumerable<WaveCounts> waves) => waves.Aggregate(None, static (sum, wave) => new(
        sum.Waiting + wave.Waiting, sum.UnderWay + wave.UnderWay, sum.Confirmed + wave.Confirmed, sum.Failed + wave.Failed, sum.Silent + wave.Silent, sum.Left + wave.Left));

    /// <summary>How many there are, wherever they stand. A method, because it is no part of what the structure says.</summary>
    public long Members() => (long)Waiting + UnderWay + Confirmed + Failed + Silent + Left;

    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.Write(Waiting);
        writer.Write(UnderWay);
        writer.Write(Confirmed);
        writer.Write(Failed);
        writer.Write(Silent);
        writer.Write(Left);
    }

    internal static WaveCounts Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 6);
        return new(
            Count(ref reader, field + ".waiting"), Count(ref reader, field + ".underWay"), Count(ref reader, field + ".confirmed"),
            Count(ref reader, field + ".failed"), Count(ref reader, field + ".silent"), Count(ref reader, field + ".left"));
    }

    private static uint Count(ref StrictReader reader, string field) => (uint)reader.UInt(field, uint.MaxValue);
}

/// <summary>What a Status tracker knows of one campaign (R-ST-48).</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Plan">What the operator planned.</param>
/// <param name="Image">The package's image.</param>
/// <param name="Vendor">The vendor of its members.</param>
/// <param name="Class">The class of its members.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Reason">Why it is paused.</param>
/// <param name="OpenWaves">How many waves are open.</param>
/// <param name="Waves">The members, wave by wave; empty before the start.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="StartedAt">When it was started; zero for never.</param>
/// <param name="EndedAt">When it was finished or aborted; zero for never.</param>
public sealed record CampaignEntry(
    CampaignId Campaign,
    CampaignPlan Plan,
    ImageName Image,
    VendorId Vendor,
    ClassId Class,
    CampaignPhase Phase,
    PauseReason Reason,
    byte OpenWaves,
    Sequence<WaveCounts> Waves,
    Moment CreatedAt,
    Moment StartedAt,
    Moment EndedAt)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(12);
        writer.Guid(Campaign.Value);
        Plan.Write(ref writer);
        Image.Write(ref writer);
        writer.Guid(Vendor.Value);
        writer.Guid(Class.Value);
        writer.Write((byte)Phase);
        writer.Write((byte)Reason);
        writer.Write(OpenWaves);
        writer.WriteArrayHeader(Waves.Count);
        foreach (var wave in Waves) wave.Write(ref writer);
        writer.Moment(CreatedAt);
        writer.Moment(StartedAt);
        writer.Moment(EndedAt);
    }

    internal static CampaignEntry Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 12);
        return new(
            new CampaignId(reader.Guid(field + ".campaign")),
            CampaignPlan.Read(ref reader, field + ".plan"),
            ImageName.Read(ref reader, field + ".image"),
            new VendorId(reader.Guid(field + ".vendor")),
            new ClassId(reader.Guid(field + ".class")),
            reader.Enum<CampaignPhase>(field + ".phase"),
            reader.Enum<PauseReason>(field + ".reason"),
            (byte)reader.UInt(field + ".openWaves", Limits.CampaignWaves),
            Sequence<WaveCounts>.Read(ref reader, field + ".waves", Limits.CampaignWaves, WaveCounts.Read),
            reader.Moment(field + ".createdAt"),
            reader.Moment(field + ".startedAt"),
            reader.Moment(field + ".endedAt"));
    }
}

/// <summary>How many devices stand in a phase.</summary>
public sealed record PhaseCount(TrackPhase Phase, ulong Devices)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write((byte)Phase);
        writer.Write(Devices);
    }

    internal static PhaseCount Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 2);
        return new(reader.Enum<TrackPhase>(field + ".phase"), reader.UInt(field + ".devices"));
    }
}

/// <summary>What the tracker knows of one Firmware server (R-ST-22).</summary>
/// <param name="Name">As configured.</param>
/// <param name="Reachable">True when it answered the last time that it was asked.</param>
/// <param name="Packages">What it published when it answered last.</param>
public sealed record ServerSummary(string Name, bool Reachable, uint Packages)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Name);
        writer.Write(Reachable);
        writer.Write(Packages);
    }

    internal static ServerSummary Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 3);
        return new(reader.Text(field + ".name", Limits.CampaignName), reader.Bool(field + ".reachable"), (uint)reader.UInt(field + ".packages", uint.MaxValue));
    }
}

/// <summary>One step in the history of a device (R-ST-31).</summary>
public sealed record HistoryEntry(Moment At, TrackPhase Phase, ResultCode Result, bool ResultVerified, ImageName? Image)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Moment(At);
        writer.Write((byte)Phase);
        writer.Write((ushort)Result);
        writer.Write(ResultVerified);
        if (Image is null) writer.WriteNil();
        else Image.Write(ref writer);
    }

    internal static HistoryEntry Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 5);
        return new(
            reader.Moment(field + ".at"),
            reader.Enum<TrackPhase>(field + ".phase"),
            reader.Enum<ResultCode>(field + ".result"),
            reader.Bool(field + ".resultVerified"),
            ImageName.ReadOptional(ref reader, field + ".image"));
    }
}

/// <summary>
/// One entry of the audit trail (R-ST-52). Its hash is the SHA-256 of the entry's encoding with the hash of the entry before it in the
/// place of its own, so that no entry can be altered, removed or put in between unnoticed.
/// </summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="At">By the tracker's clock.</param>
/// <param name="Actor">Who: the subject and thumbprint of the operator's certificate, or the tracker itself.</param>
/// <param name="Action">What was asked, or what the tracker did by itself.</param>
/// <param name="Subject">The device or campaign.</param>
/// <param name="Result">None when it was asked, else how it ended.</param>
/// <param name="Hash">The link to the entry before it.</param>
public sealed record AuditEntry(ulong Number, Moment At, string Actor, string Action, string Subject, ResultCode Result, Digest Hash)
{
    /// <summary>The entry that follows <paramref name="before"/>, or the first one.</summary>
    /// <param name="before">The entry before it; null when there is none.</param>
    /// <param name="at">By the tracker's clock.</param>
    /// <param name="actor">Who.</param>
    /// <param name="action">What.</param>
    /// <param name="subject">The device or campaign.</param>
    /// <param name="result">None when it was asked, else how it ended.</param>
    public static AuditEntry After(AuditEntry? before, Moment at, string actor, string action, string subject, ResultCode result)
    {
        var unlinked = new AuditEntry((before?.Number ?? 0) + 1, at, actor, action, subject, result, default);
        return unlinked with { Hash = unlinked.LinkTo(before) };
    }

    /// <summary>True when the entry is unaltered and follows <paramref name="before"/>, or is the first one when that is null.</summary>
    public bool Follows(AuditEntry? before) => Number == (before?.Number ?? 0) + 1 && Hash == LinkTo(before);

    /// <summary>The one encoding.</summary>
    public byte[] Encode()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = new MessagePackWriter(buffer);
        Write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The entry that <paramref name="bytes"/> encode, or a named error.</summary>
    public static Decoded<AuditEntry> Decode(ReadOnlyMemory<byte> bytes) => MessageCodec.Guarded(bytes, static (ref StrictReader reader) => Read(ref reader, "entry"));

    private Digest LinkTo(AuditEntry? before) => new(SHA256.HashData((this with { Hash = before?.Hash ?? default }).Encode()));

    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(7);
        writer.Write(Number);
        writer.Moment(At);
        writer.Write(Actor);
        writer.Write(Action);
        writer.Write(Subject);
        writer.Write((ushort)Result);
        writer.Digest(Hash);
    }

    internal static AuditEntry Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 7);
        return new(
            reader.UInt(field + ".number"),
            reader.Moment(field + ".at"),
            reader.Text(field + ".actor", Limits.AuditText),
            reader.Text(field + ".action", Limits.AuditText),
            reader.Text(field + ".subject", Limits.AuditText),
            reader.Enum<ResultCode>(field + ".result"),
            reader.Digest(field + ".hash"));
    }
}
