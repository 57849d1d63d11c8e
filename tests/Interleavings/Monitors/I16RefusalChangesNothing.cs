namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-16, A refusal changes nothing. An input that is refused leaves the whole state of the entity as it was and yields exactly one refusal.</summary>
internal sealed class I16RefusalChangesNothing : SafetyMonitor
{
    protected override string Id => "I-16";

    protected override void Judge(Observation seen)
    {
        if (seen is not Observation.Handled { IsRefused: true } handled) return;
        Demand(handled.IsUnchanged && handled.Outputs == 1, () => $"{handled.Who} refuses {handled.Trigger} and changes");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Handled), nameof(See))]
    private sealed class Watching : State;
}
