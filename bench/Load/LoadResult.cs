using System.Runtime.InteropServices;

namespace SecUpIoT.Load;

/// <summary>What a run found. Times belong to the machine; ratios are of values of this run.</summary>
internal sealed record LoadResult
{
    public required MachineFacts Machine { get; init; }

    public required int Devices { get; init; }

    public required ulong Seed { get; init; }

    public required int Connections { get; init; }

    /// <summary>Check-ins in one request.</summary>
    public required int Batch { get; init; }

    /// <summary>Null when a kept folder held the enrolled devices.</summary>
    public EnrolmentResult? Enrolment { get; init; }

    public ExchangeResult? Polls { get; init; }

    public ExchangeResult? Reports { get; init; }

    public required MemoryResult TrackerMemory { get; init; }

    public required SummaryResult Summary { get; init; }

    public RestartResult? Restart { get; init; }

    public TurnsResult? AgainstSmallFleet { get; init; }

    public TurnsResult? AgainstOther { get; init; }
}

/// <summary>Where the figures come from.</summary>
internal sealed record MachineFacts(int Processors, string OperatingSystem, string Runtime)
{
    public static MachineFacts Here { get; } = new(
        Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription);
}

/// <summary>Memory of the tracker's process, and the size of its database with the log, in MiB.</summary>
internal sealed record MemoryResult(double ResidentAtReady, double Resident, double MostResident, double Database);

/// <summary>How long the operator waits for an overview, in milliseconds.</summary>
/// <param name="What">Which question was asked.</param>
/// <param name="Latency">How long it took.</param>
internal sealed record SummaryResult(string What, LatencySummary Latency);

/// <summary>What became of a tracker that was killed under load.</summary>
/// <param name="AnsweredBeforeKill">Reports that it had answered in the load that ended with the kill.</param>
/// <param name="ReadySeconds">From the start of the new process until it answered a report.</param>
/// <param name="Checked">Devices whose last answered report was sent again.</param>
/// <param name="Lost">How many of them the tracker did not refuse as stale. Any is a fault.</param>
/// <param name="RecordsCompared">Devices whose record was asked for and compared with what they had reported.</param>
internal sealed record RestartResult(int AnsweredBeforeKill, double ReadySeconds, int Checked, int Lost, int RecordsCompared);

/// <summary>Two sides, measured in turn in one run.</summary>
/// <param name="Other">What the other side is.</param>
/// <param name="Polls">Of each round: this side and the other.</param>
/// <param name="Reports">Of each round: this side and the other.</param>
/// <param name="PollCostRatio">Median over the rounds of the tracker's processor time for a poll, this side divided by the other.</param>
/// <param name="PollRateRatio">Median over the rounds of polls a second, this side divided by the other.</param>
/// <param name="ReportCostRatio">As <paramref name="PollCostRatio"/>, for reports.</param>
/// <param name="ReportRateRatio">As <paramref name="PollRateRatio"/>, for reports.</param>
internal sealed record TurnsResult(
    string Other,
    IReadOnlyList<Turn> Polls,
    IReadOnlyList<Turn> Reports,
    double? PollCostRatio,
    double? PollRateRatio,
    double? ReportCostRatio,
    double? ReportRateRatio);

/// <summary>One round of two sides.</summary>
internal sealed record Turn(ExchangeResult This, ExchangeResult Other);
