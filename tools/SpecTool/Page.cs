namespace SecUpIoT.SpecTool;

/// <summary>A Markdown page under construction.</summary>
internal sealed class Page
{
    private readonly List<string> _lines = [];

    /// <summary>Begins a page that says from which files it is generated.</summary>
    public Page(string title, string generatedFrom)
    {
        Line("<!-- Generated from " + generatedFrom + " by tools/SpecTool. Change those and run: dotnet run --project tools/SpecTool -- generate -->");
        Line("# " + title);
    }

    public void Line(string text = "") => _lines.Add(text);

    public void Heading(string text)
    {
        Line();
        Line("## " + text);
        Line();
    }

    public void TableHead(params IReadOnlyList<string> columns)
    {
        Row(columns);
        Line("|" + string.Concat(columns.Select(_ => "---|")));
    }

    public void Row(params IReadOnlyList<string> cells) => Line("| " + string.Join(" | ", cells.Select(Cell)) + " |");

    public override string ToString() => string.Join('\n', _lines) + "\n";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
