using System.Text.Json.Nodes;
using SecUpIoT.Hosting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using Spectre.Console;

namespace SecUpIoT.Cli.Console;

/// <summary>The Status tracker's records as a table or as JSON.</summary>
internal static class StatusTable
{
    public static void Show(Terminal terminal, Sequence<TrackEntry> entries)
    {
        terminal.Emit(ToJson(entries));
        if (terminal.Json) return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("device", "phase", "confirmed", "target", "progress", "result", "last seen");
        foreach (var entry in entries) table.AddRow([.. Cells(entry).Select(Markup.Escape)]);
        terminal.Human.Write(table);
        var completed = entries.Where(entry => entry.CompletedAt != default).ToList();
        terminal.Say($"{entries.Count} devices, {completed.Count} completed{(completed.Count == 0 ? "" : ": ")}{string.Join(", ", completed.Take(20).Select(entry => entry.Device))}{(completed.Count > 20 ? ", ..." : "")}");
    }

    private static IEnumerable<string> Cells(TrackEntry entry) =>
    [
        entry.Device.ToString(),
        entry.Phase.ToString() + (entry.FreezeSuspected ? " (freeze suspected)" : ""),
        entry.Confirmed?.ToString() ?? "-",
        entry.Target?.ToString() ?? "-",
        Words.Progress(entry.Received, entry.Total),
        Words.Result(entry.Result, entry.ResultVerified),
        Words.Time(entry.LastSeen),
    ];

    private static JsonObject ToJson(Sequence<TrackEntry> entries) => new()
    {
        ["devices"] = new JsonArray([.. entries.Select(ToJson)]),
        ["completed"] = new JsonArray([.. entries.Where(entry => entry.CompletedAt != default).Select(entry => (JsonNode)entry.Device.ToString())]),
    };

    private static JsonObject ToJson(TrackEntry entry) => new()
    {
        ["device"] = entry.Device.ToString(),
        ["vendor"] = entry.Vendor.ToString(),
        ["class"] = entry.Class.ToString(),
        ["profile"] = entry.Profile.ToString(),
        ["phase"] = entry.Phase.ToString(),
        ["confirmed"] = ToJson(entry.Confirmed),
        ["target"] = ToJson(entry.Target),
        ["result"] = entry.Result.ToString(),
        ["resultVerified"] = entry.ResultVerified,
        ["received"] = entry.Received,
        ["total"] = entry.Total,
        ["freezeSuspected"] = entry.FreezeSuspected,
        ["lastSeen"] = entry.LastSeen.UnixMilliseconds,
        ["completedAt"] = entry.CompletedAt == default ? null : entry.CompletedAt.UnixMilliseconds,
    };

    private static JsonObject? ToJson(ImageName? image) => image is null ? null : new() { ["number"] = image.Number.Value, ["manifest"] = image.Manifest.ToHex() };
}
