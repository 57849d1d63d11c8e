using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Simulation;

/// <summary>
/// The four entities in one deterministic world: a virtual clock, a queue of events ordered by time and then by sequence, links with faults,
/// crashes, power cuts and attackers. The same settings give the same run.
/// </summary>
public sealed partial class World
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _events = new();
    private readonly Dictionary<string, SimulatedEntity> _entities = [];
    private readonly Dictionary<(string, string), SimulatedLink> _links = [];
    private readonly List<IAttacker> _attackers = [];
    private readonly SplitMix64 _random;
    private long _order;
    private long _exchange;

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>The true time: what every clock shows that is not wrong.</summary>
    public Moment Clock => Settings.Begin.Plus(Now);

    /// <summary>Events that were processed.</summary>
    public int Steps { get; private set; }

    /// <summary>What happened.</summary>
    public Transcript Transcript { get; } = new();

    /// <summary>What every machine did, from the first step on; null when <see cref="WorldSettings.Trace"/> is off.</summary>
    public TraceRecording? Trace { get; }

    /// <summary>What must never happen; checked after every step.</summary>
    public Invariants Invariants { get; }

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
        Invariants.Check();
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

    internal void Schedule(TimeSpan after, Action action) => _events.Enqueue(action, ((Now + after).Ticks, _order++));

    internal long NextExchange() => ++_exchange;

    internal void Note(string line) => Transcript.Note(Now, line);

    internal void NoteChange(string who, string from, string to) => Transcript.NoteChange(Now, who, from, to);

    internal void NoteRefusal(string who, ResultCode code, string detail) => Transcript.NoteRefusal(Now, who, code, detail);

    internal string NameOf(DeviceId device) => Devices.FirstOrDefault(known => known.Id == device)?.Name ?? device.ToString();

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
            _links[ends] = link = new SimulatedLink(Settings.Faults, new SplitMix64(_random.Next()));
        return link;
    }
}
