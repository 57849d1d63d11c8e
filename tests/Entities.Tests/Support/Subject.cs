using System.Collections.Immutable;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Entities.Tests;

/// <summary>A machine under test: how to make one, which states to begin from, which inputs there are, and what a reaction may not do.</summary>
/// <typeparam name="TState">The machine's state.</typeparam>
internal sealed record Subject<TState>
    where TState : class
{
    public required Func<IMachine<TState>> Create { get; init; }

    public required IReadOnlyList<TableRow> Table { get; init; }

    public required TState Initial { get; init; }

    public required Func<TState, string> Phase { get; init; }

    /// <summary>The trigger as the judge names it.</summary>
    public required Func<TState, Input, string> Trigger { get; init; }

    /// <summary>What tells two states apart for the exploration: one representative of each shape is explored.</summary>
    public required Func<TState, object> Shape { get; init; }

    /// <summary>Every kind of input, valid, invalid and foreign, that can meet this state.</summary>
    public required Func<TState, IEnumerable<(string Name, Input Input)>> Inputs { get; init; }

    /// <summary>The record in the state, for machines that have one.</summary>
    public Func<TState, DurableRecord?> Record { get; init; } = _ => null;

    /// <summary>What else a reaction of this machine may never do: a sentence, or null.</summary>
    public Func<TState, Input, Reaction<TState>, string?> Law { get; init; } = (_, _, _) => null;

    /// <summary>Rows that no sequence of inputs leads to.</summary>
    public ImmutableHashSet<(string Phase, string Trigger)> Unreachable { get; init; } = [];
}

/// <summary>What an exploration saw.</summary>
internal sealed class Exploration
{
    public int States { get; set; }

    public int Reactions { get; set; }

    public HashSet<(string Phase, string Trigger)> Taken { get; } = [];

    public HashSet<(string Phase, string Trigger)> Refused { get; } = [];

    public HashSet<string> InputKinds { get; } = [];

    public HashSet<string> Faults { get; } = [];
}

/// <summary>
/// Drives a machine from its initial state through every input in every shape of state that can be reached, and holds each reaction against
/// the laws that all machines share (R-GEN-02, R-GEN-03, R-GEN-07).
/// </summary>
internal static class Explorer
{
    private const int MostStates = 4000;
    private const int MostFaults = 20;

    public static Exploration Explore<TState>(Subject<TState> subject)
        where TState : class
    {
        var seen = new Exploration();
        var (machine, twin) = (subject.Create(), subject.Create());
        var rows = subject.Table.ToDictionary(row => (row.Phase, row.Trigger), row => row.Next);
        var shapes = new HashSet<object> { subject.Shape(subject.Initial) };
        var open = new Queue<TState>([subject.Initial]);
        while (open.TryDequeue(out var state) && seen.Faults.Count < MostFaults && shapes.Count < MostStates)
        {
            seen.States++;
            foreach (var (name, input) in subject.Inputs(state))
            {
                seen.Reactions++;
                seen.InputKinds.Add(input.GetType().Name);
                var where = $"{subject.Phase(state)} x {name}";
                Reaction<TState> reaction;
                try
                {
                    reaction = machine.Handle(state, input);
                    var (again, other) = (machine.Handle(state, input), twin.Handle(state, input));
                    if (!Same(reaction, again) || !Same(reaction, other)) seen.Faults.Add($"{where}: not deterministic");
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    seen.Faults.Add($"{where}: threw {exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}");
                    (machine, twin) = (subject.Create(), subject.Create());
                    continue;
                }

                var trigger = subject.Trigger(state, input);
                var pair = (subject.Phase(state), trigger);
                seen.Faults.UnionWith(FaultsOf(subject, rows, pair, state, input, reaction).Select(fault => $"{where}, {trigger}: {fault}"));
                (rows.ContainsKey(pair) ? seen.Taken : seen.Refused).Add(pair);
                if (shapes.Add(subject.Shape(reaction.State))) open.Enqueue(reaction.State);
            }
        }

        if (shapes.Count >= MostStates) seen.Faults.Add($"more than {MostStates} shapes of state");
        return seen;
    }

    private static bool Same<TState>(Reaction<TState> left, Reaction<TState> right) =>
        Equals(left.State, right.State) && left.Outputs.SequenceEqual(right.Outputs) && left.Trigger == right.Trigger;

    private static IEnumerable<string> FaultsOf<TState>(
        Subject<TState> subject, Dictionary<(string, string), string> rows, (string Phase, string Trigger) pair, TState state, Input input, Reaction<TState> reaction)
        where TState : class
    {
        var outputs = reaction.Outputs;
        if (reaction.Trigger != pair.Trigger) yield return $"the judge says {pair.Trigger}, the reaction says {reaction.Trigger}";
        if (rows.TryGetValue(pair, out var next))
        {
            if (subject.Phase(reaction.State) != next) yield return $"the table says {next}, the state says {subject.Phase(reaction.State)}";
        }
        else if (!outputs.Any(output => output is Output.Refuse))
        {
            yield return "not in the table and not refused";
        }

        if (outputs.OfType<Output.Refuse>().Any())
        {
            if (outputs.Length != 1) yield return "a refusal beside other outputs";
            if (!Equals(reaction.State, state)) yield return "a refusal that changes the state";
            // R-GEN-06: a refusal says why.
            if (outputs.OfType<Output.Refuse>().First() is { Code: Protocol.ResultCode.None or Protocol.ResultCode.Success } code) yield return $"a refusal with code {code.Code}";
        }

        foreach (var fault in OrderFaults(subject, state, input, reaction)) yield return fault;
        if (subject.Law(state, input, reaction) is { } broken) yield return broken;
    }

    /// <summary>
    /// Durable before visible (R-GEN-03): what lets a peer, the image or the slot see a new record comes after the record is stored; and the
    /// record in the state is never another than the one last stored.
    /// </summary>
    private static IEnumerable<string> OrderFaults<TState>(Subject<TState> subject, TState state, Input input, Reaction<TState> reaction)
        where TState : class
    {
        var lastStored = reaction.Outputs.LastOrDefault(output => output is Output.Persist or Output.StoreEnvelope or Output.StorePayload);
        var firstVisible = reaction.Outputs.FirstOrDefault(IsVisible);
        if (lastStored is not null && firstVisible is not null && reaction.Outputs.IndexOf(firstVisible) < reaction.Outputs.LastIndexOf(lastStored))
            yield return $"{firstVisible.GetType().Name} comes before {lastStored.GetType().Name}";
        if (input is Input.PoweredOn) yield break;
        var stored = reaction.Outputs.OfType<Output.Persist>().LastOrDefault()?.Record ?? subject.Record(state);
        if (!Equals(stored, subject.Record(reaction.State))) yield return "the state holds a record that was not stored";
    }

    private static bool IsVisible(Output output) => output is Output.Send or Output.SendReport or Output.SendDirective or Output.InstallSlot or Output.RunSelfTest
        or Output.Reboot or Output.ServeEnvelope or Output.ServeBlock or Output.PublishCatalogue;
}
