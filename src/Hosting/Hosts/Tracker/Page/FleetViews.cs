using System.Globalization;
using System.Xml.Linq;
using SecUpIoT.Hosting.Pages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Tracker.Page;

/// <summary>What the pages of the fleet show.</summary>
internal static class FleetViews
{
    /// <summary>A whole page around its content.</summary>
    public static XElement Frame(XElement content) => Markup.Of(
        "html",
        Markup.Has("lang", "en"),
        Markup.Of(
            "head",
            Markup.Of("meta", Markup.Has("charset", "utf-8")),
            Markup.Of("meta", Markup.Has("name", "viewport"), Markup.Has("content", "width=device-width, initial-scale=1")),
            Markup.Of("title", $"{content.Element("h1")?.Value} - Status tracker"),
            Markup.Of("link", Markup.Has("rel", "stylesheet"), Markup.Has("href", "/fleet.css")),
            Markup.Of("noscript", Markup.Of("meta", Markup.Has("http-equiv", "refresh"), Markup.Has("content", "10")))),
        Markup.Of(
            "body",
            Markup.Of("header", Markup.Of("div", Markup.Of("strong", "Status tracker"), Link("/", "Fleet"), Link("/devices", "Devices"), Link("/devices?phase=Confirmed", "Completed"), Markup.Of("span", Markup.Class("state"), ""))),
            Markup.Of("main", content.Nodes()),
            Markup.Of("footer", "Completed means: the device itself said, signed and after its restart, that it runs the image and has confirmed it. Nothing can be changed here; 'secup campaign' and 'secup device' do."),
            Markup.Of("script", Markup.Has("src", "/fleet.js"), " ")));

    public static XElement Missing() => Page("Nothing here", Markup.Paragraph("There is nothing at this address. ", Link("/", "To the fleet.")));

    public static XElement Overview(FleetSummary summary, Sequence<CampaignEntry> campaigns)
    {
        var all = summary.Phases.Aggregate(0UL, static (sum, count) => sum + count.Devices);
        return Page(
            "Fleet",
            Markup.Paragraph(Markup.Class("soft"), $"{Markup.Number((long)all)} devices under administration"),
            Markup.Of("div", Markup.Class("tiles"), summary.Phases.Select(Tile)),
            Markup.Of("h2", "Campaigns"),
            campaigns.Count == 0
                ? Markup.Paragraph(Markup.Class("soft"), "There is none.")
                : Markup.Table(["name", "package", "phase", "waves open", "confirmed", "failed", "progress", "created"], campaigns.Select(CampaignRow)),
            Markup.Of("h2", "Firmware servers"),
            Markup.Table(["name", "state", "packages"], summary.Servers.Select(static server => (IEnumerable<object?>)
                [server.Name, Pill(server.Reachable ? "good" : "bad", server.Reachable ? "reachable" : "not reachable"), Markup.Number(server.Packages)])),
            summary.Conflicts == 0 ? null : Markup.Paragraph(Markup.Class("bad"), $"{summary.Conflicts} sequence numbers carry two manifests; neither is offered."));
    }

    public static XElement Campaign(CampaignEntry campaign) => Page(
        campaign.Plan.Name,
        Markup.Paragraph(PhasePill(campaign), " ", Markup.Of("span", Markup.Class("soft"), $"package {campaign.Image}, campaign {campaign.Campaign}")),
        Markup.Paragraph($"Members: {Words.Members(campaign.Plan)}"),
        Markup.Paragraph(Words.Rules(campaign.Plan)),
        Markup.Paragraph(Markup.Class("soft"), $"created {Words.Time(campaign.CreatedAt)}, started {Words.Time(campaign.StartedAt)}, ended {Words.Time(campaign.EndedAt)}"),
        Markup.Of("h2", "Waves"),
        Markup.Table(
            ["wave", "percent", "open", "waiting", "under way", "confirmed", "failed", "silent", "left", "progress"],
            campaign.Waves.Index().Select(item => (IEnumerable<object?>)
            [
                $"{item.Index + 1}", $"{campaign.Plan.Waves[item.Index]}", item.Index < campaign.OpenWaves ? "yes" : "no", Markup.Number(item.Item.Waiting), Markup.Number(item.Item.UnderWay), Markup.Number(item.Item.Confirmed),
                Markup.Number(item.Item.Failed), Markup.Number(item.Item.Silent), Markup.Number(item.Item.Left), Bar(item.Item),
            ])));

    public static XElement Devices(Sequence<TrackEntry> entries, TrackPhase? phase, bool more) => Page(
        phase == TrackPhase.Confirmed ? "Completed" : phase is null ? "Devices" : $"Devices: {phase}",
        entries.Count == 0 ? Markup.Paragraph(Markup.Class("soft"), "There is none.") : Markup.Table(["device", "phase", "confirmed", "target", "progress", "result", "last seen", "completed"], entries.Select(static entry => (IEnumerable<object?>)
        [
            Link($"/devices/{entry.Device}", Markup.Of("code", entry.Device.ToString())),
            Pill(ColourOf(entry.Phase), entry.Phase.ToString()), entry.Confirmed?.ToString() ?? "-", entry.Target?.ToString() ?? "-", Words.Progress(entry.Received, entry.Total), Words.Result(entry.Result, entry.ResultVerified), Words.Time(entry.LastSeen), Words.Time(entry.CompletedAt),
        ])),
        more ? Markup.Paragraph(Link($"/devices?{(phase is null ? "" : $"phase={phase}&")}after={entries[^1].Device}", "Next page")) : null);

