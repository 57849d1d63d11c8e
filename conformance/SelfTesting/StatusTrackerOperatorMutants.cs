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

/// <summary>Status trackers that do not keep to the limits of plans, or show operators something else than there is.</summary>
internal static class StatusTrackerOperatorMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
    [
        Plan("no-failure-stops", "stops no campaign because of failures", ["R-ST-43"], static plan => plan with { StopCount = 0, StopShare = 0 }),
        Plan("stops-too-late", "stops a campaign one failure too late", ["R-ST-43"], static plan => plan with { StopCount = plan.StopCount == 0 ? 0 : plan.StopCount + 1, StopShare = plan.StopShare == 0 ? (byte)0 : (byte)(plan.StopShare + 20) }),
        Plan("stops-too-early", "stops a campaign one failure too early", ["R-ST-43"], static plan => plan with { StopCount = plan.StopCount > 1 ? plan.StopCount - 1 : plan.StopCount, StopShare = plan.StopShare > 20 ? (byte)(plan.StopShare - 20) : plan.StopShare }),
        Campaign("silence-forgives-failures", "takes forgiven silence for forgiven failures", ["R-ST-43"], static machine => new Altered<CampaignState>(machine)
        {
            Before = static (state, input) => (input is Input.MembersCounted && state.Record is { } record ? new CampaignState(record with { Forgiven = record.Forgiven + record.Excused }) : state, input),
            After = static (state, _, reaction) => reaction.Outputs.Any(static output => output is Output.Persist) ? reaction : reaction with { State = state },
        }) with { Allows = ["R-ST-41", "R-ST-53"] },
        Plan("no-pause-between-attempts", "repeats attempts at once", ["R-ST-45"], static plan => plan with { Retry = plan.Retry with { FirstPause = 0 } }),
        Plan("pauses-do-not-double", "makes every pause as long as the first", ["R-ST-45"], static plan => plan with { Retry = plan.Retry with { LongestPause = Math.Min(plan.Retry.FirstPause, plan.Retry.LongestPause) } }),
        Plan("pauses-without-end", "lets pauses grow beyond the longest", ["R-ST-45"], static plan => plan with { Retry = plan.Retry with { LongestPause = uint.MaxValue } }),
        Plan("attempts-of-its-own", "repeats attempts more often than planned", ["R-ST-45"], static plan => plan with { Retry = plan.Retry with { MostAttempts = plan.Retry.MostAttempts + 1 } }) with { Allows = ["R-ST-43"] },
        Plan("codes-overlooked", "overlooks rules for codes", ["R-ST-45"], static plan => plan with { Retry = plan.Retry with { Codes = Sequence<CodeRule>.Empty } }),
        Built("campaigns-repeat-lasting-failures", "repeats a campaign's update that failed for a lasting reason", ["R-ST-45"], Design.Right with
        {
            Permit = static (ledger, record, published, at) => ledger.Ask(Passing(record), published, at),
            StatusTracker = static configuration => Design.Right.StatusTracker(configuration).Remembering(static (record, input) => input is Input.CheckedIn { Newest.Retry: not null } ? Passing(record) : record),
        }) with { Allows = ["R-ST-41", "R-ST-43", "R-ST-48"] },
        Plan("any-number-at-once", "updates any number of members at once", ["R-ST-46"], static plan => plan with { MostUnderWay = 0 }),
        Plan("one-too-many-at-once", "updates one member more at once than planned", ["R-ST-46"], static plan => plan with { MostUnderWay = plan.MostUnderWay == 0 ? 0 : plan.MostUnderWay + 1 }),
        Permit("no-room-again", "gives nobody the place of a member that has ended", ["R-ST-46"], static (ledger, record, published, at) =>
        {
            var ended = ledger.Campaigns.Any(campaign => campaign.Plan.MostUnderWay > 0 && ledger.WavesOf(campaign.Campaign).Any(static wave => wave.Confirmed > 0));
            var permit = ledger.Ask(record, published, at);
            return ended && record.Phase == TrackPhase.Enrolled ? permit with { Newest = null } : permit;
        }),
        Plan("windows-overlooked", "works at every time of day", ["R-ST-47"], static plan => plan with { Windows = Sequence<MaintenanceWindow>.Empty }),
        Plan("days-overlooked", "works on every day of the week", ["R-ST-47"], static plan => plan with { Windows = new(plan.Windows.Select(static window => window with { Days = 0x7f })) }),
        Plan("windows-end-at-midnight", "ends every window at midnight", ["R-ST-47"], static plan => plan with
        {
            Windows = new(plan.Windows.Select(static window => window with { Length = (ushort)Math.Min(window.Length, MaintenanceWindow.Day - window.Begin) })),
        }),
        Plan("first-window-only", "works in the first window of the plan only", ["R-ST-47"], static plan => plan with { Windows = new(plan.Windows.Take(1)) }),
        Permit("windows-for-offers-only", "lets updates go on that are outside of a window", ["R-ST-47"], static (ledger, record, published, at) =>
        {
            var permit = ledger.Ask(record, published, at);
            return permit with { Held = new(permit.Held.Where(manifest => ledger.Campaigns.Any(campaign => campaign.Image.Manifest == manifest && campaign.Phase == CampaignPhase.Paused))) };
        }),
        Showing("offers-shown-as-confirmed", "shows members that are under way as confirmed", ["R-ST-48"], static message => Members(message, static wave => wave with { UnderWay = 0, Confirmed = wave.Confirmed + wave.UnderWay }))
            with { Allows = ["R-ST-37", "R-ST-41", "R-ST-43", "R-ST-44", "R-ST-46", "R-ST-53"] },
        Showing("silent-not-shown", "shows no silent members", ["R-ST-48"], static message => Members(message, static wave => wave with { Silent = 0 })) with { Allows = ["R-ST-53"] },
        Showing("fleet-counted-wrongly", "counts decommissioned devices as enrolled", ["R-ST-48"], static message => message is FleetSummary summary
            ? summary with { Phases = new(summary.Phases.Select(static count => count.Phase == TrackPhase.Decommissioned ? count with { Phase = TrackPhase.Enrolled } : count)) }
            : null),
        Showing("conflicts-hidden", "hides conflicts", ["R-ST-48"], static message => message is FleetSummary summary ? summary with { Conflicts = 0 } : null),
        Built("final-numbers-move", "counts on after the end of a campaign", ["R-ST-48"], Design.Right with
        {
            Say = Saying(static message => message is CampaignsAnswer answer
                ? new CampaignsAnswer(new(answer.Campaigns.Select(static entry => entry.Phase == CampaignPhase.Aborted
                    ? entry with { Waves = new(entry.Waves.Select(static wave => wave with { Waiting = wave.Waiting + Math.Min(1, wave.UnderWay), UnderWay = wave.UnderWay - Math.Min(1, wave.UnderWay) })) }
                    : entry)))
                : null),
        }),
        Mishearing("phase-overlooked", "lists devices of every phase", ["R-ST-49"], static message => message is DevicesQuery query ? query with { Phase = null } : null),
        Mishearing("pages-without-order", "turns no page", ["R-ST-49"], static message => message is DevicesQuery query ? query with { After = null } : null),
        Mishearing("pages-skip", "leaves out the first device of every page", ["R-ST-49"], static message => message is DevicesQuery { After: { } after } query ? query with { After = Next(after) } : null),
        Showing("pages-backwards", "lists devices from the last to the first", ["R-ST-49"], static message => message is TrackAnswer answer ? new TrackAnswer(new(answer.Entries.Reverse())) : null) with { Allows = ["R-ST-08", "R-ST-33", "R-ST-34"] },
        Track("counter-lost-with-the-device", "forgets the counter of a device that it decommissions", ["R-ST-50"], static machine => machine.Recording(
            static (_, record) => record with { LastCounter = 0 }, nameof(Trigger.DecommissionRequested))),
        Track("decommissioned-still-counts", "believes the reports of a decommissioned device", ["R-ST-50"], static machine => new Altered<TrackState>(machine)
        {
            Before = static (state, input) => (state.Record is { Phase: TrackPhase.Decommissioned } record && input is Input.CheckedIn ? new TrackState(record with { Phase = TrackPhase.Enrolled }) : state, input),
        }) with { Allows = ["R-ST-48"] },
        Track("completion-outlives-the-device", "goes on to count the update of a decommissioned device as completed", ["R-ST-50"], static machine => machine.Recording(
            static (before, record) => record with { CompletedAt = before!.CompletedAt }, nameof(Trigger.DecommissionRequested))),
        Track("decommissioned-comes-back", "takes a decommissioned device that is silent for unreachable", ["R-ST-50"], static machine => new Altered<TrackState>(machine)
        {
            After = static (state, input, reaction) => state.Record is { Phase: TrackPhase.Decommissioned } record && input is Input.TimerFired { Timer: TimerId.Silence }
                ? Store(record with { Phase = TrackPhase.Unreachable }, reaction)
                : reaction with { Outputs = [.. reaction.Outputs.Where(output => output is not Output.CancelTimer { Timer: TimerId.Silence })] },
        }),
        Track("decommissioned-for-good", "lets no decommissioned device be enrolled again", ["R-ST-50"], static machine => new Altered<TrackState>(machine)
        {
            After = static (state, input, reaction) => state.Record is { Phase: TrackPhase.Decommissioned } && input is Input.Received { Message: EnrolRequest }
                ? new(state, [new Output.Refuse(ResultCode.AlreadyEnrolled, "decommissioned")], nameof(Trigger.EnrolmentRefused))
                : reaction,
        }),
        Permit("abort-cancels-nothing", "lets the updates of an aborted campaign go on", ["R-ST-51"], static (ledger, record, published, at) =>
            ledger.Ask(record, published, at) with { Published = new(published.Select(static entry => entry.Manifest)) }),
        Permit("abort-without-effect", "offers the package of an aborted campaign", ["R-ST-51"], static (ledger, record, published, at) =>
            ledger.Ask(record, published, at).OfferFor(ledger, published, static campaign => campaign.Phase == CampaignPhase.Aborted)),
        Track("abort-cancels-trials", "cancels what is installing or tried", ["R-ST-51"], static machine => machine.Directing(static (_, checkedIn, order) =>
            Forgery.Peek(checkedIn.CheckIn.SignedReport) is { Phase: DevicePhase.Installing or DevicePhase.Trial, Candidate: { } candidate } && !checkedIn.Published.Contains(candidate.Image.Manifest)
                ? order with { Directive = order.Directive with { Kind = DirectiveKind.Cancel, Manifest = candidate.Image.Manifest, Number = candidate.Image.Number }, Envelope = Bytes.Empty }
                : order)) with { Allows = ["R-ST-20", "R-ST-19"] },
        Permit("abort-of-one-is-abort-of-all", "cancels what another campaign permits", ["R-ST-51"], static (ledger, record, published, at) =>
        {
            var aborted = ledger.Campaigns.Where(static campaign => campaign.Phase == CampaignPhase.Aborted).Select(static campaign => campaign.Image.Manifest).ToHashSet();
            var permit = ledger.Ask(record, published, at);
            return permit with { Published = new(permit.Published.Where(manifest => !aborted.Contains(manifest))) };
        }),
        Showing("refusals-not-trailed", "leaves out of the trail what was refused", ["R-ST-52"], static message => message is AuditAnswer answer
            ? new AuditAnswer(new(answer.Entries.Select(static entry => entry.Result is ResultCode.None or ResultCode.Success ? entry : entry with { Result = ResultCode.Success })))
            : null),
        Whole("asked-not-trailed", "writes only into the trail how orders ended", static entry => entry.Result != ResultCode.None),
        Whole("own-steps-not-trailed", "writes nothing into the trail that campaigns do by themselves", static entry => entry.Actor == "operator"),
        Showing("trail-without-links", "binds no entry of the trail to another", ["R-ST-52"], static message => message is AuditAnswer answer
            ? new AuditAnswer(new(answer.Entries.Select(static entry => AuditEntry.After(null, entry.At, entry.Actor, entry.Action, entry.Subject, entry.Result) with { Number = entry.Number })))
            : null),
        Showing("trail-without-actors", "does not say who asked", ["R-ST-52"], static message => message is AuditAnswer answer ? new AuditAnswer(new(answer.Entries.Select(static entry => entry with { Actor = "" }))) : null),
        Counting("silent-members-awaited", "waits for silent members", ["R-ST-53"], static wave => wave with { Waiting = wave.Waiting + wave.Silent, Silent = 0 }) with { Allows = ["R-ST-39", "R-ST-41"] },
        Counting("silence-is-consent", "takes silent members for confirmed ones", ["R-ST-53"], static wave => wave with { Confirmed = wave.Confirmed + wave.Silent, Silent = 0 }) with { Allows = ["R-ST-41"] },
        Permit("silent-members-dropped", "offers nothing to a member that was silent", ["R-ST-53"], static (ledger, record, published, at) =>
        {
            var permit = ledger.Ask(record, published, at);
            return permit.Retry is not null && record.Phase == TrackPhase.Unreachable ? permit with { Newest = null } : permit;
        }) with { Allows = ["R-ST-41", "R-ST-43"] },
        Built("restart-opens-waves", "opens all waves at a restart", ["R-ST-54"], Design.Right with { StoredCampaign = static campaign => campaign with { OpenWaves = campaign.Phase == CampaignPhase.Running ? (byte)campaign.Plan.Waves.Count : campaign.OpenWaves } })
            with { Allows = ["R-ST-48"] },
        Built("restart-cuts-waves-anew", "puts all members into one wave at a restart", ["R-ST-54"], Design.Right with { StoredCampaign = static campaign => campaign with { Bounds = new(campaign.Bounds.Select(static _ => ulong.MaxValue)) } })
            with { Allows = ["R-ST-48"] },
        Built("restart-resumes", "resumes campaigns at a restart", ["R-ST-54"], Design.Right with { StoredCampaign = static campaign => campaign.Phase == CampaignPhase.Paused ? campaign with { Phase = CampaignPhase.Running, Reason = PauseReason.None } : campaign }),
        Built("restart-starts-drafts", "starts drafts at a restart", ["R-ST-54"], Design.Right with
        {
            StoredCampaign = static campaign => campaign.Phase == CampaignPhase.Draft
                ? campaign with { Phase = CampaignPhase.Running, OpenWaves = 1, Bounds = new(campaign.Plan.Waves.Select(static _ => ulong.MaxValue)) }
                : campaign,
        }) with { Allows = ["R-ST-52"] },
        Built("campaigns-in-memory", "holds campaigns in memory only", ["R-ST-54"], Design.Right with { StoredCampaign = static _ => null }) with { Allows = ["R-ST-46", "R-ST-48", "R-ST-52"] },
    ];

    private static TrackRecord Passing(TrackRecord record) =>
        record.ResultVerified && record.Result is not (ResultCode.None or ResultCode.Success) && !record.Result.IsTransient() ? record with { Result = ResultCode.StorageFailed, Attempts = 0 } : record;

    // A trail from which something is missing looks whole; pages are cut from what is left.
    private static Mutant Whole(string id, string wrong, Func<AuditEntry, bool> kept)
    {
        var (after, most) = (0ul, 0u);
        return Built(id, wrong, ["R-ST-52"], Design.Right with
        {
            Hear = Instead(message =>
            {
                if (message is not AuditQuery query) return null;
                (after, most) = (query.After, query.Most);
                return new AuditQuery(0, Limits.AuditEntries);
            }),
            Say = Saying(message => message is AuditAnswer answer
                ? new AuditAnswer(new(Chained(answer.Entries.Where(kept)).Where(entry => entry.Number > after).Take((int)most)))
                : null),
        });
    }

    private static DeviceId Next(DeviceId device)
    {
        var text = device.Value.ToString("N");
        // The identifiers of a scenario are chance: half of the way to the end of them is one or more of them further.
        return new DeviceId(Guid.ParseExact($"{(Convert.ToByte(text[..2], 16) + 256) / 2:x2}{text[2..]}", "N"));
    }
}
