using System.Globalization;
using System.Text;

namespace SecUpIoT.SpecTool;

/// <summary>spec/model/tables.pml: the machine tables as Promela. Rows are grouped by trigger and next phase; a bit mask holds the phases of a group.</summary>
internal static class ModelTables
{
    public static string Promela(string root)
    {
        var text = new StringBuilder();
        text.Append("/* Generated from spec/machines by tools/SpecTool. Change those and run: dotnet run --project tools/SpecTool -- generate */\n\n");
        text.Append("#define REFUSED 31\n#define IN(phase, mask) (((mask) >> (phase)) & 1)\n");
        foreach (var machine in MachineTables.Read(root)) Append(text, machine);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Machine machine)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n/* {machine.Name}: phases, triggers */\n");
        Define(text, machine, machine.Phases, 0);
        Define(text, machine, machine.Triggers, 1);
        Names(text, machine, "phase", machine.Phases);
        Names(text, machine, "trigger", machine.Triggers);
        text.Append(CultureInfo.InvariantCulture, $"\n/* {machine.Name}: the next phase by the table; a cell that is not in the table is refused (R-GEN-02) */\n");
        text.Append(CultureInfo.InvariantCulture, $"inline {machine.Prefix}_table(here, by) {{\n  if\n");
        foreach (var group in machine.Rows.GroupBy(row => (row.Trigger, Next: row.Next == row.Phase ? "" : row.Next)))
        {
            var mask = group.Aggregate(0, (bits, row) => bits | (1 << machine.Phases.ToList().IndexOf(row.Phase)));
            var next = group.Key.Next.Length == 0 ? "here" : $"{machine.Prefix}_{group.Key.Next}";
            text.Append(CultureInfo.InvariantCulture, $"  :: by == {machine.Prefix}_{group.Key.Trigger} && IN(here, {mask}) -> nx = {next}");
            text.Append(CultureInfo.InvariantCulture, $" /* {string.Join(' ', group.Select(row => row.Phase))} */\n");
        }

        text.Append("  :: else -> nx = REFUSED\n  fi\n}\n");
    }

    private static void Define(StringBuilder text, Machine machine, IReadOnlyList<string> names, int first)
    {
        foreach (var (index, name) in names.Index())
            text.Append(CultureInfo.InvariantCulture, $"#define {machine.Prefix}_{name} {first + index}\n");
    }

    private static void Names(StringBuilder text, Machine machine, string kind, IReadOnlyList<string> names)
    {
        text.Append(CultureInfo.InvariantCulture, $"\ninline {machine.Prefix}_print_{kind}(value) {{\n  if\n");
        foreach (var name in names) text.Append(CultureInfo.InvariantCulture, $"  :: value == {machine.Prefix}_{name} -> printf(\"{name}\")\n");
        text.Append("  :: else -> printf(\"refused\")\n  fi\n}\n");
    }
}
