using System.Buffers;
using MessagePack;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Entities.StatusTracker.Campaigns;

/// <summary>What a Status tracker keeps of one campaign (R-ST-39).</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Plan">What the operator planned.</param>
/// <param name="Image">The package's image.</param>
/// <param name="Vendor">The vendor of its members.</param>
/// <param name="Class">The class of its members.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Reason">Why it is paused.</param>
/// <param name="OpenWaves">How many waves are open.</param>
/// <param name="Bounds">Up to which place each wave reaches (R-ST-40); empty before the start.</param>
/// <param name="Forgiven">Members in open waves that had failed when the operator last resumed: they count no more.</param>
/// <param name="Excused">Members in open waves that were silent then: they count no more while as many are silent.</param>
/// <param name="Final">The members when it was finished or aborted; empty before.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="StartedAt">When it was started; zero for never.</param>
/// <param name="EndedAt">When it was finished or aborted; zero for never.</param>
public sealed record CampaignRecord(
    CampaignId Campaign,
    CampaignPlan Plan,
    ImageName Image,
    VendorId Vendor,
    ClassId Class,
    CampaignPhase Phase,
    PauseReason Reason,
    byte OpenWaves,
    Sequence<ulong> Bounds,
    uint Forgiven,
    uint Excused,
    Sequence<WaveCounts> Final,
    Moment CreatedAt,
    Moment StartedAt,
    Moment EndedAt) : DurableRecord
{
    /// <summary>True until it is finished or aborted.</summary>
    public bool IsOpen => Phase is CampaignPhase.Draft or CampaignPhase.Running or CampaignPhase.Paused;

    /// <summary>What the operator sees of it.</summary>
    /// <param name="waves">The members as they stand now; what was final stays when it has ended.</param>
    public CampaignEntry ToEntry(Sequence<WaveCounts> waves) =>
        new(Campaign, Plan, Image, Vendor, Class, Phase, Reason, OpenWaves, IsOpen ? waves : Final, CreatedAt, StartedAt, EndedAt);

    /// <summary>The one encoding.</summary>
    public byte[] Encode()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(4);
        ToEntry(Final).Write(ref writer);
        writer.WriteArrayHeader(Bounds.Count);
        foreach (var bound in Bounds) writer.Write(bound);
        writer.Write(Forgiven);
        writer.Write(Excused);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The record that <paramref name="bytes"/> encode, or a named error.</summary>
    public static Decoded<CampaignRecord> Decode(ReadOnlyMemory<byte> bytes) => MessageCodec.Guarded(bytes, static (ref StrictReader reader) =>
    {
        reader.Array("campaign", 4);
        var entry = CampaignEntry.Read(ref reader, "entry");
        var bounds = Sequence<ulong>.Read(ref reader, "bounds", Limits.CampaignWaves, static (ref StrictReader inner, string name) => inner.UInt(name));
        var forgiven = (uint)reader.UInt("forgiven", uint.MaxValue);
        var excused = (uint)reader.UInt("excused", uint.MaxValue);
        return new CampaignRecord(
            entry.Campaign, entry.Plan, entry.Image, entry.Vendor, entry.Class, entry.Phase, entry.Reason, entry.OpenWaves, bounds, forgiven, excused, entry.Waves,
            entry.CreatedAt, entry.StartedAt, entry.EndedAt);
    });
}

/// <summary>The state of a campaign's machine: nothing before it is planned, else its record. All of it is durable.</summary>
public sealed record CampaignState(CampaignRecord? Record)
{
    /// <summary>Not planned.</summary>
    public static CampaignState Initial { get; } = new((CampaignRecord?)null);

    /// <summary>Where it stands.</summary>
    public CampaignPhase Phase => Record?.Phase ?? CampaignPhase.Absent;
}
