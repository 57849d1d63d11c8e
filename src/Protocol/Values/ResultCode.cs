namespace SecUpIoT.Protocol;

/// <summary>
/// The closed vocabulary of outcomes and refusals (spec/result-codes.md). The hundreds digit is the group: who or what is the cause.
/// Numbers are wire contract: never renumbered, never reused.
/// </summary>
public enum ResultCode : ushort
{
    /// <summary>Nothing has been tried yet.</summary>
    None = 0,
    /// <summary>Done: the image runs and is confirmed.</summary>
    Success = 1,

    /// <summary>Transport: the peer could not be reached.</summary>
    Unreachable = 100,
    /// <summary>Transport: the peer did not answer in time.</summary>
    TimedOut = 101,
    /// <summary>Transport: the connection ended in the middle.</summary>
    ConnectionLost = 102,
    /// <summary>Transport: the transfer stays below the configured floor (slow retrieval).</summary>
    TooSlow = 103,
    /// <summary>Transport: more bytes came than were announced (endless data).</summary>
    TooMuchData = 104,
    /// <summary>Transport: bytes that are not a message of this protocol.</summary>
    MalformedMessage = 105,
    /// <summary>Transport: a block that was not asked for (other image, other offset, other length).</summary>
    UnexpectedBlock = 106,
    /// <summary>Transport: the peer does not have what was asked for.</summary>
    NotAvailable = 107,
    /// <summary>Transport: the peer's identity is not the expected one.</summary>
    PeerNotTrusted = 108,

    /// <summary>Metadata: the envelope or manifest is not well-formed.</summary>
    MalformedManifest = 200,
    /// <summary>Metadata: a manifest version other than 1.</summary>
    UnsupportedManifestVersion = 201,
    /// <summary>Metadata: a command that this processor does not implement.</summary>
    UnsupportedCommand = 202,
    /// <summary>Metadata: a parameter that this processor does not implement.</summary>
    UnsupportedParameter = 203,
    /// <summary>Metadata: a component that this device does not have.</summary>
    UnsupportedComponent = 204,
    /// <summary>Metadata: a severed section is needed and absent, or does not match its digest.</summary>
    SeveredSectionInvalid = 205,
    /// <summary>Metadata: a configured limit is exceeded.</summary>
    LimitExceeded = 206,
    /// <summary>Metadata: a required element, such as the vendor or class condition, is missing.</summary>
    MissingElement = 207,
    /// <summary>Metadata: the package format or payload format is not supported.</summary>
    UnsupportedFormat = 208,
    /// <summary>Metadata: a condition of the manifest does not hold.</summary>
    ConditionFailed = 209,

    /// <summary>Signature: no valid signature of an authorised author.</summary>
    NotAuthentic = 300,
    /// <summary>Signature: an algorithm that is not allowed here.</summary>
    UnsupportedAlgorithm = 301,
    /// <summary>Signature: the manifest does not match the signed digest.</summary>
    ManifestDigestMismatch = 302,
    /// <summary>Signature: the directive is not signed by the trusted Status tracker.</summary>
    DirectiveNotAuthentic = 303,
    /// <summary>Signature: the report is not signed by the device that it names.</summary>
    ReportNotAuthentic = 304,
    /// <summary>Signature: profile Secure requires a directive and there is none.</summary>
    DirectiveMissing = 305,
    /// <summary>Signature: the signer may not write this component.</summary>
    NotAuthorised = 306,

    /// <summary>Rollback: the sequence number is lower than the stored one.</summary>
    RolledBack = 400,
    /// <summary>Rollback: the sequence number equals the stored one but the manifest differs.</summary>
    SameNumberOtherManifest = 401,
    /// <summary>Rollback: the sequence number lies too far ahead and would exhaust the counter.</summary>
    NumberTooFarAhead = 402,

    /// <summary>Freshness: the nonce is not the outstanding one (replayed or late).</summary>
    StaleNonce = 500,
    /// <summary>Freshness: the directive's validity has ended.</summary>
    DirectiveExpired = 501,
    /// <summary>Freshness: the report's counter is not higher than the last one (replayed or reordered).</summary>
    StaleReport = 502,
    /// <summary>Freshness: no fresh word from the tracker for longer than allowed (freeze, withheld answers).</summary>
    FreezeSuspected = 503,

    /// <summary>Mix-and-match: the directive names another manifest than the envelope holds.</summary>
    DirectiveNamesOtherManifest = 600,
    /// <summary>Mix-and-match: the payload's digest or size differs from the manifest's.</summary>
    PayloadDigestMismatch = 601,
    /// <summary>Mix-and-match: two different manifests carry one sequence number.</summary>
    ConflictingSequenceNumber = 602,

    /// <summary>Compatibility: made for another vendor.</summary>
    WrongVendor = 700,
    /// <summary>Compatibility: made for another class of device.</summary>
    WrongClass = 701,
    /// <summary>Compatibility: made for, or directed to, another device.</summary>
    WrongDevice = 702,

    /// <summary>Storage: the image does not fit into the slot.</summary>
    ImageTooLarge = 800,
    /// <summary>Storage: writing failed or no space is left.</summary>
    StorageFailed = 801,
    /// <summary>Storage: stored data is damaged.</summary>
    StorageCorrupted = 802,

    /// <summary>Install: switching to the new image failed.</summary>
    InstallFailed = 900,

    /// <summary>Boot: the image to be booted is not authentic or not whole.</summary>
    BootVerificationFailed = 1000,
    /// <summary>Boot: the self-test of the new image failed.</summary>
    SelfTestFailed = 1001,
    /// <summary>Boot: the new image was not confirmed within the trial period.</summary>
    TrialExpired = 1002,
    /// <summary>Boot: the device restarted during the trial.</summary>
    RestartedDuringTrial = 1003,
    /// <summary>Boot: after confirmation the device runs another image again.</summary>
    FellBack = 1004,
    /// <summary>Boot: neither slot holds an image that may be booted.</summary>
    NothingBootable = 1005,

    /// <summary>Policy: the device is not enrolled.</summary>
    NotEnrolled = 1100,
    /// <summary>Policy: the device is enrolled already with other data.</summary>
    AlreadyEnrolled = 1101,
    /// <summary>Policy: the package has been withdrawn.</summary>
    Withdrawn = 1102,
    /// <summary>Policy: the operation is not allowed by configuration.</summary>
    NotAllowed = 1103,

    /// <summary>Cancelled: by the operator.</summary>
    Cancelled = 1200,
    /// <summary>Cancelled: a newer package takes its place.</summary>
    Superseded = 1201,
    /// <summary>Cancelled: too late, the device has passed the point of no return.</summary>
    TooLateToCancel = 1202,

    /// <summary>Busy: another update is in progress.</summary>
    Busy = 1300,
    /// <summary>Busy: this input does not fit the present phase.</summary>
    NotNow = 1301,

    /// <summary>Internal: a fault of the implementation itself.</summary>
    InternalFault = 1400,
}
