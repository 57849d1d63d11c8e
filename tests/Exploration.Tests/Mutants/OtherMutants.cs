using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Exploration.Tests.Mutants;

/// <summary>Communicators, Status trackers and Firmware servers with a fault.</summary>
internal static class OtherMutants
{
    public static IEnumerable<Mutant> All { get; } =
    [
        // -- Status tracker ------------------------------------------------------------------------------------------------------
        Tracking("signature-unchecked", "follows reports that nobody signed", "I-12", Worlds.Against(AttackerKind.OnPathTracker), (cast, machine) => Hearing(cast, machine, report => report)),
        Tracking("counter-unchecked", "follows old reports", "I-12", Worlds.Replaying, (cast, machine) => Hearing(cast, machine, report => report)),
        Tracking("completes-on-trial", "counts a device on trial as completed", "I-01", Worlds.Plain, (cast, machine) => Hearing(cast, machine, report =>
            report.Phase == DevicePhase.Trial ? report with { Phase = DevicePhase.Idle, Confirmed = report.Running, Candidate = null } : report)),
        Tracking("completes-on-download", "counts a device that has all bytes as completed", "I-01", Worlds.Plain, (cast, machine) => Hearing(cast, machine, report =>
            report.Phase is DevicePhase.VerifyingImage or DevicePhase.Verified
                ? report with { Phase = DevicePhase.Idle, Confirmed = report.Candidate!.Image, Running = report.Candidate.Image, Candidate = null } : report)),
        Tracking("no-reopening", "keeps a completed record when the device falls back", "I-22", Worlds.Decaying, (_, machine) => new Altered<TrackState>(machine)
        {
            After = (state, _, reaction) => state.Record is { CompletedAt: var at } && at != default && reaction.Trigger is "FallBackReported"
                ? Kept(state, reaction) : reaction,
        }),
        Tracking("answers-first", "answers before it stores the record", "I-13", Worlds.Plain, (_, machine) => machine.SpeakingFirst()),
        Tracking("nothing-persisted", "never stores the record", "I-13", Worlds.Plain, (_, machine) => machine.Forgetting<TrackState, Output.Persist>("UpdateDue")),
        Tracking("silence-uncompletes", "takes a silent device off the list of those that have completed", "I-17", Worlds.Silent, (_, machine) => machine.Changing(
            (_, reaction) => Recorded(reaction, record => record with { CompletedAt = default }), "SilenceExpired")),
        Tracking("stays-listed", "leaves a device on the list when another update is due", "I-17", Worlds.TwoPackages, (_, machine) => machine.Changing(
            (state, reaction) => Recorded(reaction, record => record with { CompletedAt = state.Record!.CompletedAt }), "UpdateDue")),
        Tracking("refusal-counts", "notes the counter of a report that it refuses", "I-16", Worlds.Replaying, (_, machine) => machine.Changing(
            (state, reaction) => reaction with { State = new TrackState(state.Record! with { LastSeen = default }) }, "ReportRefused")),
        Tracking("no-return", "keeps a device unreachable that reports again", "I-20", Worlds.Silent, (_, machine) => new Altered<TrackState>(machine)
        {
            After = (state, input, reaction) => state.Phase == TrackPhase.Unreachable && input is Input.CheckedIn
                ? Recorded(reaction, record => record with { Phase = TrackPhase.Unreachable }) : reaction,
        }),
        Tracking("never-offers", "offers nothing", "I-18", Worlds.Plain, (_, machine) => new Altered<TrackState>(machine)
        {
            Before = (state, input) => (state, input is Input.CheckedIn checkedIn ? checkedIn with { Newest = null } : input),
        }),

        // -- Communicator --------------------------------------------------------------------------------------------------------
        Communicating("waits-for-ever", "never gives up a request", "I-21", Worlds.Lossy, machine => machine.Without("ReplyOverdue")),
        Communicating("alters-reports", "alters the reports that it relays", "I-19", Worlds.Plain, machine => new Altered<CommunicatorState>(machine)
        {
            After = (_, _, reaction) => reaction.Map(output => output is Output.Send { Message: CheckIn checkIn } send
                ? send with { Message = checkIn with { SignedReport = OnPath.Flip(checkIn.SignedReport) } } : output),
        }),
        Communicating("never-installs", "does not ask for the installation", "I-18", Worlds.Plain, machine => machine.Without("DeliveryVerified")),
        Communicating("fetches-the-first", "always fetches the first block", "I-18", Worlds.Plain, machine => new Altered<CommunicatorState>(machine)
        {
            After = (_, _, reaction) => reaction.Map(output => output is Output.Send { Message: BlockRequest request } send ? send with { Message = request with { Offset = 0 } } : output),
        }),

        // -- server link and Firmware server ---------------------------------------------------------------------------------------
        Linking("waits-for-ever", "never gives up a request to a Firmware server", "I-18", Worlds.Lossy, machine => machine.Without("ReplyOverdue")),
        Linking("keeps-withdrawn", "goes on offering what is no longer listed", "I-18", Worlds.Withdrawing, machine => machine.Changing(
            (state, reaction) => reaction.Map(output => output is Output.PublishCatalogue ? new Output.PublishCatalogue(state.Entries) : output) with
            {
                State = reaction.State with { Entries = state.Entries },
            }, "NothingNewListed")),
        new("server: nothing-persisted", "answers the author before the package is stored", "I-13", Worlds.Withdrawing,
            (_, machines) => machines with { Server = machines.Server.SpeakingFirst() }),
    ];

