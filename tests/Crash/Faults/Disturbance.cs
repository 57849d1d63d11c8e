namespace SecUpIoT.Crash.Faults;

/// <summary>What may happen to bytes on their way.</summary>
internal enum Harm
{
    /// <summary>They come later.</summary>
    Delay,
    /// <summary>The connection breaks in the middle of them.</summary>
    Cut,
    /// <summary>One direction ends in the middle of them; the other one stays open.</summary>
    HalfClose,
    /// <summary>One of them is another one.</summary>
    Corrupt,
}

/// <summary>A fault of a link: what happens, to which share of the pieces that pass, and how late a delayed one is.</summary>
internal sealed record Disturbance(Harm Harm, double Share, TimeSpan Lateness);