    public static XElement Device(TrackEntry entry, HistoryAnswer history) => Page(
        entry.Device.ToString(),
        Markup.Paragraph(
            Pill(ColourOf(entry.Phase), entry.Phase.ToString()),
            " ",
            Markup.Of("span", Markup.Class("soft"), $"profile {entry.Profile}, vendor {entry.Vendor}, class {entry.Class}, tags: {(history.Tags.Count == 0 ? "none" : string.Join(", ", history.Tags))}")),
        Markup.Paragraph($"Confirmed image {entry.Confirmed?.ToString() ?? "unknown"}; target {entry.Target?.ToString() ?? "none"}; {Words.Progress(entry.Received, entry.Total)} received; last seen {Words.Time(entry.LastSeen)}; completed {Words.Time(entry.CompletedAt)}."),
        entry.FreezeSuspected ? Markup.Paragraph(Markup.Class("bad"), "The device says that it missed fresh directives: somebody may hold them back.") : null,
        Markup.Of("h2", "What happened"),
        Markup.Table(["at", "phase", "result", "target"], history.Entries.Select(static step => (IEnumerable<object?>)
            [Words.Time(step.At), Pill(ColourOf(step.Phase), step.Phase.ToString()), Words.Result(step.Result, step.ResultVerified), step.Image?.ToString() ?? "-"])));

    private static XElement Page(string title, params object?[] contents) => Markup.Of("div", Markup.Of("h1", title), contents);

    private static XElement Link(string to, object content) => Markup.Of("a", Markup.Has("href", to), content);

    private static XElement Tile(PhaseCount count) => Markup.Of(
        "a", Markup.Class("tile"), Markup.Has("href", $"/devices?phase={count.Phase}"), Markup.Of("b", Markup.Class(ColourOf(count.Phase)), Markup.Number((long)count.Devices)), Markup.Of("span", count.Phase.ToString()));

    private static IEnumerable<object?> CampaignRow(CampaignEntry campaign)
    {
        var all = WaveCounts.Sum(campaign.Waves);
        return
        [
            Link($"/campaigns/{campaign.Campaign}", campaign.Plan.Name), campaign.Image.ToString(), PhasePill(campaign), $"{campaign.OpenWaves} of {campaign.Plan.Waves.Count}", Markup.Number(all.Confirmed), Markup.Number(all.Failed),
            Bar(all), Words.Time(campaign.CreatedAt),
        ];
    }

    private static XElement Bar(WaveCounts wave)
    {
        var all = (double)wave.Members();
        var parts = new (string Colour, uint Count)[] { ("good", wave.Confirmed), ("move", wave.UnderWay), ("bad", wave.Failed), ("quiet", wave.Silent), ("left", wave.Left) };
        var at = 0.0;
        var rects = new List<XElement>();
        foreach (var (colour, count) in parts.Where(static part => part.Count > 0))
        {
            var width = 100 * count / all;
            rects.Add(Markup.Of("rect", Markup.Class(colour), Markup.Has("x", Number(at)), Markup.Has("y", "0"), Markup.Has("width", Number(width)), Markup.Has("height", "4")));
            at += width;
        }

        return Markup.Of(
            "svg", Markup.Class("bar"), Markup.Has("viewBox", "0 0 100 4"), Markup.Has("preserveAspectRatio", "none"), Markup.Has("role", "img"), Markup.Has("aria-label", $"{wave.Confirmed} confirmed, {wave.UnderWay} under way, {wave.Failed} failed, {wave.Silent} silent, {wave.Left} left, {wave.Waiting} waiting"), rects);
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static XElement PhasePill(CampaignEntry campaign) => Pill(
        campaign.Phase switch { CampaignPhase.Running => "move", CampaignPhase.Finished => "good", CampaignPhase.Paused => "quiet", CampaignPhase.Aborted => "bad", _ => "wait" },
        campaign.Reason == PauseReason.None ? campaign.Phase.ToString() : $"{campaign.Phase}: {campaign.Reason}");

    private static XElement Pill(string colour, string text) => Markup.Of("span", Markup.Class($"pill {colour}"), text);

    private static string ColourOf(TrackPhase phase) => phase switch
    {
        TrackPhase.Confirmed => "good",
        TrackPhase.Failed or TrackPhase.Reverted => "bad",
        TrackPhase.Unreachable => "quiet",
        TrackPhase.Cancelled or TrackPhase.Decommissioned => "left",
        TrackPhase.Enrolled => "wait",
        _ => "move",
    };
}
