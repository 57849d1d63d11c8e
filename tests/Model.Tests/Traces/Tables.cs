using SecUpIoT.Protocol.Tracing;
using SecUpIoT.SpecTool;

namespace SecUpIoT.Model.Tests.Traces;

/// <summary>The rows of spec/machines.</summary>
internal static class Tables
{
    public static IReadOnlyList<Machine> All { get; } = MachineTables.Read(SpinTools.Root);

    private static readonly HashSet<(string, string, string)> Rows = [.. All.SelectMany(machine => machine.Rows.SelectMany(row =>
        Phases(machine, row.Phase).Select(phase => (machine.Name, phase, row.Trigger))))];

    /// <summary>Is the cell in the table?</summary>
    public static bool Has(TraceMachine machine, string phase, string trigger) => Rows.Contains((machine.ToString(), phase, trigger));

    private static IEnumerable<string> Phases(Machine machine, string cell) => cell == "*" ? machine.Phases : cell.Split(", ");
}
