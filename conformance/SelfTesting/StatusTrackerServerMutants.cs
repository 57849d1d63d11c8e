using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;
using static SecUpIoT.Conformance.SelfTesting.StatusTrackerParts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Status trackers that use Firmware servers wrongly.</summary>
internal static class StatusTrackerServerMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
    [
        Link("lowest-offered", "offers the lowest number that is published", ["R-ST-09"], static machine => machine.Publishing(static entries =>
            entries.GroupBy(static entry => (entry.Vendor, entry.Class)).Select(static group => group.MinBy(static entry => entry.Number)!)))
            with { Allows = ["R-ST-16", "R-ST-20", "R-ST-21", "R-ST-22", "R-ST-23", "R-ST-26", "R-ST-35", "R-GEN-27", "R-GEN-13", "R-ST-24", "R-ST-25", "R-ST-15", "R-ST-13"] },
        Built("class-overlooked", "offers packages of other vendors and classes", ["R-ST-09"], Crossing(static (all, record) => all)) with { Allows = ["R-ST-20", "R-ST-21", "R-ST-23"] },
        Built("conflict-overlooked", "offers one of two packages with one number", ["R-ST-23"], Crossing(static (all, record) => all.Where(entry => entry.Vendor == record.Vendor && entry.Class == record.Class)))
            with { Allows = ["R-ST-20", "R-ST-29"] },
        Link("conflict-hides-all", "offers nothing of a class in which two packages have one number", ["R-ST-23"], static machine => machine.Publishing(static entries =>
            entries.GroupBy(static entry => (entry.Vendor, entry.Class)).Where(static group => group.Select(static entry => entry.Number).Distinct().Count() == group.Count()).SelectMany(static group => group)))
            with { Allows = ["R-GEN-13", "R-ST-24"] },
        Built("author-unchecked", "offers packages whoever signed them", ["R-ST-24"], Design.Right with
        {
            ServerLink = static configuration => Design.Right.ServerLink(configuration with { AuthorAnchors = [.. configuration.AuthorAnchors, TestKeys.Stranger.Public] }),
        }),
        Built("one-author-only", "offers packages of one author only", ["R-GEN-27"], Design.Right with
        {
            ServerLink = static configuration => Design.Right.ServerLink(configuration with { AuthorAnchors = [configuration.AuthorAnchors[0]] }),
        }) with { Allows = ["R-GEN-12"] },
        Link("never-looks-again", "asks for a catalogue once only", ["R-ST-32"], static machine => new Altered<ServerLinkState>(machine)
        {
            After = static (_, _, reaction) => reaction with { Outputs = [.. reaction.Outputs.Where(static output => output is not Output.SetTimer { Timer: TimerId.Refresh })] },
        }) with { Allows = ["R-ST-09", "R-ST-21", "R-ST-22", "R-ST-23", "R-ST-24", "R-ST-26", "R-ST-20", "R-ST-29", "R-ST-16", "R-GEN-04", "R-GEN-12", "R-GEN-13", "R-GEN-27"] },
        Link("gives-a-server-up", "asks a server that failed never again", ["R-ST-32", "R-ST-22"], static machine => new Altered<ServerLinkState>(machine)
        {
            After = static (_, _, reaction) => reaction.Trigger is nameof(ServerTrigger.PeerFailed) or nameof(ServerTrigger.ReplyOverdue)
                ? reaction with { Outputs = [.. reaction.Outputs.Where(static output => output is not Output.SetTimer)] }
                : reaction,
        }) with { Allows = ["R-GEN-04"] },
        Link("waits-for-ever", "waits for ever for the answer of a server", ["R-ST-32"], static machine => machine.Without(nameof(ServerTrigger.ReplyOverdue))) with { Allows = ["R-ST-22"] },
        Link("failure-is-withdrawal", "takes a server that fails for one that withdrew everything", ["R-ST-22", "R-ST-20"], static machine => new Altered<ServerLinkState>(machine)
        {
            After = static (_, _, reaction) => reaction.Trigger is nameof(ServerTrigger.PeerFailed) or nameof(ServerTrigger.ReplyOverdue)
                ? reaction with { State = reaction.State with { Entries = [] }, Outputs = [.. reaction.Outputs, new Output.PublishCatalogue([])] }
                : reaction,
        }) with { Allows = ["R-ST-25", "R-GEN-04"] },
        Built("block-off-by-one", "asks servers for another range than it was asked for", ["R-ST-25"], Design.Right with
        {
            Say = Saying(static message => message is BlockRequest { Length: > 1 } block ? block with { Length = block.Length - 1 } : null),
        }) with { Allows = ["R-ST-12", "R-GEN-01", "R-GEN-05", "R-ST-06", "R-ST-08"] },
        Built("unknown-payload-is-empty", "answers with no bytes where no server has the payload", ["R-ST-25"], Design.Right with
        {
            Say = Saying(static message => message is Refusal { Code: ResultCode.NotAvailable } ? new Block(default, 0, 0, Bytes.Empty) : null),
        }) with { Allows = ["R-GEN-06", "R-GEN-04"] },
        Built("small-blocks-only", "takes large blocks for too large", ["R-GEN-05"], Design.Right with
        {
            Hear = Instead(static message => message is BlockRequest { Length: > 65536 } block ? block with { Payload = default } : null),
        }),
    ];

    // What the servers publish, over the heads of the machines that would keep it apart.
    private static Design Crossing(Func<IEnumerable<CatalogueEntry>, TrackRecord, IEnumerable<CatalogueEntry>> visible)
    {
        var entries = new Dictionary<Digest, CatalogueEntry>();
        var envelopes = new Dictionary<Digest, Bytes>();
        return Design.Right with
        {
            ServerLink = configuration =>
            {
                entries.Clear();
                envelopes.Clear();
                return new Altered<ServerLinkState>(Design.Right.ServerLink(configuration))
                {
                    After = (_, _, reaction) =>
                    {
                        foreach (var stored in reaction.Outputs.OfType<Output.StoreEnvelope>()) envelopes[stored.Manifest] = stored.Envelope;
                        foreach (var entry in reaction.Outputs.OfType<Output.PublishCatalogue>().SelectMany(static published => published.Entries)) entries[entry.Manifest] = entry;
                        return reaction;
                    },
                };
            },
            StatusTracker = configuration => Design.Right.StatusTracker(configuration).Hearing((state, checkedIn) =>
                state.Record is { } record && visible(entries.Values, record).Where(entry => checkedIn.Newest is null || entry.Number > checkedIn.Newest.Image.Number).MaxBy(static entry => entry.Number) is { } highest
                    ? checkedIn with { Newest = new PackageOffer(new ImageName(highest.Number, highest.Manifest), envelopes[highest.Manifest]) }
                    : checkedIn),
        };
    }
}
