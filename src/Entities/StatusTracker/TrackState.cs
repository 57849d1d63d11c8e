using SecUpIoT.Protocol;

namespace SecUpIoT.Entities.StatusTracker;

/// <summary>What a Status tracker holds of one device: nothing before enrolment, else its record. All of it is durable.</summary>
public sealed record TrackState(TrackRecord? Record)
{
    /// <summary>Not enrolled.</summary>
    public static TrackState Initial { get; } = new((TrackRecord?)null);

    /// <summary>Where the record stands.</summary>
    public TrackPhase Phase => Record?.Phase ?? TrackPhase.Absent;
}

/// <summary>What can have happened to the record of a device (spec/machines/status-tracker.md).</summary>
public enum Trigger
{
    /// <summary>The operator enrols the device.</summary>
    EnrolmentAccepted,
    /// <summary>The operator enrols it again with the same data.</summary>
    EnrolmentRepeated,
    /// <summary>The operator's data are not acceptable, or contradict the record.</summary>
    EnrolmentRefused,
    /// <summary>A report is not the device's, or not new.</summary>
    ReportRefused,
    /// <summary>The device is idle and nothing is due.</summary>
    IdleReported,
    /// <summary>The device is idle and a newer package is due.</summary>
    UpdateDue,
    /// <summary>The device works on a package and a newer one is due.</summary>
    SupersedingDue,
    /// <summary>The device accepted the manifest and has no bytes yet.</summary>
    AcceptanceReported,
    /// <summary>The device is receiving.</summary>
    TransferReported,
    /// <summary>The device has all bytes.</summary>
    DownloadReported,
    /// <summary>The device verified the image.</summary>
    VerificationReported,
    /// <summary>The device is installing.</summary>
    InstallationReported,
    /// <summary>The device will boot the image next.</summary>
    BootAwaited,
    /// <summary>The device runs the image on trial.</summary>
    TrialReported,
    /// <summary>The device runs the image and has confirmed it.</summary>
    CompletionReported,
    /// <summary>The update ended with a failure.</summary>
    FailureReported,
    /// <summary>The image did not stand its trial; the device runs the former one.</summary>
    RevertReported,
    /// <summary>After completion the device does not run the image any more.</summary>
    FallBackReported,
    /// <summary>The Communicator says that the device refused the directive.</summary>
    RefusalRelayed,
    /// <summary>The update was cancelled on the device, or never began there.</summary>
    CancellationReported,
    /// <summary>The device has been silent for longer than allowed.</summary>
    SilenceExpired,
    /// <summary>The operator asks to cancel.</summary>
    CancelRequested,
    /// <summary>The operator names the tags of the device.</summary>
    TagsNamed,
    /// <summary>The operator's tags are not acceptable.</summary>
    TagsRefused,
    /// <summary>The operator ends the administration of the device.</summary>
    DecommissionRequested,
    /// <summary>Something that means nothing to a Status tracker.</summary>
    Unexpected,
}
