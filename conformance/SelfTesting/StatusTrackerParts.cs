using System.Collections.Immutable;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Wrong parts of Status trackers, composed around the right machines.</summary>
internal static class StatusTrackerParts
{
    private static readonly Ed25519KeyPair Own = TestKeys.Derive("tracker that reads what it wants");

    /// <summary>A tracker whose machine towards devices is wrong.</summary>
    public static Mutant Track(string id, string wrong, IReadOnlyList<string> violates, Func<IMachine<TrackState>, IMachine<TrackState>> wronged) =>
        Built(id, wrong, violates, Design.Right with { StatusTracker = configuration => wronged(Design.Right.StatusTracker(configuration)) });

    /// <summary>A tracker with another policy than it is provisioned with.</summary>
    public static Mutant Policy(string id, string wrong, IReadOnlyList<string> violates, Func<StatusTrackerConfiguration, StatusTrackerConfiguration> policy) =>
        Built(id, wrong, violates, Design.Right with { StatusTracker = configuration => Design.Right.StatusTracker(policy(configuration)) });

    /// <summary>A tracker whose machine towards Firmware servers is wrong.</summary>
    public static Mutant Link(string id, string wrong, IReadOnlyList<string> violates, Func<IMachine<ServerLinkState>, IMachine<ServerLinkState>> wronged) =>
        Built(id, wrong, violates, Design.Right with { ServerLink = configuration => wronged(Design.Right.ServerLink(configuration)) });

    /// <summary>A tracker of this design.</summary>
    public static Mutant Built(string id, string wrong, IReadOnlyList<string> violates, Design design) => new($"status-tracker/{id}", Role.StatusTracker, wrong, violates, design);

    /// <summary>Believes whatever <paramref name="believe"/> makes of a signed report; where it makes nothing, the right judge decides.</summary>
    public static IMachine<TrackState> Believing(this IMachine<TrackState> machine, Func<TrackRecord, Bytes, DeviceReport?> believe) => new Altered<TrackState>(machine)
    {
        Before = (state, input) => state.Record is { } record && input is Input.CheckedIn checkedIn && believe(record, checkedIn.CheckIn.SignedReport) is { } report
            ? (new TrackState(record with { PublicKey = Own.Public.Spki }), checkedIn with { CheckIn = checkedIn.CheckIn with { SignedReport = Forgery.Sign(Own, report) } })
            : (state, input),
        After = (state, _, reaction) => state.Record is { } record ? reaction.Rewrite(kept => kept with { PublicKey = record.PublicKey }) : reaction,
    };

    /// <summary>Reads something else in reports than the device signed.</summary>
    public static IMachine<TrackState> Misreading(this IMachine<TrackState> machine, Func<TrackRecord, DeviceReport, DeviceReport> read) =>
        machine.Believing((record, signed) => Authentic(record.PublicKey, signed) is { } report && read(record, report) is { } other && other != report ? other : null);

    /// <summary>What a report says when this key signed it, else null.</summary>
    public static DeviceReport? Authentic(Bytes publicKey, Bytes signed, string domain = DeviceReport.Domain) =>
        KeyFiles.VerifierFromSpki(publicKey.Span) is { } key
        && SignedStatement.Verify(signed.Memory, [key], domain, DeviceReport.ContentType) is { IsOk: true } verified
            ? DeviceReport.Decode(verified.Value.Payload.Memory).Value
            : null;

    /// <summary>Judges by another record than it holds; what was changed is put back afterwards, unless the reaction changed it.</summary>
    public static IMachine<TrackState> Remembering(this IMachine<TrackState> machine, Func<TrackRecord, Input, TrackRecord> change) => new Altered<TrackState>(machine)
    {
        Before = (state, input) => (state.Record is { } record ? new TrackState(change(record, input)) : state, input),
        After = (state, _, reaction) => reaction.Outputs.Any(static output => output is Output.Persist) ? reaction : reaction with { State = state },
    };

    /// <summary>Hears something else of the surroundings.</summary>
    public static IMachine<TrackState> Hearing(this IMachine<TrackState> machine, Func<TrackState, Input.CheckedIn, Input.CheckedIn> change) => new Altered<TrackState>(machine)
    {
        Before = (state, input) => (state, input is Input.CheckedIn checkedIn ? change(state, checkedIn) : input),
    };

