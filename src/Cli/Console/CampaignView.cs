using System.Text.Json.Nodes;
using SecUpIoT.Hosting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using Spectre.Console;

namespace SecUpIoT.Cli.Console;

/// <summary>Campaigns as tables or as JSON.</summary>
internal static class CampaignView
{
    public static void List(Terminal terminal, Sequence<CampaignEntry> campaigns)
    {
        terminal.Emit(new JsonObject { ["campaigns"] = new JsonArray([.. campaigns.Select(campaign => (JsonNode)ToJson(campaign))]) });
        if (terminal.Json) return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "campaign", "package", "phase", "waves open", "confirmed", "failed", "created");
        foreach (var entry in campaigns)
        {
            var all = WaveCounts.Sum(entry.Waves);
            table.AddRow([.. new[]
            {
                entry.Plan.Name, entry.Campaign.ToString(), entry.Image.ToString(), PhaseOf(entry), $"{entry.OpenWaves} of {entry.Plan.Waves.Count}",
                $"{all.Confirmed} of {all.Members()}", $"{all.Failed}", Words.Time(entry.CreatedAt),
            }.Select(Markup.Escape)]);
        }

        terminal.Human.Write(table);
    }

    public static void Show(Terminal terminal, CampaignEntry entry)
    {
        terminal.Emit(ToJson(entry));
        if (terminal.Json) return;
        terminal.Say($"Campaign {entry.Plan.Name} ({entry.Campaign}), package {entry.Image}: {PhaseOf(entry)}");
        terminal.Say($"Members: {Words.Members(entry.Plan)}\n{Words.Rules(entry.Plan)}");
        var table = new Table().Border(TableBorder.Simple).AddColumns("wave", "percent", "open", "waiting", "under way", "confirmed", "failed", "silent", "left");
        foreach (var (index, wave) in entry.Waves.Index())
        {
            table.AddRow(
                $"{index + 1}", $"{entry.Plan.Waves[index]}", index < entry.OpenWaves ? "yes" : "no", $"{wave.Waiting}", $"{wave.UnderWay}", $"{wave.Confirmed}", $"{wave.Failed}", $"{wave.Silent}", $"{wave.Left}");
        }

        if (entry.Waves.Count > 0) terminal.Human.Write(table);
    }

    private static string PhaseOf(CampaignEntry entry) => entry.Reason == PauseReason.None ? entry.Phase.ToString() : $"{entry.Phase} ({entry.Reason})";

    private static JsonObject ToJson(CampaignEntry entry) => new()
    {
        ["campaign"] = entry.Campaign.ToString(),
        ["name"] = entry.Plan.Name,
        ["number"] = entry.Image.Number.Value,
        ["manifest"] = entry.Image.Manifest.ToHex(),
        ["phase"] = entry.Phase.ToString(),
        ["reason"] = entry.Reason.ToString(),
        ["openWaves"] = entry.OpenWaves,
        ["waves"] = new JsonArray([.. entry.Waves.Index().Select(item => (JsonNode)new JsonObject
        {
            ["percent"] = entry.Plan.Waves[item.Index],
            ["waiting"] = item.Item.Waiting,
            ["underWay"] = item.Item.UnderWay,
            ["confirmed"] = item.Item.Confirmed,
            ["failed"] = item.Item.Failed,
            ["silent"] = item.Item.Silent,
            ["left"] = item.Item.Left,
        })]),
        ["plan"] = ToJson(entry.Plan),
        ["createdAt"] = entry.CreatedAt.UnixMilliseconds,
        ["startedAt"] = entry.StartedAt == default ? null : entry.StartedAt.UnixMilliseconds,
        ["endedAt"] = entry.EndedAt == default ? null : entry.EndedAt.UnixMilliseconds,
    };

    private static JsonObject ToJson(CampaignPlan plan) => new()
    {
        ["tags"] = plan.Tags,
        ["devices"] = new JsonArray([.. plan.Devices.Select(static device => (JsonNode)device.ToString())]),
        ["waves"] = new JsonArray([.. plan.Waves.Select(static percent => (JsonNode)(int)percent)]),
        ["advanceShare"] = plan.AdvanceShare,
        ["stopShare"] = plan.StopShare,
        ["stopCount"] = plan.StopCount,
        ["mostUnderWay"] = plan.MostUnderWay,
        ["attempts"] = plan.Retry.MostAttempts,
        ["firstPauseSeconds"] = plan.Retry.FirstPause,
        ["longestPauseSeconds"] = plan.Retry.LongestPause,
        ["attemptsAfter"] = new JsonObject(plan.Retry.Codes.Select(static rule => KeyValuePair.Create(rule.Code.ToString(), (JsonNode?)rule.MostAttempts))),
        ["windows"] = new JsonArray([.. plan.Windows.Select(static window => (JsonNode)Words.Window(window))]),
    };
}
