using System.Text.Json.Nodes;
using SecUpIoT.Hosting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using Spectre.Console;

namespace SecUpIoT.Cli.Console;

/// <summary>What happened to a device, as a table or as JSON.</summary>
internal static class HistoryView
{
    public static void Show(Terminal terminal, HistoryAnswer history)
    {
        terminal.Emit(new JsonObject
        {
            ["tags"] = new JsonArray([.. history.Tags.Select(tag => (JsonNode)tag)]),
            ["history"] = new JsonArray([.. history.Entries.Select(step => (JsonNode)new JsonObject
            {
                ["at"] = step.At.UnixMilliseconds,
                ["phase"] = step.Phase.ToString(),
                ["result"] = step.Result.ToString(),
                ["resultVerified"] = step.ResultVerified,
                ["number"] = step.Image?.Number.Value,
                ["manifest"] = step.Image?.Manifest.ToHex(),
            })]),
        });
        if (terminal.Json) return;
        terminal.Say($"Tags: {(history.Tags.Count == 0 ? "none" : string.Join(", ", history.Tags))}");
        var table = new Table().Border(TableBorder.Simple).AddColumns("at", "phase", "result", "target");
        foreach (var step in history.Entries)
        {
            table.AddRow(
                Words.Time(step.At), step.Phase.ToString(), Words.Result(step.Result, step.ResultVerified), Markup.Escape(step.Image?.ToString() ?? "-"));
        }

        terminal.Human.Write(table);
    }
}
