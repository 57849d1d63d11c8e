using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Device cores with a fault.</summary>
internal static class DeviceCoreMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        Judging("number-unchecked", "takes packages with any sequence number", ["R-DC-04", "R-DC-05", "R-DC-06"], (_, right) => right with { Number = static (_, _) => ResultCode.None }),
    ];

    /// <summary>A Device core with a wrong judge.</summary>
    private static Mutant Judging(string id, string wrong, IReadOnlyList<string> violates, Func<DeviceCoreConfiguration, DeviceJudges, DeviceJudges> judges) => new(
        $"device-core/{id}", Role.DeviceCore, wrong, violates,
        Design.Right with { DeviceCore = configuration => new DeviceCoreMachine(configuration, judges(configuration, DeviceJudges.For(configuration))) });
}
