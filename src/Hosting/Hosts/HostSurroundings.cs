using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Hosts;

/// <summary>What every host gets from outside: time, a place for its log, and somebody who watches.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Logging">Where log records go.</param>
/// <param name="Events">Told what happens; called from the host's own tasks, so it must return at once.</param>
/// <param name="Trace">Where every step of every machine is traced; null for nowhere. It belongs to the caller.</param>
public sealed record HostSurroundings(IClock Clock, ILoggerFactory Logging, IProgress<HostEvent>? Events = null, TraceLog? Trace = null)
{
    /// <summary>The system's clock, no log, nobody watching.</summary>
    public static HostSurroundings Silent { get; } = new(SystemClock.Instance, NullLoggerFactory.Instance);

    internal void Tell(HostEvent happened)
    {
        if (happened is HostEvent.Refused refused) Signals.Refused(refused.Entity, refused.Code);
        if (happened is HostEvent.PhaseChanged changed) Signals.PhaseChanged(changed.Entity, changed.To);
        Events?.Report(happened);
    }

    internal void TellPhases<T>(string entity, string subject, T before, T after)
        where T : struct, Enum
    {
        if (!before.Equals(after)) Tell(new HostEvent.PhaseChanged(entity, subject, before.ToString(), after.ToString()));
    }
}
