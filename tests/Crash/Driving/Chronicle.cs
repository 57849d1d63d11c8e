using System.Diagnostics;
using System.Globalization;

namespace SecUpIoT.Crash.Driving;

/// <summary>What the driver counts.</summary>
internal enum Deed
{
    Kills,
    Stops,
    Freezes,
    Restarts,
    FullDisks,
    EndedByFullDisk,
    PackagesPublished,
    Enrolments,
    Cancellations,
    FlashesRead,
}

/// <summary>What was done to the site and when, and how often.</summary>
internal sealed class Chronicle(Action<string> progress)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly int[] _counts = new int[Enum.GetValues<Deed>().Length];

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate) return [.. _lines];
        }
    }

    public int this[Deed deed] => Volatile.Read(ref _counts[(int)deed]);

    public void Note(string text)
    {
        lock (_gate) _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds,8:0.000}  {text}"));
    }

    public void Count(Deed deed, string text)
    {
        Interlocked.Increment(ref _counts[(int)deed]);
        Note(text);
    }

    public void Count(Deed deed, int times) => Interlocked.Add(ref _counts[(int)deed], times);

    /// <summary>For whoever watches the run.</summary>
    public void Tell(string text) => progress(string.Create(CultureInfo.InvariantCulture, $"crash run, {Elapsed.TotalSeconds:0} s: {text}"));
}
