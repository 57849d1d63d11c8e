using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>A clock whose short delays end when Coyote decides, and whose long ones never end: they are not what a scenario is about.</summary>
/// <param name="most">The longest delay that ends.</param>
/// <param name="asked">Told of every delay.</param>
internal sealed class PatientClock(TimeSpan most, Action<TimeSpan>? asked = null) : IClock
{
    /// <summary>The moment that never passes.</summary>
    public static Moment Always { get; } = new(1_700_000_000_000);

    public Moment Now => Always;

    public async Task Delay(TimeSpan span, CancellationToken cancellation)
    {
        asked?.Invoke(span);
        if (span <= most)
        {
            // Coyote ends a delay when it likes and does not cancel it.
            await Task.Delay(1, CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            return;
        }

        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = cancellation.Register(() => never.TrySetCanceled(cancellation));
        try
        {
            await never.Task;
        }
        finally
        {
            registration.Unregister();
        }
    }
}
