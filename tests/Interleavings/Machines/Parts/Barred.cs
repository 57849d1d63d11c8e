using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>Did the update to an image end for good (R-ST-15, R-ST-16)?</summary>
internal static class Barred
{
    public static bool Is(TrackRecord record, Digest manifest, uint mostAttempts) =>
        record.Target?.Manifest == manifest && record.Result != ResultCode.None
        && ((record.ResultVerified && !record.Result.IsTransient()) || record.Attempts >= mostAttempts);
}
