using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.StatusTracker;

/// <summary>Whether an update that ended is tried again with the same package (R-ST-16, R-ST-45). Pure.</summary>
internal static class RetryPolicy
{
    /// <summary>True when the update to the target has ended for good.</summary>
    public static bool IsOver(TrackRecord record, RetryRule rule)
    {
        // What only a Communicator says is not believed to be lasting: one changed bit on the way is enough to make a device refuse.
        var lasting = record.ResultVerified && !record.Result.IsTransient();
        return lasting || record.Attempts >= rule.MostFor(record.Result);
    }

    /// <summary>True when the pause before the next attempt has not passed.</summary>
    public static bool Rests(TrackRecord record, RetryRule rule, Moment at) => at < record.EndedAt.Plus(rule.PauseAfter(record.Attempts));
}
