using Microsoft.Coyote;

namespace SecUpIoT.Interleavings.Hunting;

/// <summary>Who decides which operation goes on next.</summary>
public enum Strategy
{
    /// <summary>Chance, at every decision.</summary>
    Random,
    /// <summary>Priorities that change at a few random points (PCT): finds what needs one long delay. Unfair.</summary>
    Prioritised,
    /// <summary>Priorities at first and chance after them, so that nobody waits for ever: what liveness needs.</summary>
    Fair,
}

/// <summary>How a strategy is told to Coyote.</summary>
internal static class Strategies
{
    /// <summary>Priority changes in a run.</summary>
    private const uint Changes = 10;

    public static Configuration With(this Configuration configuration, Strategy strategy) => strategy switch
    {
        Strategy.Random => configuration.WithRandomStrategy(),
        Strategy.Prioritised => configuration.WithPrioritizationStrategy(isFair: false, Changes),
        _ => configuration.WithPrioritizationStrategy(isFair: true, Changes),
    };
}
