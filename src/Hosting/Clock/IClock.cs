using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Clock;

/// <summary>The only source of time in the hosts. Machines receive moments with their input.</summary>
public interface IClock
{
    /// <summary>The present moment.</summary>
    Moment Now { get; }

    /// <summary>Completes when <paramref name="span"/> has passed; cancelled by <paramref name="cancellation"/>.</summary>
    Task Delay(TimeSpan span, CancellationToken cancellation);
}
