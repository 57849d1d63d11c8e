using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.DeviceCore;

/// <summary>Rollback protection (R-DC-04..06, D-nn in spec/decisions.md): may a package follow the confirmed image?</summary>
internal static class NumberJudge
{
    /// <summary>None when it may; the same image as the confirmed one counts as allowed.</summary>
    public static ResultCode Judge(ImageName offered, ImageName confirmed)
    {
        if (offered.Number < confirmed.Number) return ResultCode.RolledBack;                                          // R-DC-04
        if (offered.Number == confirmed.Number && offered.Manifest != confirmed.Manifest) return ResultCode.SameNumberOtherManifest; // R-DC-05
        if (offered.Number.Value - confirmed.Number.Value > Limits.SequenceLeap) return ResultCode.NumberTooFarAhead; // R-DC-06
        return ResultCode.None;
    }
}
