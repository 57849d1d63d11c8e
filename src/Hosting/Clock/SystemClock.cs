using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Clock;

/// <summary>The clock of the operating system.</summary>
public sealed class SystemClock : IClock
{
    // Task.Delay takes at most 2^32 - 2 milliseconds; longer waits are made of several.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(30);

    /// <summary>The one instance.</summary>
    public static SystemClock Instance { get; } = new();

    private SystemClock()
    {
    }

    /// <inheritdoc/>
    public Moment Now => new(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

    /// <inheritdoc/>
    public Task Delay(TimeSpan span, CancellationToken cancellation)
    {
        // Most waits are cut short, and one that is waited for by an asynchronous method ends in an exception thrown for nobody.
        if (span <= LongestDelay) return Task.Delay(span > TimeSpan.Zero ? span : TimeSpan.Zero, cancellation);
        return DelayInPartsAsync(span, cancellation);
    }

    private static async Task DelayInPartsAsync(TimeSpan span, CancellationToken cancellation)
    {
        while (span > LongestDelay)
        {
            await Task.Delay(LongestDelay, cancellation).ConfigureAwait(false);
            span -= LongestDelay;
        }

        await Task.Delay(span, cancellation).ConfigureAwait(false);
    }
}
