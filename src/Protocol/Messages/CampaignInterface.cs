using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Messages;

/// <summary>M-45, operator to Status tracker: plan a campaign for this package (R-ST-38). Answered by M-47 or M-09.</summary>
public sealed record CampaignRequest(Digest Manifest, CampaignPlan Plan) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 45;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Digest(Manifest);
        Plan.Write(ref writer);
    }

    internal static CampaignRequest Read(ref StrictReader reader)
    {
        reader.Array("CampaignRequest", 2);
        return new(
            reader.Digest("manifest"),
            CampaignPlan.Read(ref reader, "plan"));
    }
}

/// <summary>M-46, operator to Status tracker: start, pause, resume or abort a campaign (R-ST-39). Answered by M-47 or M-09.</summary>
public sealed record CampaignOrder(CampaignId Campaign, CampaignAction Action) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 46;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Guid(Campaign.Value);
        writer.Write((byte)Action);
    }

    internal static CampaignOrder Read(ref StrictReader reader)
    {
        reader.Array("CampaignOrder", 2);
        return new(
            new CampaignId(reader.Guid("campaign")),
            reader.Enum<CampaignAction>("action"));
    }
}

/// <summary>M-47, Status tracker to operator: the campaign as it stands now.</summary>
public sealed record CampaignAnswer(CampaignEntry Campaign) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 47;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        Campaign.Write(ref writer);
    }

    internal static CampaignAnswer Read(ref StrictReader reader)
    {
        reader.Array("CampaignAnswer", 1);
        return new(CampaignEntry.Read(ref reader, "campaign"));
    }
}

/// <summary>M-48, operator to Status tracker: one campaign, or all (R-ST-48). Answered by M-49 or M-09.</summary>
public sealed record CampaignQuery(CampaignId? Campaign) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 48;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        if (Campaign is null) writer.WriteNil();
        else writer.Guid(Campaign.Value.Value);
    }

    internal static CampaignQuery Read(ref StrictReader reader)
    {
        reader.Array("CampaignQuery", 1);
        return new(reader.Nil("campaign") ? null : new CampaignId(reader.Guid("campaign")));
    }
}

/// <summary>M-49, Status tracker to operator: campaigns, the latest first.</summary>
public sealed record CampaignsAnswer(Sequence<CampaignEntry> Campaigns) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 49;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(Campaigns.Count);
        foreach (var campaign in Campaigns) campaign.Write(ref writer);
    }

    internal static CampaignsAnswer Read(ref StrictReader reader)
    {
        reader.Array("CampaignsAnswer", 1);
        return new(Sequence<CampaignEntry>.Read(ref reader, "campaigns", Limits.Campaigns, CampaignEntry.Read));
    }
}

/// <summary>M-50, operator to Status tracker: the audit trail after this number (R-ST-52). Answered by M-51 or M-09.</summary>
public sealed record AuditQuery(ulong After, uint Most) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 50;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(After);
        writer.Write(Most);
    }

    internal static AuditQuery Read(ref StrictReader reader)
    {
        reader.Array("AuditQuery", 2);
        return new(
            reader.UInt("after"),
            (uint)reader.UInt("most", Limits.AuditEntries));
    }
}

/// <summary>M-51, Status tracker to operator: entries of the audit trail in their order.</summary>
public sealed record AuditAnswer(Sequence<AuditEntry> Entries) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 51;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(Entries.Count);
        foreach (var entry in Entries) entry.Write(ref writer);
    }

    internal static AuditAnswer Read(ref StrictReader reader)
    {
        reader.Array("AuditAnswer", 1);
        return new(Sequence<AuditEntry>.Read(ref reader, "entries", Limits.AuditEntries, AuditEntry.Read));
    }
}
