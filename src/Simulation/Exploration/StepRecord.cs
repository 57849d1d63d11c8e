using System.Globalization;
using System.Runtime.CompilerServices;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>One input that a machine handled.</summary>
/// <param name="Machine">DeviceCore, Communicator, StatusTracker, ServerLink or FirmwareServer.</param>
/// <param name="Subject">Which one, as the transcript names it.</param>
/// <param name="Phase">The phase before.</param>
/// <param name="Trigger">What the judge made of the input.</param>
/// <param name="Next">The phase after.</param>
/// <param name="Refused">The code, when the table or the judge refused it.</param>
public sealed record HandledInput(string Machine, string Subject, string Phase, string Trigger, string Next, ResultCode? Refused);

/// <summary>A message that somebody sent.</summary>
/// <param name="From">Who.</param>
/// <param name="To">To whom.</param>
/// <param name="Message">What.</param>
public sealed record SentMessage(string From, string To, Message Message);

/// <summary>An invariant that does not hold.</summary>
/// <param name="Invariant">Its id in spec/invariants.md.</param>
/// <param name="Detail">What is wrong.</param>
public sealed record Breach(string Invariant, string Detail);

/// <summary>What happened in a step.</summary>
public sealed class StepRecord
{
    private readonly List<object> _events = [];
    private readonly List<Breach> _breaches = [];

    /// <summary>Every <see cref="HandledInput"/>, <see cref="SentMessage"/> and note (string), in order.</summary>
    public IReadOnlyList<object> Events => _events;

    /// <summary>The invariants that the step breaks, the first one first.</summary>
    public IReadOnlyList<Breach> Breaches => _breaches;

    internal void Add(object happened) => _events.Add(happened);

    /// <summary>Notes what a machine made of an input, and that a refusal changes nothing (I-16). True when it was refused.</summary>
    internal bool Handled<TState>(string machine, string subject, TState before, Reaction<TState> reaction, Func<TState, string> phase)
        where TState : class
    {
        var refusal = reaction.Outputs.OfType<Output.Refuse>().FirstOrDefault();
        _events.Add(new HandledInput(machine, subject, phase(before), reaction.Trigger, phase(reaction.State), refusal?.Code));
        if (refusal is null) return false;
        Demand(
            reaction.Outputs.Length == 1 && reaction.State.Equals(before),
            "I-16", $"{subject} refuses {reaction.Trigger} with {refusal.Code} and changes");
        return true;
    }

    internal void Demand(bool holds, string invariant, string otherwise)
    {
        if (!holds) _breaches.Add(new(invariant, otherwise));
    }

    internal void Demand(bool holds, string invariant, [InterpolatedStringHandlerArgument(nameof(holds))] ref Otherwise otherwise)
    {
        if (!holds) _breaches.Add(new(invariant, otherwise.ToString()));
    }

    internal void Clear()
    {
        _events.Clear();
        _breaches.Clear();
    }
}

/// <summary>A sentence that is written only when what is demanded does not hold: a search demands some ten times in each step.</summary>
[InterpolatedStringHandler]
internal ref struct Otherwise
{
    private DefaultInterpolatedStringHandler _text;

    public Otherwise(int literalLength, int formattedCount, bool holds, out bool isWanted)
    {
        isWanted = !holds;
        _text = isWanted ? new(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public override string ToString() => _text.ToStringAndClear();
}
