using Microsoft.Coyote.Actors;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Interleavings.Monitors;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation.Exploration;
using Phase = SecUpIoT.Entities.Communicator.Phase;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>
/// One run: who plays, what is left of what may go wrong, and who is told what happens. Coyote lets one player act at a time, so nothing here needs a lock;
/// whatever is left open is asked of Coyote, so that it can be decided otherwise in another run.
/// </summary>
internal sealed class Play
{
    private readonly IActorRuntime _runtime;
    private readonly Monitoring _monitoring;
    private readonly LinkChoices _links;
    private int _pending;
    private int _nonces;
    private readonly List<(ActorId Who, Resumed Ticket, int Ticks)> _sleeping = [];
    private int _scripts;

    private Play(IActorRuntime runtime, PlaySettings settings, Cast cast, Simulation.Exploration.Machines machines, Monitoring monitoring)
    {
        (_runtime, Settings, Cast, Machines, _monitoring) = (runtime, settings, cast, machines, monitoring);
        Left = settings.World.Budgets;
        _links = new LinkChoices(this);
        var world = settings.World;
        Devices = new DevicePlayer[world.Devices];
        Communicators = new CommunicatorPlayer[settings.Communicators.Count];
        Servers = new FirmwareServerPlayer[world.Servers];
        ServerLinks = new ServerLinkPlayer[world.Servers];
        Lanes = new TrackerLane[settings.Lanes];
        Tracks = new TrackRecord?[world.Devices];
        Silent = new bool[world.Devices];
        Cache = settings.CachedBlocks > 0 ? settings.Components.Cache(settings.CachedBlocks) : null;
    }

    public PlaySettings Settings { get; }

    public Cast Cast { get; }

    public Simulation.Exploration.Machines Machines { get; }

    public Budgets Left { get; private set; }

    public Timers Timers { get; } = new();

    public ActorId Clock { get; private set; } = null!;

    public ActorId Courier { get; private set; } = null!;

    public ActorId Relay { get; private set; } = null!;

    public DevicePlayer[] Devices { get; }

    public CommunicatorPlayer[] Communicators { get; }

    public TrackerLane[] Lanes { get; }

    public TrackStore Store { get; set; } = null!;

    public ServerLinkPlayer[] ServerLinks { get; }

    public FirmwareServerPlayer[] Servers { get; }

    /// <summary>What the tracker's store holds of each device.</summary>
    public TrackRecord?[] Tracks { get; }

    /// <summary>Devices whose Communicators the tracker does not hear.</summary>
    public bool[] Silent { get; }

    public List<ActorId> Scripts { get; } = [];

    /// <summary>What the tracker offers from.</summary>
    public Catalogue Catalogue { get; set; } = Catalogue.Empty;

    /// <summary>The cache that the Communicators share, if they do.</summary>
    public IBlockCache? Cache { get; }

    /// <summary>Nothing goes wrong any more, and nobody does anything.</summary>
    public bool IsCalm { get; private set; }

    /// <summary>All scripts are through.</summary>
    public bool IsPlayed => _scripts == 0;

    /// <summary>Begins a run: makes the players and leaves them to Coyote.</summary>
    public static void Begin(IActorRuntime runtime, PlaySettings settings, Cast cast, Simulation.Exploration.Machines machines)
    {
        var monitoring = new Monitoring(runtime, cast.Settings);
        var play = new Play(runtime, settings, cast, machines, monitoring);
        monitoring.Tell(new Observation.Began(cast));
        play.Assemble();
    }

    /// <summary>A cue to a player, which takes it when Coyote lets it.</summary>
    public void Send(ActorId to, object what)
    {
        _pending++;
        _runtime.SendEvent(to, new Cue(what));
    }

    /// <summary>A cue that takes its time, of up to so many steps.</summary>
    public void SendLater(ActorId to, object what, int most = 3)
    {
        if (_runtime.RandomBoolean()) Send(to, what);
        else Send(Courier, new Errand(to, what, 1 + _runtime.RandomInteger(most)));
    }

    /// <summary>A cue was handled. When none is left, time passes.</summary>
    public void Done()
    {
        if (--_pending == 0) _runtime.SendEvent(Clock, new Cue(new Started()));
    }

    /// <summary>A message goes over a link, with all that may happen to it there.</summary>
    public void Post(ActorId to, Arrival arrival) => _links.Post(to, arrival);

    /// <summary>Happens one time in <paramref name="oneIn"/>, as long as there is some of its budget left.</summary>
    public bool Happens(Budget budget, int oneIn)
    {
        if (Left.Left(budget) == 0 || _runtime.RandomInteger(oneIn) != 0) return false;
        Left = Left.Spend(budget);
        return true;
    }

    public bool Either() => _runtime.RandomBoolean();

    public int OneOf(int count) => _runtime.RandomInteger(count);

    /// <summary>Tells the monitors.</summary>
    public void Tell(Observation observation)
    {
        if (observation is Observation.Handled handled) _runtime.Logger.WriteLine("<Play> {0}: {1}{2}", handled.Who, handled.Trigger, handled.IsRefused ? ", refused" : "");
        _monitoring.Tell(observation);
    }

    /// <summary>A nonce that nobody has seen.</summary>
    public Nonce FreshNonce()
    {
        Span<byte> bytes = stackalloc byte[Nonce.Size];
        BitConverter.TryWriteBytes(bytes, ++_nonces);
        return new Nonce(bytes.ToArray());
    }

