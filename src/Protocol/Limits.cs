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

    /// <summary>Largest payload: 4 GiB.</summary>
    public const ulong Payload = 4UL * 1024 * 1024 * 1024;

    /// <summary>How far a sequence number may lie above the stored one before it is refused as counter exhaustion (R-DC-06).</summary>
    public const ulong SequenceLeap = 1UL << 32;

    /// <summary>Longest poll interval that a Communicator obeys, in seconds: one week.</summary>
    public const uint PollAfterSeconds = 7 * 24 * 3600;
}
