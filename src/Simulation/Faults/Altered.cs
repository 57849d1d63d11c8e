using System.Collections.Immutable;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Simulation;

/// <summary>A machine that is told something else than what happened, or whose reaction is changed: composed around the pure machine, which has no switches.</summary>
public sealed class Altered<TState>(IMachine<TState> inner) : IMachine<TState>
{
    /// <summary>What the machine is told instead.</summary>
    public Func<TState, Input, (TState State, Input Input)> Before { get; init; } = static (state, input) => (state, input);

    /// <summary>What is made of its reaction.</summary>
    public Func<TState, Input, Reaction<TState>, Reaction<TState>> After { get; init; } = static (_, _, reaction) => reaction;

    /// <inheritdoc/>
    public Reaction<TState> Handle(TState state, Input input)
    {
        var (told, heard) = Before(state, input);
        return After(state, input, inner.Handle(told, heard));
    }
}

/// <summary>Alterations that machines of every kind can have.</summary>
public static class Alterations
{
    /// <summary>The machine whose table lacks these lines.</summary>
    public static IMachine<TState> Without<TState>(this IMachine<TState> machine, params string[] triggers) => new Altered<TState>(machine)
    {
        After = (state, _, reaction) => triggers.Contains(reaction.Trigger)
            ? new(state, [new Output.Refuse(ResultCode.NotNow, reaction.Trigger)], reaction.Trigger)
            : reaction,
    };

    /// <summary>The machine that forgets an output on these triggers, or on all.</summary>
    public static IMachine<TState> Forgetting<TState, TOutput>(this IMachine<TState> machine, params string[] triggers)
        where TOutput : Output => new Altered<TState>(machine)
        {
            After = (_, _, reaction) => triggers.Length > 0 && !triggers.Contains(reaction.Trigger)
                ? reaction
                : reaction with { Outputs = [.. reaction.Outputs.Where(output => output is not TOutput)] },
        };

    /// <summary>The machine that speaks before it has stored.</summary>
    public static IMachine<TState> SpeakingFirst<TState>(this IMachine<TState> machine) => new Altered<TState>(machine)
    {
        After = (_, _, reaction) => reaction with { Outputs = [.. reaction.Outputs.Where(IsSpeech), .. reaction.Outputs.Where(output => !IsSpeech(output))] },
    };

    /// <summary>The machine whose reaction to some triggers is changed.</summary>
    public static IMachine<TState> Changing<TState>(this IMachine<TState> machine, Func<TState, Reaction<TState>, Reaction<TState>> change, params string[] triggers) => new Altered<TState>(machine)
    {
        After = (state, _, reaction) => triggers.Contains(reaction.Trigger) ? change(state, reaction) : reaction,
    };

    /// <summary>The reaction with each of its outputs changed.</summary>
    public static Reaction<TState> Map<TState>(this Reaction<TState> reaction, Func<Output, Output> change) =>
        reaction with { Outputs = [.. reaction.Outputs.Select(change).ToImmutableArray()] };

    private static bool IsSpeech(Output output) => output is Output.Send or Output.SendReport or Output.SendDirective;
}