    public void ScriptEnded() => _scripts--;

    /// <summary>Whoever sleeps is woken after so many ticks.</summary>
    public void Sleep(ActorId who, Resumed ticket, int ticks) => _sleeping.Add((who, ticket, ticks));

    /// <summary>The clock ticks: wakes those whose time has come.</summary>
    public void Wake()
    {
        var sleeping = _sleeping.ToArray();
        _sleeping.Clear();
        foreach (var (who, ticket, ticks) in sleeping)
        {
            if (ticks > 1) _sleeping.Add((who, ticket, ticks - 1));
            else Send(who, ticket);
        }
    }

    /// <summary>The timer fires; whoever armed it is told when his turn comes.</summary>
    public void Fire(Timers.Armed armed)
    {
        Timers.Take(armed);
        Send(armed.Owner, new Fired(armed.Timer, armed.Key, armed.Arming));
    }

    /// <summary>From here on nothing goes wrong.</summary>
    public void CalmDown() => (Left, IsCalm) = (Budgets.None, true);

    /// <summary>The process of the tracker dies and starts again: what is volatile is gone.</summary>
    public void RestartTracker()
    {
        Store.Crash();
        foreach (var lane in Lanes) lane.Crash();
        foreach (var link in ServerLinks) link.Crash();
        MergeCatalogue();
        for (var device = 0; device < Tracks.Length; device++)
        {
            Tell(new Observation.Found($"T/D{device + 1}", Tracks[device]));
            if (Tracks[device] is { } record && record.Phase != TrackPhase.Unreachable) LaneOf(device, 0).Rearm(device);
        }
    }

    public TrackerLane LaneOf(int device, int communicator) => Lanes[Settings.Components.Lanes(device, communicator, Lanes.Length)];

    public void MergeCatalogue() => Catalogue = new Catalogue(ServerLinks.Select(static link => link.Published));

    /// <summary>All that eventually happens has happened.</summary>
    public bool IsSettled()
    {
        if (!IsPlayed || !IsCalm) return false;
        foreach (var communicator in Communicators) if (communicator.State.Phase != Phase.Waiting) return false;
        foreach (var link in ServerLinks)
        {
            if (link.State.Phase is not (ServerPhase.Synchronised or ServerPhase.Unavailable)) return false;
            if (!link.Published.SequenceEqual(Servers[link.Number].Listed)) return false;
        }

        for (var device = 0; device < Devices.Length; device++) if (!IsSettled(device)) return false;
        return true;
    }

    private bool IsSettled(int device)
    {
        var (state, journal, track) = (Devices[device].State, Devices[device].Flash.Journal, Tracks[device]);
        if (Silent[device]) return track?.Phase == TrackPhase.Unreachable;
        if (track is null || track.Phase == TrackPhase.Unreachable || track.Confirmed != journal.Confirmed.Name || journal.Candidate is not null) return false;
        if (track.CompletedAt != default && (state.Phase == DevicePhase.Unbootable || track.Target != journal.Confirmed.Name)) return false;
        var newest = Catalogue.Newest(Cast.Vendor, Cast.Class);
        if (state.Phase == DevicePhase.Unbootable) return newest is null || newest.Number < journal.Confirmed.Name.Number;
        if (state.Phase != DevicePhase.Idle) return false;
        return newest is null || newest.Number <= journal.Confirmed.Name.Number || Barred.Is(track, newest.Manifest, Settings.World.Attempts);
    }

    private void Assemble()
    {
        var components = Settings.Components;
        // Nobody's turn ends before all are there.
        _pending = 1;
        Clock = Make(typeof(ClockPlayer), 0);
        Courier = Make(typeof(CourierPlayer), 0);
        Relay = Make(typeof(RelayPlayer), 0);
        Make(components.Store, 0);
        for (var lane = 0; lane < Lanes.Length; lane++) Make(components.Lane, lane);
        for (var server = 0; server < Servers.Length; server++)
        {
            Make(typeof(FirmwareServerPlayer), server);
            Make(typeof(ServerLinkPlayer), server);
        }

        for (var device = 0; device < Devices.Length; device++) Make(components.Device, device);
        for (var communicator = 0; communicator < Communicators.Length; communicator++) Make(typeof(CommunicatorPlayer), communicator);
        _scripts = Settings.Scripts.Count;
        for (var script = 0; script < _scripts; script++) Make(typeof(ScriptPlayer), script);
        Enrol();
        Done();
    }

    private void Enrol()
    {
        for (var device = 0; device < Devices.Length; device++)
        {
            var configuration = Cast.Configurations[device];
            var request = new EnrolRequest(configuration.Device, configuration.Vendor, configuration.Class, configuration.Profile, Cast.DeviceKeys[device].PublicKey);
            var reaction = Machines.Tracker.Handle(TrackState.Initial, new Input.Received(Link.Operator, request, Cast.At, default));
            Tracks[device] = reaction.State.Record!;
            Tell(new Observation.Kept($"T/D{device + 1}", reaction.State.Record!));
            Tell(new Observation.RecordStored(device, null, reaction.State.Record!, reaction.Trigger));
        }
    }

    private ActorId Make(Type type, int index)
    {
        _pending++;
        return _runtime.CreateActor(type, new Part(this, index));
    }
}
