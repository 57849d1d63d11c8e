namespace SecUpIoT.Entities.DeviceCore;

/// <summary>What can have happened to a Device core, as the judges name it (spec/machines/device-core.md).</summary>
public enum Trigger
{
    /// <summary>Power on, no image is due for trial.</summary>
    StartedPlain,
    /// <summary>Power on, the candidate is selected for its trial.</summary>
    StartedForTrial,
    /// <summary>Power on after a trial that was not confirmed.</summary>
    StartedAfterTrial,
    /// <summary>Power on, and nothing was ever provisioned.</summary>
    StartedEmpty,
    /// <summary>The image for trial is whole and authentic.</summary>
    TrialImageAuthentic,
    /// <summary>The image for trial is not.</summary>
    TrialImageRejected,
    /// <summary>The confirmed image is whole and authentic; no update is under way.</summary>
    BootedIdle,
    /// <summary>The confirmed image is whole and authentic; a candidate is half received.</summary>
    BootedReceiving,
    /// <summary>The confirmed image is whole and authentic; a candidate is received and not verified.</summary>
    BootedVerifying,
    /// <summary>The confirmed image is whole and authentic; a candidate is verified.</summary>
    BootedVerified,
    /// <summary>The confirmed image is not whole or not authentic.</summary>
    ConfirmedImageRejected,
    /// <summary>The Communicator asks for the status.</summary>
    StatusAsked,
    /// <summary>A believed directive says that there is nothing to do.</summary>
    UpToDateBelieved,
    /// <summary>Directive and envelope are accepted; blocks are to come.</summary>
    UpdateAccepted,
    /// <summary>Directive and envelope are accepted; the envelope holds every payload.</summary>
    UpdateAcceptedWhole,
    /// <summary>A believed directive names the candidate that the device holds already.</summary>
    UpdateResumed,
    /// <summary>Directive or envelope is not acceptable.</summary>
    UpdateRefused,
    /// <summary>A believed directive cancels the update.</summary>
    CancelBelieved,
    /// <summary>The wanted block came; more are to come.</summary>
    BlockStored,
    /// <summary>The wanted block came, and it was the last.</summary>
    LastBlockStored,
    /// <summary>A block came that is not wanted.</summary>
    BlockRefused,
    /// <summary>The candidate is whole and authentic in its slot.</summary>
    ImageAuthentic,
    /// <summary>The candidate is not.</summary>
    ImageRejected,
    /// <summary>Storage failed.</summary>
    StorageFailed,
    /// <summary>An update that was to repair an unbootable device ended without success.</summary>
    RecoveryFailed,
    /// <summary>The Communicator asks to install the candidate.</summary>
    InstallAsked,
    /// <summary>The Communicator asks to install something else.</summary>
    InstallRefused,
    /// <summary>The candidate's slot is sealed.</summary>
    InstallSucceeded,
    /// <summary>Time to restart.</summary>
    RebootDue,
    /// <summary>The self-test on trial passed.</summary>
    SelfTestPassed,
    /// <summary>The self-test on trial failed.</summary>
    SelfTestFailed,
    /// <summary>The trial period ended.</summary>
    TrialExpired,
    /// <summary>The outstanding nonce ended.</summary>
    NonceExpired,
    /// <summary>The last fresh directive is too long ago.</summary>
    FreshnessExpired,
    /// <summary>Something that means nothing to a Device core.</summary>
    Unexpected,
}
