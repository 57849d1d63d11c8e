namespace SecUpIoT.Protocol;

/// <summary>What every entity enforces on input before it allocates (R-GEN-05). All sizes are bytes.</summary>
public static class Limits
{
    /// <summary>Largest frame on the device link, without the four bytes of the length prefix.</summary>
    public const int Frame = 512 * 1024;

    /// <summary>Largest message on any link.</summary>
    public const int Message = 4 * 1024 * 1024;

    /// <summary>Largest block of a payload in one message.</summary>
    public const int Block = 256 * 1024;

    /// <summary>Largest envelope on the device and tracker links: without integrated payloads, or with small ones.</summary>
    public const int Envelope = 64 * 1024;

    /// <summary>Largest envelope that a Firmware server takes in for publication, with integrated payloads.</summary>
    public const int PublishedEnvelope = 3 * 1024 * 1024;

    /// <summary>Largest signed statement (directive or report).</summary>
    public const int SignedStatement = 4 * 1024;

    /// <summary>Largest public key (SubjectPublicKeyInfo).</summary>
    public const int PublicKey = 1024;

    /// <summary>Most characters of the text that accompanies a refusal, counted as UTF-16 code units: a character outside the basic plane counts twice.</summary>
    public const int Detail = 400;

    /// <summary>Most packages in one catalogue answer.</summary>
    public const int CatalogueEntries = 4096;

    /// <summary>Most payloads of one package, and most components of one image.</summary>
    public const int Components = 16;

    /// <summary>Most devices in one answer to a track query.</summary>
    public const int TrackEntries = 4096;

    /// <summary>Most check-ins in one batch, so that their answers, each with the largest envelope and directive, fit into a message.</summary>
    public const int CheckIns = 48;

    /// <summary>Most steps in one answer about the history of a device.</summary>
    public const int HistoryEntries = 256;

    /// <summary>Most phases that a fleet can be counted in.</summary>
    public const int TrackPhases = 32;

    /// <summary>Most Firmware servers that a Status tracker keeps up with.</summary>
    public const int Servers = 256;

    /// <summary>Most tags of one device.</summary>
    public const int Tags = 16;

    /// <summary>Longest tag, in characters.</summary>
    public const int Tag = 64;

    /// <summary>Longest tag expression, in characters.</summary>
    public const int TagExpression = 512;

    /// <summary>Longest name of a campaign or a Firmware server, in characters.</summary>
    public const int CampaignName = 64;

    /// <summary>Most devices that a campaign can name one by one.</summary>
    public const int CampaignDevices = 4096;

    /// <summary>Most waves of a campaign.</summary>
    public const int CampaignWaves = 16;

    /// <summary>Most maintenance windows of a campaign.</summary>
    public const int CampaignWindows = 16;

    /// <summary>Most codes with a rule of their own in one campaign.</summary>
    public const int CampaignRules = 64;

    /// <summary>Most campaigns in one answer; with as many not ended, no other is planned.</summary>
    public const int Campaigns = 32;

    /// <summary>Most entries of the audit trail in one answer.</summary>
    public const int AuditEntries = 1024;

    /// <summary>Longest text in an entry of the audit trail, in characters.</summary>
    public const int AuditText = 256;

    /// <summary>Largest payload: 4 GiB.</summary>
    public const ulong Payload = 4UL * 1024 * 1024 * 1024;

    /// <summary>How far a sequence number may lie above the stored one before it is refused as counter exhaustion (R-DC-06).</summary>
    public const ulong SequenceLeap = 1UL << 32;

    /// <summary>Longest poll interval that a Communicator obeys, in seconds: one week.</summary>
    public const uint PollAfterSeconds = 7 * 24 * 3600;
}
