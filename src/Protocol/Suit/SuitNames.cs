namespace SecUpIoT.Protocol.Suit;

/// <summary>The elements of an envelope and of a manifest that hold commands or text, by their key (SUIT manifest S8.3, S8.4).</summary>
public enum SuitElement
{
    /// <summary>No element.</summary>
    None = 0,
    /// <summary>Checks that the installed components are the right ones.</summary>
    Validate = 7,
    /// <summary>Prepares components for execution.</summary>
    Load = 8,
    /// <summary>Starts execution.</summary>
    Invoke = 9,
    /// <summary>Software identification tag (update management).</summary>
    Coswid = 14,
    /// <summary>Obtains dependencies (trust domains).</summary>
    DependencyResolution = 15,
    /// <summary>Obtains payloads ahead of the installation.</summary>
    PayloadFetch = 16,
    /// <summary>Checks the candidates before the installation (trust domains).</summary>
    CandidateVerification = 18,
    /// <summary>Installs.</summary>
    Install = 20,
    /// <summary>Text for people.</summary>
    Text = 23,
    /// <summary>Removes (trust domains).</summary>
    Uninstall = 24,
}

/// <summary>The commands (SUIT manifest S8.4.10, S8.4.9; trust domains; update management) by their code.</summary>
public enum SuitCommandCode
{
    /// <summary>No command.</summary>
    None = 0,
    /// <summary>condition-vendor-identifier.</summary>
    VendorIdentifier = 1,
    /// <summary>condition-class-identifier.</summary>
    ClassIdentifier = 2,
    /// <summary>condition-image-match.</summary>
    ImageMatch = 3,
    /// <summary>condition-use-before (update management).</summary>
    UseBefore = 4,
    /// <summary>condition-component-slot.</summary>
    ComponentSlot = 5,
    /// <summary>condition-check-content.</summary>
    CheckContent = 6,
    /// <summary>condition-dependency-integrity (trust domains).</summary>
    DependencyIntegrity = 7,
    /// <summary>condition-is-dependency (trust domains).</summary>
    IsDependency = 8,
    /// <summary>directive-process-dependency (trust domains).</summary>
    ProcessDependency = 11,
    /// <summary>directive-set-component-index.</summary>
    SetComponentIndex = 12,
    /// <summary>condition-abort.</summary>
    Abort = 14,
    /// <summary>directive-try-each.</summary>
    TryEach = 15,
    /// <summary>directive-write.</summary>
    Write = 18,
    /// <summary>directive-set-parameters (trust domains).</summary>
    SetParameters = 19,
    /// <summary>directive-override-parameters.</summary>
    OverrideParameters = 20,
    /// <summary>directive-fetch.</summary>
    Fetch = 21,
    /// <summary>directive-copy.</summary>
    Copy = 22,
    /// <summary>directive-invoke.</summary>
    Invoke = 23,
    /// <summary>condition-device-identifier.</summary>
    DeviceIdentifier = 24,
    /// <summary>condition-image-not-match (update management).</summary>
    ImageNotMatch = 25,
    /// <summary>condition-minimum-battery (update management).</summary>
    MinimumBattery = 26,
    /// <summary>condition-update-authorized (update management).</summary>
    UpdateAuthorized = 27,
    /// <summary>condition-version (update management).</summary>
    Version = 28,
    /// <summary>directive-wait (update management).</summary>
    Wait = 29,
    /// <summary>directive-swap.</summary>
    Swap = 31,
    /// <summary>directive-run-sequence.</summary>
    RunSequence = 32,
    /// <summary>directive-unlink (trust domains).</summary>
    Unlink = 33,
    /// <summary>directive-override-multiple (update management).</summary>
    OverrideMultiple = 34,
    /// <summary>directive-copy-params (update management).</summary>
    CopyParameters = 35,
}

/// <summary>The parameters (SUIT manifest S8.4.8; firmware encryption; update management) by their key.</summary>
public enum SuitParameter
{
    /// <summary>No parameter.</summary>
    None = 0,
    /// <summary>vendor-identifier.</summary>
    VendorIdentifier = 1,
    /// <summary>class-identifier.</summary>
    ClassIdentifier = 2,
    /// <summary>image-digest.</summary>
    ImageDigest = 3,
    /// <summary>use-before (update management).</summary>
    UseBefore = 4,
    /// <summary>component-slot.</summary>
    ComponentSlot = 5,
    /// <summary>strict-order.</summary>
    StrictOrder = 12,
    /// <summary>soft-failure.</summary>
    SoftFailure = 13,
    /// <summary>image-size.</summary>
    ImageSize = 14,
    /// <summary>content.</summary>
    Content = 18,
    /// <summary>encryption-info (firmware encryption).</summary>
    EncryptionInfo = 19,
    /// <summary>uri.</summary>
    Uri = 21,
    /// <summary>source-component.</summary>
    SourceComponent = 22,
    /// <summary>invoke-args.</summary>
    InvokeArgs = 23,
    /// <summary>device-identifier.</summary>
    DeviceIdentifier = 24,
    /// <summary>fetch-arguments.</summary>
    FetchArguments = 25,
    /// <summary>minimum-battery (update management).</summary>
    MinimumBattery = 26,
    /// <summary>update-priority (update management).</summary>
    UpdatePriority = 27,
    /// <summary>version (update management).</summary>
    Version = 28,
    /// <summary>wait-info (update management).</summary>
    WaitInfo = 29,
    /// <summary>component-metadata (update management).</summary>
    ComponentMetadata = 30,
}
