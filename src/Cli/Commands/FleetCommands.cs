using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Hosting;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using Spectre.Console;

namespace SecUpIoT.Cli.Commands;

/// <summary>The fleet in numbers, and the audit trail.</summary>
internal static class FleetCommands
{
    public static Command CreateFleet()
    {
        var peer = Peer.Tracker();
        var command = new Command("fleet", "How the fleet stands: devices by phase, Firmware servers, conflicts.\n\nExample: secup fleet --trial trial");
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            Show(terminal, await client.AskAsync<FleetSummary>(HttpBinding.OperatorPath, new FleetQuery(), cancel).ConfigureAwait(false));
            return ExitCode.Done;
        });
        return command;
    }

    public static Command CreateAudit()
    {
        var after = WholeNumber.Option<ulong>("--after", "Only entries after this number; there must be an entry with it.", 0, ulong.MaxValue);
        var peer = Peer.Tracker();
        var command = new Command(
            "audit",
            "Who asked the Status tracker to change something, and how it ended. Every entry is bound to the one before it; exit code 1: one was altered, removed or put in between. "
            + "The digest of the last entry, kept elsewhere, shows later that the trail up to there is still the same.\n\nExample: secup audit --trial trial")
        {
            after,
        };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            AuditEntry? before = null;
            var last = parsed.GetValue(after);
            // The entry at which the page begins is needed to judge the first one on it.
            var asked = last == 0 ? 0 : last - 1;
            while (true)
            {
                var page = (await client.AskAsync<AuditAnswer>(HttpBinding.OperatorPath, new AuditQuery(asked, Limits.AuditEntries), cancel).ConfigureAwait(false)).Entries;
                if (before is null && last > 0 && (page.Count == 0 || page[0].Number != last))
                    throw CommandFailure.Refused(ResultCode.NotAvailable, $"the audit trail has no entry {last}; if there was one, the trail is not whole");
                foreach (var entry in page)
                {
                    if ((before is not null || asked == 0) && !entry.Follows(before))
                        throw CommandFailure.Refused(ResultCode.StorageCorrupted, $"the audit trail is not whole: entry {entry.Number} does not follow entry {before?.Number ?? 0}");
                    before = entry;
                    if (entry.Number > last) Show(terminal, entry);
                }

                if (page.Count < Limits.AuditEntries) break;
                asked = page[^1].Number;
            }

            var judged = last == 0 ? $"{before?.Number ?? 0} entries, whole" : $"Entries {last} to {before?.Number} follow each other";
            terminal.Result(new JsonObject { ["after"] = last, ["entries"] = before?.Number ?? 0, ["digest"] = before?.Hash.ToHex() }, $"{judged}; last digest {before?.Hash.ToHex() ?? "none"}");
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(Terminal terminal, FleetSummary summary)
    {
        var all = summary.Phases.Aggregate(0UL, static (sum, count) => sum + count.Devices);
        terminal.Emit(new JsonObject
        {
            ["devices"] = all,
            ["phases"] = new JsonObject(summary.Phases.Select(count => KeyValuePair.Create(count.Phase.ToString(), (JsonNode?)count.Devices))),
            ["conflicts"] = summary.Conflicts,
            ["servers"] = new JsonArray([.. summary.Servers.Select(server => (JsonNode)new JsonObject { ["name"] = server.Name, ["reachable"] = server.Reachable, ["packages"] = server.Packages })]),
        });
        if (terminal.Json) return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("phase", "devices", "share");
        foreach (var count in summary.Phases) table.AddRow(count.Phase.ToString(), $"{count.Devices}", $"{100.0 * count.Devices / Math.Max(1, all):0.0} %");
        terminal.Human.Write(table);
        terminal.Say($"{all} devices.");
        foreach (var server in summary.Servers) terminal.Say($"Firmware server {server.Name}: {(server.Reachable ? "reachable" : "NOT reachable")}, {server.Packages} packages.");
        if (summary.Conflicts > 0) terminal.Say($"{summary.Conflicts} sequence numbers carry two manifests; neither is offered.");
    }

    private static void Show(Terminal terminal, AuditEntry entry) => terminal.Result(
        new JsonObject
        {
            ["number"] = entry.Number,
            ["at"] = entry.At.UnixMilliseconds,
            ["actor"] = entry.Actor,
            ["action"] = entry.Action,
            ["subject"] = entry.Subject,
            ["result"] = entry.Result == ResultCode.None ? "asked" : entry.Result.ToString(),
            ["hash"] = entry.Hash.ToHex(),
        },
        $"{entry.Number,6}  {Words.Time(entry.At)}  {(entry.Result == ResultCode.None ? "asked" : entry.Result.ToString()),-12}  {entry.Action}  {entry.Subject}  by {entry.Actor}");
}
