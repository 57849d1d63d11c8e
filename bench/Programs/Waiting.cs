using System.Diagnostics;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>The one way to wait for what another program comes to without saying so: it is asked again, for a bounded time, until it is so or the program has ended.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until it is so.</summary>
    /// <param name="isSo">Looks whether it is.</param>
    /// <param name="most">How long it may take.</param>
    /// <param name="failure">What is wrong when it does not come to that.</param>
    /// <param name="of">Whose doing it is: when this process has ended, nothing more is to be waited for.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="BenchException">It took too long, or the process ended.</exception>
    public static void Until(Func<bool> isSo, TimeSpan most, Func<string> failure, Process? of, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            cancel.ThrowIfCancellationRequested();
            if (clock.Elapsed > most) throw new BenchException(failure());
            if (of is null) cancel.WaitHandle.WaitOne(Pause);
            else if (of.WaitForExit(Pause)) throw new BenchException(failure());
        }
    }
}
