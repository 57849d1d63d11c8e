namespace SecUpIoT.Entities.Communicator;

/// <summary>How often a Communicator asks and how long it waits.</summary>
public sealed record CommunicatorConfiguration
{
    /// <summary>Between two status checks when the tracker has not said otherwise (R-CM-01).</summary>
    public TimeSpan DefaultPoll { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Shortest interval that is obeyed (R-CM-08).</summary>
    public TimeSpan LeastPoll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest interval that is obeyed (R-CM-08): a compromised tracker cannot silence a device for ever.</summary>
    public TimeSpan MostPoll { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Between two checks while an update is under way.</summary>
    public TimeSpan ActivePoll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After this an answer is overdue (R-CM-09).</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two progress reports during a transfer (R-CM-13).</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause after the first failure; it doubles with each further one (R-CM-07).</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause after failures (R-CM-07).</summary>
    public TimeSpan MostBackOff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Looks at an envelope before it is forwarded (R-CM-12): a sentence that says what is wrong, or null.</summary>
    public Func<Protocol.Bytes, string?> PreCheck { get; init; } = EnvelopePreCheck.Check;
}
