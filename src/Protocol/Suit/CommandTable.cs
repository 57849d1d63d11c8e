namespace SecUpIoT.Protocol.Suit;

/// <summary>What is known of each command: its kind, its extension, and whether it may stand in the shared sequence.</summary>
internal static class CommandTable
{
    /// <summary>The extension a command belongs to, or null when it is unknown or private.</summary>
    public static SuitCapabilities? CapabilityOf(SuitCommandCode code) => code switch
    {
        SuitCommandCode.DependencyIntegrity or SuitCommandCode.IsDependency or SuitCommandCode.ProcessDependency or SuitCommandCode.SetParameters
            or SuitCommandCode.Unlink => SuitCapabilities.TrustDomains,
        SuitCommandCode.UseBefore or SuitCommandCode.ImageNotMatch or SuitCommandCode.MinimumBattery or SuitCommandCode.UpdateAuthorized
            or SuitCommandCode.Version or SuitCommandCode.Wait or SuitCommandCode.OverrideMultiple or SuitCommandCode.CopyParameters => SuitCapabilities.UpdateManagement,
        SuitCommandCode.None => null,
        _ => Enum.IsDefined(code) ? SuitCapabilities.Base : null,
    };

    /// <summary>True for the commands that check and change nothing.</summary>
    public static bool IsCondition(SuitCommandCode code) => code is SuitCommandCode.VendorIdentifier or SuitCommandCode.ClassIdentifier or SuitCommandCode.ImageMatch
        or SuitCommandCode.UseBefore or SuitCommandCode.ComponentSlot or SuitCommandCode.CheckContent or SuitCommandCode.DependencyIntegrity
        or SuitCommandCode.IsDependency or SuitCommandCode.Abort or SuitCommandCode.DeviceIdentifier or SuitCommandCode.ImageNotMatch
        or SuitCommandCode.MinimumBattery or SuitCommandCode.UpdateAuthorized or SuitCommandCode.Version;

    /// <summary>
    /// True for the commands that have no effect beyond parameters: the shared sequence runs before every section (SUIT manifest S8.4.5).
    /// </summary>
    public static bool IsAllowedInShared(SuitCommandCode code) => IsCondition(code) || code is SuitCommandCode.SetComponentIndex or SuitCommandCode.RunSequence
        or SuitCommandCode.TryEach or SuitCommandCode.OverrideParameters or SuitCommandCode.SetParameters or SuitCommandCode.OverrideMultiple or SuitCommandCode.CopyParameters;
}
