using Stateless.Reflection;

namespace SecUpIoT.Entities;

/// <summary>One line of an entity's table: in this phase, on this trigger, to this phase. Equal phases mean that the phase stays.</summary>
public sealed record TableRow(string Phase, string Trigger, string Next)
{
    /// <summary>All lines of a Stateless table, ordered by phase and trigger as their enumerations order them.</summary>
    internal static IReadOnlyList<TableRow> Of(StateMachineInfo info) =>
    [
        .. from state in info.States
           orderby (IComparable)state.UnderlyingState
           from transition in state.FixedTransitions
           orderby (IComparable)transition.Trigger.UnderlyingTrigger
           select new TableRow(state.ToString(), transition.Trigger.ToString(), transition.DestinationState.ToString()),
    ];
}
