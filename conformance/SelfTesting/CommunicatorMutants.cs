namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Communicators with a fault.</summary>
internal static class CommunicatorMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } = [];
}
