namespace SecUpIoT.Load;

/// <summary>What a run does.</summary>
internal sealed record LoadSettings
{
    /// <summary>Enrolled devices.</summary>
    public required int Devices { get; init; }

    /// <summary>What keys, identifiers and nonces follow from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Polls that change nothing.</summary>
    public required int Polls { get; init; }

    /// <summary>Reports that move a record.</summary>
    public required int Reports { get; init; }

    /// <summary>Connections at once.</summary>
    public required int Connections { get; init; }

    /// <summary>Check-ins in one request: 1 as a Communicator sends them (M-10), more as a gateway does (M-18).</summary>
    public int Batch { get; init; } = 1;

    /// <summary>How the devices are enrolled.</summary>
    public required EnrolmentWay Enrolment { get; init; }

    /// <summary>The program <c>secup</c>, or its assembly.</summary>
    public required string Secup { get; init; }

    /// <summary>A folder to keep and use again; null for one that is removed.</summary>
    public string? Folder { get; init; }

    /// <summary>A fleet of this size is measured in turn with the other; null for none.</summary>
    public int? Small { get; init; }

    /// <summary>Another <c>secup</c> that is measured in turn with the first; null for none.</summary>
    public string? Against { get; init; }

    /// <summary>How often two sides take turns.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Kill the tracker, start it again, and look for what was acknowledged.</summary>
    public bool Restart { get; init; } = true;

    /// <summary>Every so many answers the directive is verified.</summary>
    public int VerifyEvery { get; init; } = 100;
}
