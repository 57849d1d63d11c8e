using System.Collections.Immutable;
using SecUpIoT.Entities.Packages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using Stateless;

namespace SecUpIoT.Entities.StatusTracker;

/// <summary>How a Status tracker keeps up with one Firmware server.</summary>
/// <param name="AuthorAnchors">Authors whose packages are offered (R-ST-24).</param>
public sealed record ServerLinkConfiguration(IReadOnlyList<IVerifier> AuthorAnchors)
{
    /// <summary>Between two looks at the catalogue (R-ST-32).</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this an answer is overdue.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest pause after failures in a row.</summary>
    public TimeSpan MostBackOff { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>Where a Status tracker stands with one Firmware server (spec/machines/status-tracker.md).</summary>
public enum ServerPhase
{
    /// <summary>Not asked yet.</summary>
    Unsynchronised,
    /// <summary>The catalogue was asked for.</summary>
    AskingCatalogue,
    /// <summary>The envelope of a new package was asked for.</summary>
    FetchingEnvelope,
    /// <summary>The tracker holds what the server publishes.</summary>
    Synchronised,
    /// <summary>The server does not answer; what it published last still counts.</summary>
    Unavailable,
}

/// <summary>What can have happened between a Status tracker and one Firmware server.</summary>
public enum ServerTrigger
{
    /// <summary>It is time to look.</summary>
    RefreshDue,
    /// <summary>The catalogue came; every envelope is held already.</summary>
    NothingNewListed,
    /// <summary>The catalogue came; envelopes are missing.</summary>
    NewPackagesListed,
    /// <summary>An envelope came; more are missing.</summary>
    EnvelopeReceived,
    /// <summary>The last missing envelope came.</summary>
    LastEnvelopeReceived,
    /// <summary>An envelope is not what its entry says or not authentic; more are missing.</summary>
    EnvelopeRejected,
    /// <summary>As before, and it was the last missing one.</summary>
    LastEnvelopeRejected,
    /// <summary>The server could not be reached or refused.</summary>
    PeerFailed,
    /// <summary>The server's answer did not come in time.</summary>
    ReplyOverdue,
    /// <summary>Something that means nothing here.</summary>
    Unexpected,
}

/// <summary>The state of one server link.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Entries">What the server published when it was last asked, each with an authentic envelope that is held.</param>
/// <param name="Incoming">What it publishes now, while envelopes are being fetched.</param>
/// <param name="Failures">Failures in a row.</param>
public sealed record ServerLinkState(
    ServerPhase Phase,
    Sequence<CatalogueEntry> Entries,
    Sequence<CatalogueEntry> Incoming,
    int Failures)
{
    /// <summary>Before the first look.</summary>
    public static ServerLinkState Initial { get; } = new(ServerPhase.Unsynchronised, Sequence<CatalogueEntry>.Empty, Sequence<CatalogueEntry>.Empty, 0);

    /// <summary>After a restart of a tracker that holds the envelopes of these entries.</summary>
    public static ServerLinkState Holding(Sequence<CatalogueEntry> entries) => Initial with { Entries = entries };

    /// <summary>The entry whose envelope is to be fetched next, or null.</summary>
    public CatalogueEntry? Next => Incoming.FirstOrDefault(entry => !Entries.Contains(entry));
}

/// <summary>
/// The Status tracker's side of the server link: keeps up with what one Firmware server publishes (LS-15). One server being down stops
/// nothing else (R-ST-22). The table repeats spec/machines/status-tracker.md.
/// </summary>
public sealed class ServerLinkMachine : IMachine<ServerLinkState>
{
    private readonly ServerLinkConfiguration _configuration;
    private readonly StateMachine<ServerPhase, ServerTrigger> _table;
    private readonly Dictionary<ServerTrigger, StateMachine<ServerPhase, ServerTrigger>.TriggerWithParameters<Message?>> _on = [];
    private readonly ImmutableArray<Output>.Builder _outputs = ImmutableArray.CreateBuilder<Output>();
    private ServerLinkState _state = ServerLinkState.Initial;

    /// <summary>A machine for one Firmware server.</summary>
    public ServerLinkMachine(ServerLinkConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        _table = new(() => _state.Phase, phase => _state = _state with { Phase = phase });
        foreach (var trigger in Enum.GetValues<ServerTrigger>()) _on[trigger] = _table.SetTriggerParameters<Message?>(trigger);
        _table.OnUnhandledTrigger((phase, trigger) => Emit(new Output.Refuse(ResultCode.NotNow, $"{trigger} in phase {phase}"))); // R-GEN-02

        foreach (var phase in new[] { ServerPhase.Unsynchronised, ServerPhase.Synchronised, ServerPhase.Unavailable })
            _table.Configure(phase).Permit(ServerTrigger.RefreshDue, ServerPhase.AskingCatalogue);                    // R-ST-32

        _table.Configure(ServerPhase.AskingCatalogue)
            .OnEntryFrom(_on[ServerTrigger.RefreshDue], _ => Ask(new CatalogueRequest()), "ask for the catalogue")
            .Permit(ServerTrigger.NothingNewListed, ServerPhase.Synchronised)                                        // R-ST-09, R-ST-20
            .Permit(ServerTrigger.NewPackagesListed, ServerPhase.FetchingEnvelope)                                 // R-ST-09
            .Permit(ServerTrigger.PeerFailed, ServerPhase.Unavailable)                                                // R-ST-22
            .Permit(ServerTrigger.ReplyOverdue, ServerPhase.Unavailable);                                             // R-ST-22

        _table.Configure(ServerPhase.FetchingEnvelope)
            .OnEntryFrom(_on[ServerTrigger.NewPackagesListed], Begin, "ask for the first missing envelope")
            .OnEntryFrom(_on[ServerTrigger.EnvelopeReceived], Hold, "store the envelope, ask for the next")
            .OnEntryFrom(_on[ServerTrigger.EnvelopeRejected], _ => Drop(), "leave the entry out, ask for the next")
            .PermitReentry(ServerTrigger.EnvelopeReceived)                                                            // R-ST-24
            .PermitReentry(ServerTrigger.EnvelopeRejected)                                                            // R-ST-24
            .Permit(ServerTrigger.LastEnvelopeReceived, ServerPhase.Synchronised)                                     // R-ST-24
            .Permit(ServerTrigger.LastEnvelopeRejected, ServerPhase.Synchronised)                                     // R-ST-24
            .Permit(ServerTrigger.PeerFailed, ServerPhase.Unavailable)                                                // R-ST-22
            .Permit(ServerTrigger.ReplyOverdue, ServerPhase.Unavailable);                                             // R-ST-22

        _table.Configure(ServerPhase.Synchronised)
            .OnEntryFrom(_on[ServerTrigger.NothingNewListed], Take, "publish the catalogue")
            .OnEntryFrom(_on[ServerTrigger.LastEnvelopeReceived], HoldLast, "store the envelope, publish the catalogue")
            .OnEntryFrom(_on[ServerTrigger.LastEnvelopeRejected], _ => DropLast(), "leave the entry out, publish the catalogue");

        _table.Configure(ServerPhase.Unavailable)
            .OnEntryFrom(_on[ServerTrigger.PeerFailed], _ => Retry(), "keep the last catalogue, back off")
            .OnEntryFrom(_on[ServerTrigger.ReplyOverdue], _ => Retry(), "keep the last catalogue, back off");
    }

    /// <inheritdoc/>
    public Reaction<ServerLinkState> Handle(ServerLinkState state, Input input)
    {
        _state = state;
        _outputs.Clear();
        var (trigger, message) = Judge(state, input);
        _table.Fire(_on[trigger], message);
        return new(_state, _outputs.ToImmutable(), trigger.ToString());
    }

    /// <summary>Every permitted (phase, trigger, next phase), for the specification's table.</summary>
    public IReadOnlyList<TableRow> Table() => TableRow.Of(_table.GetInfo());

    internal (ServerTrigger Trigger, Message? Message) Judge(ServerLinkState state, Input input) => input switch
    {
        Input.Started or Input.TimerFired { Timer: TimerId.Refresh } => (ServerTrigger.RefreshDue, null),
        Input.TimerFired { Timer: TimerId.Reply } => (ServerTrigger.ReplyOverdue, null),
        Input.LinkFailed { Link: Link.Server } => (ServerTrigger.PeerFailed, null),
        Input.Received { Link: Link.Server, Message: var message } => (Hear(state, message), message),
        _ => (ServerTrigger.Unexpected, null),
    };

    private ServerTrigger Hear(ServerLinkState state, Message message) => (state.Phase, message) switch
    {
        (ServerPhase.AskingCatalogue, CatalogueAnswer answer) => answer.Entries.All(state.Entries.Contains) ? ServerTrigger.NothingNewListed : ServerTrigger.NewPackagesListed,
        (ServerPhase.FetchingEnvelope, EnvelopeAnswer answer) => Name(state, answer),
        (ServerPhase.FetchingEnvelope, Refusal) => IsLast(state) ? ServerTrigger.LastEnvelopeRejected : ServerTrigger.EnvelopeRejected,
        (ServerPhase.AskingCatalogue, Refusal) => ServerTrigger.PeerFailed,
        // What answers another request is passed over: an old answer that comes again must not end the round (I-18).
        _ => ServerTrigger.Unexpected,
    };

    private static bool IsLast(ServerLinkState state) => state.Incoming.Count(entry => !state.Entries.Contains(entry)) == 1;

    private ServerTrigger Name(ServerLinkState state, EnvelopeAnswer answer)
    {
        var expected = state.Next!;
        var contents = PackageContents.Read(answer.Envelope, _configuration.AuthorAnchors).Value;                     // R-ST-24
        var sound = contents is not null && contents.Image == new ImageName(expected.Number, expected.Manifest)
            && contents.Vendor == expected.Vendor && contents.Class == expected.Class && contents.Payloads.Equals(expected.Payloads);
        return (sound, IsLast(state)) switch
        {
            (true, true) => ServerTrigger.LastEnvelopeReceived,
            (true, false) => ServerTrigger.EnvelopeReceived,
            (false, true) => ServerTrigger.LastEnvelopeRejected,
            (false, false) => ServerTrigger.EnvelopeRejected,
        };
    }

    private void Emit(Output output) => _outputs.Add(output);

    private void Ask(Message message)
    {
        Emit(new Output.Send(Link.Server, message));
        Emit(new Output.SetTimer(TimerId.Reply, _configuration.ReplyTimeout));
    }

    private void AskNext() => Ask(new EnvelopeRequest(_state.Next!.Manifest));

    private void Expect(Message? message) => _state = _state with { Incoming = new(((CatalogueAnswer)message!).Entries.Distinct()) };

    private void Begin(Message? message)
    {
        Expect(message);
        AskNext();
    }

    private void Take(Message? message)
    {
        Expect(message);
        Finish();
    }

    private void Store(Message? message)
    {
        Emit(new Output.StoreEnvelope(_state.Next!.Manifest, ((EnvelopeAnswer)message!).Envelope));
        _state = _state with { Entries = new(_state.Entries.Append(_state.Next!)) };
    }

    private void Hold(Message? message)
    {
        Store(message);
        AskNext();
    }

    private void HoldLast(Message? message)
    {
        Store(message);
        Finish();
    }

    // Neither a refusal nor one wrong envelope says that the package is no good: it is asked for again after the next look at the catalogue, so that
    // somebody on the link cannot bar a package with one altered answer (I-18).
    private void Reject() => _state = _state with { Incoming = new(_state.Incoming.Where(entry => entry != _state.Next)) };

    private void Drop()
    {
        Reject();
        AskNext();
    }

    private void DropLast()
    {
        Reject();
        Finish();
    }

    private void Finish()
    {
        _state = _state with { Entries = _state.Incoming, Incoming = Sequence<CatalogueEntry>.Empty, Failures = 0 };
        Emit(new Output.CancelTimer(TimerId.Reply));
        Emit(new Output.PublishCatalogue(_state.Entries));
        Emit(new Output.SetTimer(TimerId.Refresh, _configuration.RefreshInterval));
    }

    private void Retry()
    {
        var failures = Math.Min(_state.Failures + 1, 10);
        _state = _state with { Failures = failures, Incoming = Sequence<CatalogueEntry>.Empty };
        Emit(new Output.CancelTimer(TimerId.Reply));
        Emit(new Output.SetTimer(TimerId.Refresh, BackOff.Pause(_configuration.RefreshInterval, failures, _configuration.MostBackOff)));
    }
}
