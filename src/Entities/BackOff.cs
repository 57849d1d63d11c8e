namespace SecUpIoT.Entities;

/// <summary>Pauses after failures in a row: the first pause, doubled with each further failure, up to a longest one (R-CM-07, R-ST-22).</summary>
internal static class BackOff
{
    /// <summary>The pause after this many failures, at least 1.</summary>
    public static TimeSpan Pause(TimeSpan first, int failures, TimeSpan most) =>
        TimeSpan.FromMilliseconds(Math.Min(first.TotalMilliseconds * Math.Pow(2, failures - 1), most.TotalMilliseconds));
}
