using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>A clock whose delays end when Coyote decides; the time is then at least when they were due.</summary>
internal sealed class HuntedClock : IClock
{
    private readonly object _gate = new();
    private Moment _now = new(1_700_000_000_000);

    public Moment Now
    {
        get
        {
            lock (_gate) return _now;
        }
    }

    public async Task Delay(TimeSpan span, CancellationToken cancellation)
    {
        var due = Now.Plus(span);
        await Task.Delay(1, cancellation);
        lock (_gate)
        {
            if (due > _now) _now = due;
        }
    }
}
