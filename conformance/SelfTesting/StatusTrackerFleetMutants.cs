using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;
using static SecUpIoT.Conformance.SelfTesting.StatusTrackerFleetParts;
using static SecUpIoT.Conformance.SelfTesting.StatusTrackerParts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Status trackers whose campaigns reach the wrong devices, too early, or too often.</summary>
internal static class StatusTrackerFleetMutants
{
    // Whoever offers what no campaign permits fails wherever something is not to be offered.
    private static readonly string[] AllOffers =
        ["R-ST-36", "R-ST-37", "R-ST-39", "R-ST-40", "R-ST-41", "R-ST-42", "R-ST-43", "R-ST-44", "R-ST-45", "R-ST-46", "R-ST-47", "R-ST-48", "R-ST-51", "R-ST-53", "R-ST-54", "R-ST-52"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
    [
        Permit("campaigns-overlooked", "offers packages as if there were no campaign", ["R-ST-36", "R-ST-40"], static (_, _, published, _) =>
            new OfferPermit(published.Count == 0 ? null : published[^1], null, new(published.Select(static entry => entry.Manifest)), Sequence<Digest>.Empty)) with { Allows = AllOffers },
        Permit("campaigns-bar-all", "offers nothing but what a campaign is for", ["R-ST-36"], static (ledger, record, published, at) =>
            ledger.Ask(record, ledger.IsEmpty ? published : [.. published.Where(entry => ledger.Campaigns.Any(campaign => campaign.Image.Manifest == entry.Manifest))], at)) with { Allows = ["R-ST-39"] },
        Permit("non-members-served", "offers the package of a campaign to who is no member", ["R-ST-36", "R-ST-37"], static (ledger, record, published, at) =>
            ledger.Ask(record, published, at).OfferFor(ledger, published, campaign => campaign.Phase == CampaignPhase.Running && !ledger.IsMember(campaign.Campaign, record))) with { Allows = AllOffers },
        Plan("tags-overlooked", "takes devices for members whatever their tags", ["R-ST-37"], static plan => plan with { Tags = "" }) with { Allows = ["R-ST-38", "R-ST-48"] },
        Plan("list-overlooked", "takes devices for members that are not on the list", ["R-ST-37", "R-ST-36"], static plan => plan with { Devices = Sequence<DeviceId>.Empty })
            with { Allows = ["R-ST-40", "R-ST-47", "R-ST-51", "R-ST-54", "R-ST-48"] },
        Plan("negation-overlooked", "overlooks tags that are not to be there", ["R-ST-37"], static plan => plan with
        {
            Tags = string.Join('|', plan.Tags.Split('|').Select(static terms => string.Join('&', terms.Split('&').Where(static term => term.Trim() is ['!', _, ..] == false)))),
        }) with { Allows = ["R-ST-38"] },
        Track("tags-not-kept", "forgets tags", ["R-ST-37"], static machine => machine.Storing(static record => record with { Tags = Sequence<string>.Empty })),
        Track("wrong-tags-taken", "takes tags that are none", ["R-ST-37"], static machine => machine.Reacting(
            static (state, _, reaction) => reaction with { Outputs = [new Output.Send(Protocol.Link.Operator, new TagAnswer(state.Record!.Device))] }, nameof(Trigger.TagsRefused))),
        Mishearing("any-plan-taken", "plans campaigns with any waves and tags", ["R-ST-38"], static message => message is CampaignRequest request
            ? request with { Plan = request.Plan with { Waves = Sound(request.Plan.Waves) ? request.Plan.Waves : new([100]), Tags = TagExpression.Parse(request.Plan.Tags).Code == ResultCode.None ? request.Plan.Tags : "" } }
            : null),
        Campaign("refused-plan-kept", "keeps a plan that it refuses", ["R-ST-38"], static machine => new Altered<CampaignState>(machine)
        {
            After = static (_, input, reaction) => reaction.Trigger == nameof(CampaignTrigger.PlanRefused) && input is Input.CampaignAsked asked
                ? reaction with { Outputs = [new Output.Persist(Any(asked)), .. reaction.Outputs] }
                : reaction,
        }) with { Allows = ["R-ST-52"] },
        Campaign("unpublished-planned", "plans campaigns for packages that nobody publishes", ["R-ST-38"], static machine => new Altered<CampaignState>(machine)
        {
            Before = static (state, input) => (state, input is Input.CampaignAsked { Package: null } asked
                ? asked with { Package = new CatalogueEntry(asked.Request.Manifest, new SequenceNumber(99), new VendorId(Guid.Empty), new ClassId(Guid.Empty), 100, Sequence<PayloadName>.Empty) }
                : input),
        }) with { Allows = ["R-ST-52"] },
        Permit("drafts-offered", "offers what is only planned", ["R-ST-39"], static (ledger, record, published, at) =>
        {
            var permit = ledger.Ask(record, published, at);
            var draft = published.LastOrDefault(entry => ledger.Campaigns.Any(campaign => campaign.Phase == CampaignPhase.Draft && campaign.Image.Manifest == entry.Manifest));
            return draft is null || permit.Newest?.Number > draft.Number ? permit : permit with { Newest = draft };
        }) with { Allows = ["R-ST-54"] },
        Campaign("any-order-taken", "agrees with every order about a campaign that it knows", ["R-ST-39"], static machine => new Altered<CampaignState>(machine)
        {
            After = static (state, input, reaction) => state.Record is { } record && input is Input.CampaignOrdered && reaction.Outputs.Any(static output => output is Output.Refuse)
                ? reaction with { Outputs = [new Output.Send(Protocol.Link.Operator, new CampaignAnswer(record.ToEntry(Sequence<WaveCounts>.Empty)))] }
                : reaction,
        }) with { Allows = ["R-ST-52"] },
        Campaign("refused-order-obeyed", "obeys an order that it refuses", ["R-ST-39"], static machine => new Altered<CampaignState>(machine)
        {
            After = static (state, input, reaction) => state.Record is { } record && input is Input.CampaignOrdered && reaction.Outputs.Any(static output => output is Output.Refuse)
                ? reaction with { Outputs = [new Output.Persist(record with { Phase = CampaignPhase.Paused, Reason = PauseReason.Operator }), .. reaction.Outputs] }
                : reaction,
        }) with { Allows = ["R-ST-52"] },
        Plan("one-wave", "opens all waves at once", ["R-ST-40"], static plan => plan with { Waves = new([100]) }) with { Allows = [.. AllOffers, "R-ST-38"] },
        Plan("waves-rounded-down", "rounds waves down", ["R-ST-40"], static plan => plan with { Waves = new(plan.Waves.Select(static wave => wave is > 1 and < 100 ? (byte)(wave - (wave % 20)) : wave)) })
            with { Allows = ["R-ST-38"] },
        Permit("closed-waves-served", "offers the package to members of waves that are not open", ["R-ST-40"], static (ledger, record, published, at) =>
            ledger.Ask(record, published, at).OfferFor(ledger, published, campaign => campaign.Phase == CampaignPhase.Running && campaign.OpenWaves < campaign.Plan.Waves.Count)) with { Allows = AllOffers },
        Counting("under-way-counts", "opens a wave on updates that are under way", ["R-ST-41"], static wave => wave with { Confirmed = wave.Confirmed + wave.UnderWay, UnderWay = 0 }) with { Allows = AllOffers },
        Plan("share-rounded-down", "opens a wave when a bit less than the demanded share has confirmed", ["R-ST-41"], static plan => plan with { AdvanceShare = (byte)Math.Max(1, plan.AdvanceShare - 5) })
            with { Allows = ["R-ST-53"] },
        Campaign("forgets-the-next-wave", "opens no second wave", ["R-ST-41"], static machine => machine.Without(nameof(CampaignTrigger.WaveConfirmed))) with { Allows = ["R-ST-48", "R-ST-52", "R-ST-53", "R-ST-54"] },
        Campaign("never-finished", "finishes no campaign", ["R-ST-41"], static machine => machine.Without(nameof(CampaignTrigger.LastWaveConfirmed))) with { Allows = ["R-ST-39", "R-ST-51", "R-ST-53"] },
        Counting("finished-too-early", "finishes a campaign while members are under way", ["R-ST-41"], static wave => wave with { UnderWay = 0, Silent = wave.Silent + wave.UnderWay })
            with { Allows = AllOffers },
        Campaign("excused-for-good", "demands no confirmation of who was silent when the operator resumed", ["R-ST-41"], static machine => new Altered<CampaignState>(machine)
        {
            Before = static (state, input) => (state, input is Input.MembersCounted { Waves.Count: > 0 } counted && state.Record is { Excused: > 0 } record
                ? counted with { Waves = new([counted.Waves[0] with { Silent = record.Excused, UnderWay = counted.Waves[0].UnderWay - Math.Min(counted.Waves[0].UnderWay, record.Excused) }, .. counted.Waves.Skip(1)]) }
                : input),
        }) with { Allows = ["R-ST-43", "R-ST-53"] },
        Built("campaigns-lead-back", "directs members back to the package of a campaign", ["R-ST-42"], Design.Right with
        {
            Permit = static (ledger, record, published, at) => ledger.Ask(record with { Confirmed = null }, published, at),
            StatusTracker = static configuration => Design.Right.StatusTracker(configuration).Directing(static (_, checkedIn, order) =>
                order.Directive.Kind == DirectiveKind.UpToDate && checkedIn.Newest is { } newest && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { Candidate: null, Confirmed: { } confirmed } && newest.Image != confirmed && newest.Image.Number <= confirmed.Number
                    ? order with { Directive = order.Directive with { Kind = DirectiveKind.Install, Manifest = newest.Image.Manifest, Number = newest.Image.Number }, Envelope = newest.Envelope }
                    : order),
        }) with { Allows = ["R-ST-29", "R-ST-11", "R-ST-20", "R-ST-23"] },
        Track("same-image-offered", "directs members to the image that they have confirmed", ["R-ST-42"], static machine => machine.Directing(static (_, checkedIn, order) =>
            order.Directive.Kind == DirectiveKind.UpToDate && checkedIn.Newest is { Retry: not null } newest && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { Candidate: null, Confirmed: { } confirmed } && newest.Image == confirmed
                ? order with { Directive = order.Directive with { Kind = DirectiveKind.Install, Manifest = newest.Image.Manifest, Number = newest.Image.Number }, Envelope = newest.Envelope }
                : order)) with { Allows = AllOffers },
        Permit("pause-without-hold", "lets updates go on in a pause and outside windows", ["R-ST-44", "R-ST-47"], static (ledger, record, published, at) => ledger.Ask(record, published, at) with { Held = Sequence<Digest>.Empty }),
        Permit("pause-without-effect", "offers in a pause what it offered before", ["R-ST-44"], static (ledger, record, published, at) =>
            ledger.Ask(record, published, at).OfferFor(ledger, published, static campaign => campaign.Phase == CampaignPhase.Paused)) with { Allows = ["R-ST-43", "R-ST-54", "R-ST-53"] },
        Permit("pause-is-abort", "cancels updates in a pause", ["R-ST-44"], static (ledger, record, published, at) =>
        {
            var permit = ledger.Ask(record, published, at);
            return permit with { Published = new(permit.Published.Where(manifest => !permit.Held.Contains(manifest))), Held = Sequence<Digest>.Empty };
        }) with { Allows = ["R-ST-47", "R-ST-36", "R-ST-37"] },
        Track("installation-held", "holds what is installing or tried", ["R-ST-44", "R-ST-47"], static machine => machine.Directing(static (_, checkedIn, order) =>
            Forgery.Peek(checkedIn.CheckIn.SignedReport) is { Phase: DevicePhase.Installing or DevicePhase.AwaitingBoot or DevicePhase.Trial, Candidate: { } candidate } && checkedIn.Held.Contains(candidate.Image.Manifest)
                ? order with { Directive = order.Directive with { Kind = DirectiveKind.UpToDate, Manifest = default, Number = default }, Envelope = Bytes.Empty }
                : order)),
        Campaign("never-resumed", "pauses for good", ["R-ST-44"], static machine => new Altered<CampaignState>(machine)
        {
            Before = static (state, input) => (state, state.Phase == CampaignPhase.Paused && input is Input.CampaignOrdered { Action: CampaignAction.Resume } ordered ? ordered with { Action = CampaignAction.Start } : input),
        }) with { Allows = ["R-ST-41", "R-ST-43", "R-ST-53", "R-ST-52"] },
    ];

    private static bool Sound(Sequence<byte> waves) => waves.Count > 0 && waves[0] > 0 && waves[^1] == 100 && waves.Zip(waves.Skip(1)).All(static pair => pair.First < pair.Second);

    private static CampaignRecord Any(Input.CampaignAsked asked) => new(
        asked.Campaign, asked.Request.Plan with { Tags = "" }, new ImageName(default, asked.Request.Manifest), default, default, CampaignPhase.Draft, PauseReason.None, 0,
        Sequence<ulong>.Empty, 0, 0, Sequence<WaveCounts>.Empty, asked.At, default, default);
}