    private static Mutant Tracking(string name, string wrong, string invariant, ExplorationSettings settings, Func<Cast, IMachine<TrackState>, IMachine<TrackState>> change) =>
        new($"tracker: {name}", wrong, invariant, settings, (cast, machines) => machines with { Tracker = change(cast, machines.Tracker) });

    private static Mutant Communicating(string name, string wrong, string invariant, ExplorationSettings settings, Func<IMachine<CommunicatorState>, IMachine<CommunicatorState>> change) =>
        new($"communicator: {name}", wrong, invariant, settings, (_, machines) => machines with { Communicator = change(machines.Communicator) });

    private static Mutant Linking(string name, string wrong, string invariant, ExplorationSettings settings, Func<IMachine<ServerLinkState>, IMachine<ServerLinkState>> change) =>
        new($"server link: {name}", wrong, invariant, settings, (_, machines) => machines with { ServerLink = change(machines.ServerLink) });

    /// <summary>Hears other reports than it was given, all of them well signed.</summary>
    private static Altered<TrackState> Hearing(Cast cast, IMachine<TrackState> machine, Func<DeviceReport, DeviceReport> lie) => new(machine)
    {
        Before = (state, input) => (state, input is Input.CheckedIn checkedIn && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { } report
            ? checkedIn with { CheckIn = checkedIn.CheckIn with { SignedReport = Forgery.Sign(cast.DeviceKeys[cast.DeviceOf(report.Device)], Raised(state, lie(report))) } }
            : input),
    };

    private static DeviceReport Raised(TrackState state, DeviceReport report) => report.Counter == 0 ? report with { Counter = state.Record!.LastCounter + 1 } : report;

    private static Reaction<TrackState> Recorded(Reaction<TrackState> reaction, Func<TrackRecord, TrackRecord> change)
    {
        if (reaction.State.Record is not { } record || !reaction.Outputs.Any(output => output is Output.Persist)) return reaction;
        var changed = change(record);
        return reaction.Map(output => output is Output.Persist ? new Output.Persist(changed) : output) with { State = new TrackState(changed) };
    }

    private static Reaction<TrackState> Kept(TrackState state, Reaction<TrackState> reaction) => Recorded(reaction, record => state.Record! with { LastCounter = record.LastCounter });
}
