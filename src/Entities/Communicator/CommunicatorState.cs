using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Communicator;

/// <summary>Where a Communicator stands in its round (spec/machines/communicator.md).</summary>
public enum Phase
{
    /// <summary>Until the next status check is due.</summary>
    Waiting,
    /// <summary>The Device core was asked for its status.</summary>
    AskingStatus,
    /// <summary>The report is with the Status tracker.</summary>
    CheckingIn,
    /// <summary>The directive is with the Device core.</summary>
    Delivering,
    /// <summary>The wanted block was asked of the Status tracker.</summary>
    Fetching,
    /// <summary>The block is with the Device core.</summary>
    Forwarding,
    /// <summary>The Device core was asked to install.</summary>
    RequestingInstall,
}

/// <summary>What can have happened to a Communicator (spec/machines/communicator.md).</summary>
public enum Trigger
{
    /// <summary>A status check is due, or asked for.</summary>
    PollDue,
    /// <summary>The device's report came.</summary>
    StatusReported,
    /// <summary>The tracker answered with something to deliver.</summary>
    AnsweredDirective,
    /// <summary>The tracker answered and there is nothing to deliver.</summary>
    AnsweredNothing,
    /// <summary>The tracker's answer is not fit to be forwarded.</summary>
    AnswerRefused,
    /// <summary>The device believes the directive and wants a block.</summary>
    DeliveryWanting,
    /// <summary>The device believes the directive and holds the verified image.</summary>
    DeliveryVerified,
    /// <summary>The device believes the directive; nothing is to be done now.</summary>
    DeliverySettled,
    /// <summary>The device refuses the directive.</summary>
    DeliveryRefused,
    /// <summary>The wanted block came.</summary>
    BlockFetched,
    /// <summary>Another block than the wanted one came.</summary>
    BlockMismatched,
    /// <summary>The device stored the block and wants another.</summary>
    BlockTakenWanting,
    /// <summary>As before, and a progress report is due first.</summary>
    BlockTakenReportDue,
    /// <summary>The device stored the block and has them all.</summary>
    BlockTakenLast,
    /// <summary>The device refuses the block.</summary>
    BlockDeclined,
    /// <summary>The device installs.</summary>
    InstallStarted,
    /// <summary>The device refuses to install.</summary>
    InstallDeclined,
    /// <summary>A peer could not be reached, refused the request, or sent what does not answer it.</summary>
    PeerFailed,
    /// <summary>The peer's answer did not come in time.</summary>
    ReplyOverdue,
    /// <summary>A progress report is due.</summary>
    ProgressDue,
    /// <summary>Something that means nothing to a Communicator.</summary>
    Unexpected,
}

/// <summary>The whole state of a Communicator. None of it is durable: after a restart the device says what it wants (R-CM-19).</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Manifest">Manifest of the update under way, as the last directive named it.</param>
/// <param name="Want">The block that the device wants.</param>
/// <param name="Interval">Time to the next check, as the tracker asked for it within the bounds.</param>
/// <param name="Failures">Failures in a row (R-CM-07).</param>
/// <param name="ReportDue">A progress report is due after the next block (R-CM-13).</param>
/// <param name="RefusedManifest">The manifest that the device refused and the tracker does not know of yet (R-CM-10).</param>
/// <param name="RefusedCode">Why it was refused.</param>
public sealed record CommunicatorState(
    Phase Phase,
    Digest? Manifest,
    BlockWant? Want,
    TimeSpan Interval,
    int Failures,
    bool ReportDue,
    Digest? RefusedManifest,
    ResultCode RefusedCode)
{
    /// <summary>Before the first check.</summary>
    public static CommunicatorState Initial { get; } = new(Phase.Waiting, null, null, TimeSpan.Zero, 0, false, null, ResultCode.None);
}
