using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.StatusTracker;

/// <summary>The Status tracker's policy for one update at a time per device.</summary>
public sealed record StatusTrackerConfiguration
{
    /// <summary>How long a directive is valid for a device with a clock (R-ST-10).</summary>
    public TimeSpan DirectiveValidity { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>When an idle device is to check in next (R-ST-28).</summary>
    public TimeSpan PollAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>When a device in the middle of an update is to check in next (R-ST-28).</summary>
    public TimeSpan ActivePollAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence for longer makes a device unreachable (R-ST-17).</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many attempts at one package may end with a transient failure before it is not offered again (R-ST-16).</summary>
    public uint MostAttempts { get; init; } = 3;

    /// <summary>The same as a rule, for packages that no campaign governs.</summary>
    internal RetryRule Retry => new(MostAttempts, 0, 0, Sequence<CodeRule>.Empty);
}
