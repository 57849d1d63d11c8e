using SecUpIoT.Entities;

namespace SecUpIoT.Traceability;

/// <summary>What a page in spec/machines says of one machine: its phases, its triggers and the rows of its table.</summary>
internal sealed record MachinePage(string Machine, IReadOnlyList<string> Phases, IReadOnlyList<string> Triggers, IReadOnlyList<TableRow> Rows, IReadOnlyList<string> Requirements)
{
    private static readonly Dictionary<string, MachinePage> Pages = new[]
    {
        Read("DeviceCore", "device-core", 0), Read("Communicator", "communicator", 0), Read("StatusTracker", "status-tracker", 0),
        Read("ServerLink", "status-tracker", 1), Read("FirmwareServer", "firmware-server", 0),
        Read("Campaign", "campaign", 0),
    }.ToDictionary(page => page.Machine, StringComparer.Ordinal);

    public static IEnumerable<string> Machines => Pages.Keys;

    public static MachinePage Of(string machine) => Pages[machine];

    private static MachinePage Read(string machine, string file, int index)
    {
        var lines = Specification.Read($"spec/machines/{file}.md").Split('\n');
        var table = Tables(lines, "| Phase | Trigger | Next phase |").ElementAt(index);
        return new(
            machine,
            [.. Tables(lines, "| Phase | Meaning |").ElementAt(index).Select(cells => cells[0])],
            [.. Tables(lines, "| Trigger | What happened |").ElementAt(index).Select(cells => cells[0])],
            [.. table.Select(cells => new TableRow(cells[0], cells[1], cells[2]))],
            [.. table.SelectMany(cells => cells[4].Split(", "))]);
    }

    /// <summary>The rows of every table whose head begins so, as their cells.</summary>
    private static IEnumerable<List<string[]>> Tables(string[] lines, string head)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(head, StringComparison.Ordinal)) continue;
            yield return [.. lines.Skip(i + 2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
        }
    }
}
