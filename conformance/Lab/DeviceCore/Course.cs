using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <summary>How an update went on a device that was disturbed: what it acknowledged, and whether it still had that afterwards.</summary>
/// <param name="Id">Which disturbance.</param>
/// <param name="Image">The update.</param>
internal sealed record Course(string Id, ImageName Image)
{
    private readonly List<string> _lost = [];
    private readonly List<DeviceReport> _reports = [];

    /// <summary>True when only the way to a verified image is of interest.</summary>
    public bool EndsVerified { get; init; }

    /// <summary>True when the disturbance could be seen.</summary>
    public bool IsDisturbed => Silences > 0 || End is null || !EndsVerified && End.LastOutcome?.Result != ResultCode.Success;

    /// <summary>Requests that nobody answered, without the restart that an installation announces.</summary>
    public int Silences { get; set; }

    /// <summary>The operation of the start after the first loss of power in which the power fails once more; null when it does not, or did.</summary>
    public int? CutAgain { get; set; }

    /// <summary>True when the candidate was accepted.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Bytes that were acknowledged.</summary>
    public ulong Acknowledged { get; set; }

    /// <summary>True when the installation was acknowledged.</summary>
    public bool IsInstalled { get; set; }

    /// <summary>The report in which the update has ended; null when it did not end.</summary>
    public DeviceReport? End { get; private set; }

    /// <summary>Every report on the way.</summary>
    public IReadOnlyList<DeviceReport> Reports => _reports;

    /// <summary>The last report; null when there was none.</summary>
    public DeviceReport? Latest => _reports.Count == 0 ? null : _reports[^1];

    /// <summary>What was acknowledged and is not there any more.</summary>
    public IReadOnlyList<string> Lost => _lost;

    /// <summary>Compares a report with what was acknowledged before.</summary>
    public void Take(DeviceReport report)
    {
        _reports.Add(report);
        var ended = report.LastOutcome?.Image == Image;
        if (ended && report.Phase is DevicePhase.Idle or DevicePhase.Unbootable || EndsVerified && report.Phase == DevicePhase.Verified) End = report;
        if (ended) return;
        if (IsAccepted && report.Candidate?.Image != Image) _lost.Add($"{Image} was accepted, and is not the candidate any more");
        else if (IsAccepted && report.Candidate!.Received < Acknowledged) _lost.Add($"{Acknowledged} bytes were acknowledged, and {report.Candidate.Received} are left");
        if (IsInstalled && report.Phase is not (DevicePhase.AwaitingBoot or DevicePhase.Trial)) _lost.Add($"the installation was acknowledged, and the phase is {report.Phase}");
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