    /// <summary>Writes something else into the record on these triggers, or on all.</summary>
    public static IMachine<TrackState> Recording(this IMachine<TrackState> machine, Func<TrackRecord?, TrackRecord, TrackRecord> change, params string[] triggers) => new Altered<TrackState>(machine)
    {
        After = (state, _, reaction) => triggers.Length > 0 && !triggers.Contains(reaction.Trigger) ? reaction : reaction.Rewrite(record => change(state.Record, record)),
    };

    /// <summary>Stores something else than it goes on with.</summary>
    public static IMachine<TrackState> Storing(this IMachine<TrackState> machine, Func<TrackRecord, TrackRecord> change, params string[] triggers) => new Altered<TrackState>(machine)
    {
        After = (_, _, reaction) => triggers.Length > 0 && !triggers.Contains(reaction.Trigger)
            ? reaction
            : reaction.Map(output => output is Output.Persist { Record: TrackRecord record } ? new Output.Persist(change(record)) : output),
    };

    /// <summary>Answers devices something else.</summary>
    public static IMachine<TrackState> Directing(this IMachine<TrackState> machine, Func<TrackState, Input.CheckedIn, Output.SendDirective, Output.SendDirective> change) => new Altered<TrackState>(machine)
    {
        After = (state, input, reaction) => input is Input.CheckedIn checkedIn
            ? reaction.Map(output => output is Output.SendDirective order ? change(state, checkedIn, order) : output)
            : reaction,
    };

    /// <summary>Reacts in another way to these triggers.</summary>
    public static IMachine<TrackState> Reacting(this IMachine<TrackState> machine, Func<TrackState, Input, Reaction<TrackState>, Reaction<TrackState>> change, params string[] triggers) => new Altered<TrackState>(machine)
    {
        After = (state, input, reaction) => triggers.Contains(reaction.Trigger) ? change(state, input, reaction) : reaction,
    };

    /// <summary>Publishes something else to the records than the servers list.</summary>
    public static IMachine<ServerLinkState> Publishing(this IMachine<ServerLinkState> machine, Func<IEnumerable<CatalogueEntry>, IEnumerable<CatalogueEntry>> change) => new Altered<ServerLinkState>(machine)
    {
        After = (_, _, reaction) => reaction.Map(output => output is Output.PublishCatalogue published ? new Output.PublishCatalogue(new(change(published.Entries))) : output),
    };

    /// <summary>The reaction with the same change in its state and in what is stored.</summary>
    public static Reaction<TrackState> Rewrite(this Reaction<TrackState> reaction, Func<TrackRecord, TrackRecord> change) => new(
        reaction.State.Record is { } record ? new TrackState(change(record)) : reaction.State,
        [.. reaction.Outputs.Select(output => output is Output.Persist { Record: TrackRecord stored } ? new Output.Persist(change(stored)) : output)],
        reaction.Trigger);

    /// <summary>A reaction that stores this record, and what else it does.</summary>
    public static Reaction<TrackState> Store(TrackRecord record, Reaction<TrackState> reaction, params IEnumerable<Output> others) =>
        new(new TrackState(record), [new Output.Persist(record), .. others], reaction.Trigger);

    /// <summary>The answer that tells the device of a report to do this.</summary>
    public static Output.SendDirective Tell(DirectiveKind kind, ImageName? image, Bytes envelope, DeviceReport report, TrackRecord record, Moment at) => new(
        new Directive(kind, record.Device, image?.Manifest ?? default, image?.Number ?? default, report.Nonce, at, at.Plus(TimeSpan.FromMinutes(10))),
        record.Profile == Profile.Secure, envelope, 60);

    /// <summary>Hears other messages than came in.</summary>
    public static Func<Protocol.Link, Bytes, Bytes> Instead(Func<Message, Message?> change) => (_, bytes) =>
        MessageCodec.Decode(bytes.Memory).Value is { } message && change(message) is { } other ? MessageCodec.Encode(other) : bytes;

    /// <summary>Says other messages than it meant to.</summary>
    public static Func<Protocol.Link, Bytes, IEnumerable<Bytes>> Saying(Func<Message, Message?> change) => (_, bytes) =>
        [MessageCodec.Decode(bytes.Memory).Value is { } message && change(message) is { } other ? MessageCodec.Encode(other) : bytes];
}
