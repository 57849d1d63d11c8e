using System.Diagnostics;
using System.Globalization;

namespace SecUpIoT.Load;

/// <summary>How far the run is: a line on standard error, at most twice a second.</summary>
internal sealed class ProgressLine(TextWriter output)
{
    private readonly object _gate = new();
    private long _shown;

    /// <summary>What is being done now.</summary>
    public void Say(string what)
    {
        lock (_gate) output.WriteLine(what);
    }

    /// <summary>So many of so many.</summary>
    public void Show(string what, long done, long of)
    {
        if (done < of && Stopwatch.GetElapsedTime(Interlocked.Read(ref _shown)) < TimeSpan.FromMilliseconds(500)) return;
        lock (_gate)
        {
            Interlocked.Exchange(ref _shown, Stopwatch.GetTimestamp());
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what}: {done:N0} of {of:N0}"));
        }
    }
}
