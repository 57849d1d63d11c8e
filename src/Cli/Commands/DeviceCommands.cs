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
        var most = WholeNumber.Option<int>("--most", "At most so many.", 1, int.MaxValue, usual: 100);
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
            for (var first = true; left > 0; first = false)
            {
                var asked = (uint)Math.Min(left, PageSize);
                var page = (await client.AskAsync<TrackAnswer>(HttpBinding.OperatorPath, new DevicesQuery(parsed.GetValue(phase), last, asked), cancel).ConfigureAwait(false)).Entries;
                if (page.Count > 0 || first) StatusTable.Show(terminal, page);
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
        var tags = new Argument<string[]>("tags") { Description = "Its tags from now on; none takes all away.", Arity = ArgumentArity.ZeroOrMore };
        return Change<TagAnswer>(
            "tag", "tagged", "Name the tags of a device: letters, digits and ._:=/-.", " canary site=lab", (device, parsed) => new TagRequest(device, new(parsed.GetValue(tags) ?? [])), tags);
    }

    private static Command CreateCancel() => Change<CancelAnswer>(
        "cancel", "cancelling", "Cancel the update of a device; it is told when it checks in next. Refused once the new image runs.", "", (device, _) => new CancelRequest(device));

    private static Command CreateDecommission() => Change<DecommissionAnswer>(
        "decommission", "decommissioned", "End the administration of a device: nothing of it counts until it is enrolled again.", "", (device, _) => new DecommissionRequest(device));

    private static Command Change<TAnswer>(string name, string done, string does, string example, Func<DeviceId, ParseResult, Message> request, params Argument[] more)
        where TAnswer : Message
    {
        var device = Which();
        var peer = Peer.Tracker();
        var command = new Command(name, $"{does}\n\nExample: secup device {name} 3f2c9d1e-0000-4000-8000-000000000001{example} --trial trial") { device };
        foreach (var argument in more) command.Arguments.Add(argument);
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            var id = Identities.Device(parsed.GetRequiredValue(device));
            try
            {
                await client.AskAsync<TAnswer>(HttpBinding.OperatorPath, request(id, parsed), cancel).ConfigureAwait(false);
            }
            catch (CommandFailure failure) when (failure.Code == ResultCode.NotEnrolled)
            {
                throw CommandFailure.Refused(failure.Code, $"device {id} is not enrolled; 'secup device list' names the devices and their phases");
            }

            terminal.Result(new JsonObject { [done] = id.ToString() }, $"{char.ToUpperInvariant(done[0])}{done[1..]}: {id}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Which() => new("device") { Description = "Device identifier (UUID)." };
}
