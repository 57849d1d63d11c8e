namespace SecUpIoT.Conformance.Attachment;

/// <summary>How long the suite waits for an implementation under test. None of them changes a verdict to a pass: what comes too late is lost.</summary>
/// <param name="Answer">From an order to its answer, and between two lines of it.</param>
/// <param name="Reset">The same for <c>reset</c>, <c>provision</c> and <c>start</c>, which may write a whole flash.</param>
/// <param name="Patience">How long is waited at most for something to happen at an implementation with a real clock.</param>
public sealed record Deadlines(TimeSpan Answer, TimeSpan Reset, TimeSpan Patience)
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <summary>10 s, 30 s, 10 s.</summary>
    public static Deadlines Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10));

    /// <summary>The deadline of one order.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="patience">What the order itself lets the implementation wait, in milliseconds.</param>
    public TimeSpan For(string verb, long patience) => verb switch
    {
        "reset" or "provision" or "start" => Reset,
        "bye" => Answer < Farewell ? Answer : Farewell,
        _ => Answer + TimeSpan.FromMilliseconds(patience),
    };
}
