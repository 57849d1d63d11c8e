using System.CommandLine;
using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Console;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Cli.Commands;

/// <summary>What an operator does with campaigns at a Status tracker (profile Fleet).</summary>
internal static class CampaignCommands
{
    public static Command Create() => new("campaign", "Bring a published package to a group of devices in waves; the next wave opens when the one before has confirmed.")
    {
        CreateCreate(),
        CreateList(),
        CreateShow(),
        CreateOrder("start", CampaignAction.Start, "Open the first wave."),
        CreateOrder("pause", CampaignAction.Pause, "Begin nothing more, and hold every update that is not installing yet."),
        CreateOrder("resume", CampaignAction.Resume, "Go on; members that failed or fell silent so far count no more."),
        CreateOrder("abort", CampaignAction.Abort, "Give up: updates that are not installing yet are cancelled."),
    };

    private static Command CreateCreate()
    {
        var name = new Argument<string>("name") { Description = "Name of the campaign, for people." };
        var package = new Option<FileInfo?>("--package") { Description = "The published package (SUIT envelope)." };
        var manifest = new Option<string?>("--manifest") { Description = "Or its manifest digest, 64 hexadecimal digits." };
        var plan = new PlanOptions();
        var peer = Peer.Tracker();
        var command = new Command(
            "create",
            "Plan a campaign; nothing is offered before it is started. A tracker with 'campaigns-only' offers nothing that no campaign permits.\n\n"
            + "Example: secup campaign create spring --package app.suit --waves 1,10,50,100 --stop-share 5 --window 'mon-fri 01:00+3h' --trial trial")
        {
            name, package, manifest,
        };
        plan.AddTo(command);
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            var digest = (parsed.GetValue(package), parsed.GetValue(manifest)) switch
            {
                ({ } file, null) => DigestOf(file),
                (null, { } text) => ParseDigest(text),
                _ => throw new CommandFailure(ExitCode.Usage, "Expected --package or --manifest, and not both."),
            };
            using var client = peer.Connect(parsed);
            var answer = await client.AskAsync<CampaignAnswer>(HttpBinding.OperatorPath, new CampaignRequest(digest, plan.Read(parsed, parsed.GetRequiredValue(name))), cancel).ConfigureAwait(false);
            CampaignView.Show(terminal, answer.Campaign);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateList()
    {
        var peer = Peer.Tracker();
        var command = new Command("list", "All campaigns, the latest first.\n\nExample: secup campaign list --trial trial");
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            CampaignView.List(terminal, (await client.AskAsync<CampaignsAnswer>(HttpBinding.OperatorPath, new CampaignQuery(null), cancel).ConfigureAwait(false)).Campaigns);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var campaign = Which();
        var watch = new Option<bool>("--watch") { Description = "Show it anew whenever it changes, until it has ended or Ctrl-C." };
        var peer = Peer.Tracker();
        var command = new Command("show", "Where a campaign and its members stand.\n\nExample: secup campaign show spring --watch --trial trial") { campaign, watch };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            CampaignEntry? shown = null;
            while (true)
            {
                var entry = await FindAsync(client, parsed.GetRequiredValue(campaign), cancel).ConfigureAwait(false);
                if (!entry.Equals(shown)) CampaignView.Show(terminal, entry);
                shown = entry;
                if (!parsed.GetValue(watch) || entry.Phase is CampaignPhase.Finished or CampaignPhase.Aborted) return ExitCode.Done;
                await Task.Delay(TimeSpan.FromSeconds(1), cancel).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static Command CreateOrder(string name, CampaignAction action, string does)
    {
        var campaign = Which();
        var peer = Peer.Tracker();
        var command = new Command(name, $"{does}\n\nExample: secup campaign {name} spring --trial trial") { campaign };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            var entry = await FindAsync(client, parsed.GetRequiredValue(campaign), cancel).ConfigureAwait(false);
            var answer = await client.AskAsync<CampaignAnswer>(HttpBinding.OperatorPath, new CampaignOrder(entry.Campaign, action), cancel).ConfigureAwait(false);
            CampaignView.Show(terminal, answer.Campaign);
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Which() => new("campaign") { Description = "Its name when no other has it, or its identifier (UUID)." };

    private static async Task<CampaignEntry> FindAsync(PeerClient client, string named, CancellationToken cancel)
    {
        var id = Guid.TryParse(named, out var guid) ? new CampaignId(guid) : (CampaignId?)null;
        var campaigns = (await client.AskAsync<CampaignsAnswer>(HttpBinding.OperatorPath, new CampaignQuery(id), cancel).ConfigureAwait(false)).Campaigns;
        var found = campaigns.Where(entry => id is not null || entry.Plan.Name == named).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw CommandFailure.Refused(ResultCode.NotAvailable, $"there is no campaign '{named}'; 'secup campaign list' names them"),
            _ => throw new CommandFailure(ExitCode.Usage, $"Expected a name that one campaign has, but {found.Count} are called '{named}': {string.Join(", ", found.Select(entry => entry.Campaign))}. Give the identifier."),
        };
    }

    private static Digest DigestOf(FileInfo file)
    {
        var read = EnvelopeReader.Read(Shared.ReadFile(file, Limits.PublishedEnvelope), SuitLimits.Default);
        return read.IsOk ? read.Value.ManifestDigest : throw CommandFailure.File(file.FullName, $"expected a SUIT envelope, but: {read.Error?.Detail}");
    }

    private static Digest ParseDigest(string text)
    {
        try
        {
            return Digest.FromHex(text);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new CommandFailure(ExitCode.Usage, $"--manifest: expected 64 hexadecimal digits, got '{text}'.");
        }
    }
}
