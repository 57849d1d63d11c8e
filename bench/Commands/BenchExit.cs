namespace SecUpIoT.Benchmarks.Commands;

/// <summary>What the process tells its caller (bench/README.md).</summary>
internal static class BenchExit
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A comparison found a regression.</summary>
    public const int Regression = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Something that was to be measured cannot be.</summary>
    public const int Impossible = 3;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
