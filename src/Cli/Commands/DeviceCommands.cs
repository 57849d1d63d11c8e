using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Console;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Cli.Commands;

/// <summary>What an operator does with single devices at a Status tracker.</summary>
internal static class DeviceCommands
{
    private const uint PageSize = 1024;

    public static IEnumerable<Command> Create() => [CreateList(), CreateShow(), CreateTag(), CreateCancel(), CreateDecommission()];

    private static Command CreateList()
    {
        var phase = new Option<TrackPhase?>("--phase") { Description = "Only devices in this phase." };
        var most = new Option<int>("--most") { Description = "At most so many.", DefaultValueFactory = _ => 100 };
        var all = new Option<bool>("--all") { Description = "All of them, page by page." };
        var after = new Option<string?>("--after") { Description = "Only devices after this one (UUID), in the order of their identifiers." };
        var peer = Peer.Tracker();
        var command = new Command("list", "The devices of a Status tracker, page by page.\n\nExample: secup device list --phase Failed --trial trial") { phase, most, all, after };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            var left = parsed.GetValue(all) ? int.MaxValue : parsed.GetValue(most);
            var last = parsed.GetValue(after) is { } text ? Identities.Device(text) : (DeviceId?)null;
            while (left > 0)
            {
                var asked = (uint)Math.Min(left, PageSize);
                var page = (await client.AskAsync<TrackAnswer>(HttpBinding.OperatorPath, new DevicesQuery(parsed.GetValue(phase), last, asked), cancel).ConfigureAwait(false)).Entries;
                if (page.Count > 0 || last is null) StatusTable.Show(terminal, page);
                if (page.Count < asked) break;
                left -= page.Count;
                last = page[^1].Device;
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var device = Which();
        var peer = Peer.Tracker();
        var command = new Command("show", "A device: its record, its tags, and what happened to it.\n\nExample: secup device show 3f2c9d1e-0000-4000-8000-000000000001 --trial trial") { device };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            var id = Identities.Device(parsed.GetRequiredValue(device));
            var history = await client.AskAsync<HistoryAnswer>(HttpBinding.OperatorPath, new HistoryQuery(id, Limits.HistoryEntries), cancel).ConfigureAwait(false);
            StatusTable.Show(terminal, (await client.AskAsync<TrackAnswer>(HttpBinding.OperatorPath, new TrackQuery(id, null), cancel).ConfigureAwait(false)).Entries);
            HistoryView.Show(terminal, history);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateTag()
    {
        var device = Which();
        var tags = new Argument<string[]>("tags") { Description = "Its tags from now on; none takes all away.", Arity = ArgumentArity.ZeroOrMore };
        return Change("tag", "Name the tags of a device: letters, digits and ._:=/-.", "secup device tag 3f2c9d1e-0000-4000-8000-000000000001 canary site=lab --trial trial", [device, tags], async (parsed, client, cancel) =>
        {
            var request = new TagRequest(Identities.Device(parsed.GetRequiredValue(device)), new(parsed.GetValue(tags) ?? []));
            return ("tagged", (await client.AskAsync<TagAnswer>(HttpBinding.OperatorPath, request, cancel).ConfigureAwait(false)).Device);
        });
    }

    private static Command CreateCancel()
    {
        var device = Which();
        return Change("cancel", "Cancel the update of a device; it is told when it checks in next. Refused once the new image runs.", "secup device cancel 3f2c9d1e-0000-4000-8000-000000000001 --trial trial", [device], async (parsed, client, cancel) =>
            ("cancelling", (await client.AskAsync<CancelAnswer>(HttpBinding.OperatorPath, new CancelRequest(Identities.Device(parsed.GetRequiredValue(device))), cancel).ConfigureAwait(false)).Device));
    }

    private static Command CreateDecommission()
    {
        var device = Which();
        return Change("decommission", "End the administration of a device: nothing of it counts until it is enrolled again.", "secup device decommission 3f2c9d1e-0000-4000-8000-000000000001 --trial trial", [device], async (parsed, client, cancel) =>
            ("decommissioned", (await client.AskAsync<DecommissionAnswer>(HttpBinding.OperatorPath, new DecommissionRequest(Identities.Device(parsed.GetRequiredValue(device))), cancel).ConfigureAwait(false)).Device));
    }

    private static Command Change(string name, string does, string example, Argument[] arguments, Func<ParseResult, PeerClient, CancellationToken, Task<(string Done, DeviceId Device)>> act)
    {
        var peer = Peer.Tracker();
        var command = new Command(name, $"{does}\n\nExample: {example}");
        foreach (var argument in arguments) command.Arguments.Add(argument);
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            var (done, device) = await act(parsed, client, cancel).ConfigureAwait(false);
            terminal.Result(new JsonObject { [done] = device.ToString() }, $"{char.ToUpperInvariant(done[0])}{done[1..]}: {device}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Which() => new("device") { Description = "Device identifier (UUID)." };
}
