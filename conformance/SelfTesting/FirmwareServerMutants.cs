namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Firmware servers with a fault.</summary>
internal static class FirmwareServerMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } = [];
}
