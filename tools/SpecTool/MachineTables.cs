namespace SecUpIoT.SpecTool;

/// <summary>One row of a machine table of spec/machines, as far as the model needs it.</summary>
internal sealed record MachineRow(string Phase, string Trigger, string Next);

/// <summary>One machine as its page describes it: phases and triggers in the order of the page, and the rows of its table.</summary>
internal sealed record Machine(string Name, string Prefix, IReadOnlyList<string> Phases, IReadOnlyList<string> Triggers, IReadOnlyList<MachineRow> Rows);

/// <summary>Reads the machines from spec/machines/*.md.</summary>
internal static class MachineTables
{
    private static readonly (string Name, string Prefix, string Page, string Phases, string Triggers, int Table)[] Sources =
    [
        ("DeviceCore", "DC", "device-core", "## Phases", "## Triggers", 0),
        ("Communicator", "CM", "communicator", "## Phases", "## Triggers", 0),
        ("StatusTracker", "ST", "status-tracker", "## Phases of a device record", "## Triggers of a device record", 0),
        ("ServerLink", "SL", "status-tracker", "## Phases of a server link", "## Triggers of a server link", 1),
        ("FirmwareServer", "FS", "firmware-server", "## Phases", "## Triggers", 0),
    ];

    /// <summary>Every machine of the repository below <paramref name="root"/>.</summary>
    public static IReadOnlyList<Machine> Read(string root) => [.. Sources.Select(source => Read(root, source))];

    private static Machine Read(string root, (string Name, string Prefix, string Page, string Phases, string Triggers, int Table) source)
    {
        var lines = File.ReadAllLines(Path.Combine(root, "spec", "machines", source.Page + ".md"));
        var tables = lines.Index().Where(line => line.Item == "<!-- table:begin -->").Select(line => line.Index).ToList();
        var rows = Rows(lines.Skip(tables[source.Table] + 1)).Select(cells => new MachineRow(cells[0], cells[1], cells[2]));
        return new Machine(source.Name, source.Prefix, Names(lines, source.Phases), Names(lines, source.Triggers), [.. rows]);
    }

    private static List<string> Names(string[] lines, string heading) =>
        [.. Rows(lines.SkipWhile(line => line != heading).Skip(2)).Select(cells => cells[0])];

    /// <summary>The rows of the Markdown table that begins here, without its head.</summary>
    private static IEnumerable<string[]> Rows(IEnumerable<string> lines) =>
        lines.TakeWhile(line => line.StartsWith('|')).Skip(2).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());
}
