using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Simulation;

/// <summary>
/// Where entities live: a virtual clock, a queue of events ordered by time and then by sequence, links with faults, and attackers. Who lives there is
/// decided by who makes it: <see cref="World"/> has the whole cast; a bench has one entity and outsiders who play the others.
/// </summary>
public class Stage
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _events = new();
    private readonly Dictionary<string, SimulatedEntity> _entities = [];
    private readonly Dictionary<(string, string), SimulatedLink> _links = [];
    private readonly List<IAttacker> _attackers = [];
    private readonly Dictionary<string, Action<Packet>> _outsiders = [];
    private long _order;
    private long _exchange;

    /// <summary>An empty stage.</summary>
    /// <param name="seed">Where all chance comes from.</param>
    /// <param name="begin">When it begins.</param>
    /// <param name="faults">The faults of every link, until set otherwise.</param>
    public Stage(ulong seed, Moment begin, LinkFaults faults) => (Random, Begin, Faults) = (new SplitMix64(seed), begin, faults);

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>The true time: what every clock shows that is not wrong.</summary>
    public Moment Clock => Begin.Plus(Now);

    /// <summary>Events that were processed.</summary>
    public int Steps { get; private set; }

    /// <summary>What happened.</summary>
    public Transcript Transcript { get; } = new();

    /// <summary>What every machine did, from the first step on; null when nothing is recorded.</summary>
    public TraceRecording? Trace { get; private protected init; }

    /// <summary>Time until the next event; null when there is none.</summary>
    public TimeSpan? Next => _events.TryPeek(out _, out var due) ? new TimeSpan(Math.Max(0, due.Ticks - Now.Ticks)) : null;

    private protected SplitMix64 Random { get; }

    private Moment Begin { get; }

    private LinkFaults Faults { get; }

    /// <summary>Switches an attacker on; several see each packet in the order in which they came.</summary>
    public void Attach(IAttacker attacker)
    {
        ArgumentNullException.ThrowIfNull(attacker);
        Note($"attacker: {attacker.Name}");
        _attackers.Add(attacker);
    }

    /// <summary>Switches an attacker off.</summary>
    public void Detach(IAttacker attacker) => _attackers.Remove(attacker);

    /// <summary>Processes the next event; false when there is none.</summary>
    public bool Step()
    {
        if (!_events.TryDequeue(out var happen, out var due)) return false;
        Now = new TimeSpan(Math.Max(Now.Ticks, due.Ticks));
        Steps++;
        happen();
        AfterStep();
        return true;
    }

    /// <summary>Steps until the condition holds; false when it does not after <paramref name="mostSteps"/> steps.</summary>
    public bool RunUntil(Func<bool> condition, int mostSteps = 20_000)
    {
        ArgumentNullException.ThrowIfNull(condition);
        for (var i = 0; i < mostSteps && !condition(); i++)
        {
            if (!Step()) break;
        }

        return condition();
    }

    /// <summary>Processes the events of the next <paramref name="span"/>.</summary>
    public void RunFor(TimeSpan span)
    {
        var end = Now + span;
        while (_events.TryPeek(out _, out var due) && due.Ticks <= end.Ticks) Step();
        Now = end;
    }

    /// <summary>Puts a packet on its way as if an entity had sent it; attackers use it.</summary>
    public void Inject(Packet packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        Note($"injected {packet.From} -> {packet.To}  {Transcript.Describe(packet.Message)}");
        Carry(packet);
    }

    /// <summary>Sets the faults of the link between two entities.</summary>
    public void SetFaults(string one, string other, LinkFaults faults) => LinkOf(one, other).Faults = faults;

    /// <summary>Somebody who is no entity of this stage: what is sent to this name goes to <paramref name="receive"/>, at once and as it was sent.</summary>
    public void AddOutsider(string name, Action<Packet> receive) => _outsiders.Add(name, receive);

    /// <summary>An entity enters; it is not started.</summary>
    public T Add<T>(T entity)
        where T : SimulatedEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        _entities.Add(entity.Name, entity);
        return entity;
    }

    /// <summary>The entity of this name.</summary>
    public SimulatedEntity Entity(string name) => _entities[name];

    /// <summary>After every step.</summary>
    private protected virtual void AfterStep()
    {
    }

    /// <summary>Before the first byte of a candidate is written.</summary>
    internal virtual void BeforeWriting(SimulatedDevice device)
    {
    }

    /// <summary>An image is given control.</summary>
    internal virtual void AtBoot(SimulatedDevice device, Output.Invoke boot)
    {
    }

    /// <summary>Does something now, as an event of its own.</summary>
    public void Post(Action action) => Schedule(TimeSpan.Zero, action);

    internal void Schedule(TimeSpan after, Action action) => _events.Enqueue(action, ((Now + after).Ticks, _order++));

    internal long NextExchange() => ++_exchange;

    internal void Note(string line) => Transcript.Note(Now, line);

    internal void NoteChange(string who, string from, string to) => Transcript.NoteChange(Now, who, from, to);

    internal void NoteRefusal(string who, ResultCode code, string detail) => Transcript.NoteRefusal(Now, who, code, detail);

    internal string NameOf(DeviceId device) => _entities.Values.OfType<SimulatedDevice>().FirstOrDefault(known => known.Id == device)?.Name ?? device.ToString();

    internal void Send(Packet packet)
    {
        Transcript.NoteSent(Now, packet);
        var packets = _attackers.Aggregate((IReadOnlyList<Packet>)[packet], (all, attacker) => [.. all.SelectMany(attacker.Intercept)]);
        foreach (var passed in packets) Carry(passed);
    }

    private void Carry(Packet packet)
    {
        foreach (var (carried, after) in LinkOf(packet.From, packet.To).Carry(packet)) Schedule(after, () => Deliver(carried));
    }

    /// <summary>Through the codec, as on a real link: what is no message in bytes is none here.</summary>
    private void Deliver(Packet packet)
    {
        if (_outsiders.TryGetValue(packet.To, out var outsider))
        {
            outsider(packet);
            return;
        }

        if (!_entities.TryGetValue(packet.To, out var receiver) || !receiver.IsUp)
        {
            Note($"{packet.To}  is down, {packet.Message.GetType().Name} is lost");
            return;
        }

        var decoded = MessageCodec.Decode(packet.Raw?.Memory ?? MessageCodec.Encode(packet.Message));
        if (decoded.Value is { } message) receiver.Receive(packet with { Message = message, Raw = null });
        else receiver.ReceiveMalformed(packet, decoded.Error!.ToString()!);
    }

    private SimulatedLink LinkOf(string one, string other)
    {
        var ends = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
        if (!_links.TryGetValue(ends, out var link))
            _links[ends] = link = new SimulatedLink(Faults, new SplitMix64(Random.Next()));
        return link;
    }
}
