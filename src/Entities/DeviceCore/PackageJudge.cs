using SecUpIoT.Protocol;

namespace SecUpIoT.Entities.DeviceCore;

internal static class PackageJudge
{
    public static Verdict<AcceptedPackage> Judge(Bytes envelope, DeviceCoreConfiguration configuration) => (ResultCode.InternalFault, "");
}
