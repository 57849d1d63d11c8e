using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Reference;

/// <summary>
/// One role of the reference behind the upper tester interface: its machine in a virtual clock, all links tunnelled. What is common to the roles stands
/// here; where a role differs, it says so.
/// </summary>
public abstract class ReferenceRole(Role role, Design design) : IUpperTester
{
    private static readonly Moment Begin = new(1_700_000_000_000);

    private readonly Dictionary<long, Packet> _held = [];
    private readonly List<Bytes> _answers = [];
    private readonly HashSet<string> _askers = [];
    private Stage? _stage;
    private IOutside? _outside;
    private long _exchange = 1_000_000;
    private long? _open;

    /// <summary>What it is built from.</summary>
    protected Design Design { get; } = design;

    /// <summary>The seed of the last reset.</summary>
    protected ulong Seed { get; private set; }

    /// <summary>Where the role lives.</summary>
    protected Stage Stage => _stage ?? throw new UpperTesterException(UpperTesterError.Busy, "reset comes first");

    /// <summary>The entity; null until it is provisioned.</summary>
    protected abstract SimulatedEntity? Entity { get; }

    private protected SimulatedEntity Provisioned => Entity ?? throw new UpperTesterException(UpperTesterError.Busy, "provision comes first");

    /// <inheritdoc/>
    public JsonObject Perform(string verb, JsonObject arguments, IOutside outside)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _outside = outside;
        return verb switch
        {
            "hello" => Greet(),
            "reset" => Reset((ulong)Fields.Number(arguments, "seed")),
            "provision" => Provision(arguments),
            "start" => Run(() => Provisioned.Start()),
            "stop" => Run(Halt),
            "do" => Run(() => Do(Fields.Text(arguments, "act"), arguments)),
            "query" => Query(Fields.Text(arguments, "what")),
            "clock" => Clock(Fields.OptionalNumber(arguments, "advance")),
            "fault" => Run(() => Fault(Fields.Text(arguments, "kind"), arguments)),
            "link" => Carry(arguments),
            "evidence" => new JsonObject { ["log"] = string.Join('\n', Stage.Transcript.Lines) },
            "bye" => [],
            _ => throw new UpperTesterException(UpperTesterError.Invalid, $"there is no verb '{verb}'"),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Nothing is held but memory.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>What <c>do</c>, <c>query</c> and <c>fault</c> know.</summary>
    protected abstract (IReadOnlyList<string> Acts, IReadOnlyList<string> Queries, IReadOnlyList<string> Faults) Offers { get; }

    /// <summary>The links of the role.</summary>
    protected abstract IReadOnlyList<Link> Links { get; }

    /// <summary>Everything durable is gone.</summary>
    protected abstract void Forget();

    /// <summary>Makes the entity.</summary>
    protected abstract JsonObject Provision(JsonObject arguments);

    /// <summary>An act.</summary>
    protected virtual void Do(string act, JsonObject arguments) => throw Unimplemented($"act '{act}'");

    /// <summary>A query.</summary>
    protected virtual JsonObject Query(string what) => throw Unimplemented($"query '{what}'");

    /// <summary>A fault.</summary>
    protected virtual void Fault(string kind, JsonObject arguments) => throw Unimplemented($"fault '{kind}'");

    /// <summary>A request that does not go through the entity's links but through what its host offers beside them; null when it does.</summary>
    protected virtual Message? AskHost(Link link, Message request) => null;

    /// <summary>An upload; the refusal, or null.</summary>
    protected virtual Refusal? Upload(Digest digest, Bytes payload) => throw Unimplemented("uploads");

    /// <summary>The link failed under a question of the entity.</summary>
    protected virtual void Fail(Packet question)
    {
    }

    /// <summary>The entity of this role asks <paramref name="name"/> on a link, and the suite replies.</summary>
    protected void AddPeer(string name) => Stage.AddOutsider(name, Hear);

    /// <summary>As an event of its own, now: the entity is in the middle of performing its outputs.</summary>
    private protected void Later(Action action) => Stage.Post(action);

    private protected static long Written(TimeSpan span) => (long)span.TotalMilliseconds;

    private protected static UpperTesterException Unimplemented(string what) => new(UpperTesterError.Unimplemented, $"the reference has no {what}");

    private protected static TimeSpan Duration(JsonObject arguments, string name, TimeSpan otherwise) =>
        Fields.OptionalNumber(arguments, name) is { } given ? TimeSpan.FromMilliseconds(given) : otherwise;

    private JsonObject Greet()
    {
        var (acts, queries, faults) = Offers;
        string[] verbs = ["hello", "reset", "provision", "start", "stop", "do", "query", "clock", "fault", "link", "evidence", "bye"];
        return new Hello("SecUpIoT reference", Implementation.Suite, [role], VirtualClock: true, verbs, acts, queries, faults, Links).Write();
    }

    private JsonObject Reset(ulong seed)
    {
        Seed = seed;
        _stage = new Stage(seed, Begin, LinkFaults.None with { LeastDelay = TimeSpan.Zero, MostDelay = TimeSpan.Zero });
        _held.Clear();
        _askers.Clear();
        Forget();
        return [];
    }

    private void Halt()
    {
        Provisioned.TurnOff();
        _held.Clear();
        Lose();
    }

    /// <summary>For designs that hold nothing durably.</summary>
    protected virtual void Lose()
    {
    }

    private JsonObject Run(Action action)
    {
        action();
        // What happens at once happens before the answer.
        Stage.RunFor(TimeSpan.Zero);
        return [];
    }

    private JsonObject Clock(long? advance)
    {
        if (advance is { } span) Stage.RunFor(TimeSpan.FromMilliseconds(span));
        return new JsonObject { ["now"] = Stage.Clock.UnixMilliseconds, ["next"] = Stage.Next is { } next ? (long)Math.Ceiling(next.TotalMilliseconds) : null };
    }

    private JsonObject Carry(JsonObject arguments)
    {
        if (Fields.OptionalNumber(arguments, "late") is { } late)
        {
            if (!_held.Remove(late, out var question)) throw new UpperTesterException(UpperTesterError.Invalid, $"nothing was asked as {late}");
            return Run(() => Answer(question, Fields.Binary(arguments, "message")));
        }

        var link = Names.ReadLink(Fields.Text(arguments, "link"));
        if (Fields.OptionalBinary(arguments, "say") is { } said) return Run(() => Inject("device", link, Design.Hear(link, said), ++_exchange));
        var (peer, message) = (Asker(link, Fields.Text(arguments, "peer")), Design.Hear(link, Fields.Binary(arguments, "message")));
        if (Fields.OptionalText(arguments, "upload") is { } upload)
            return Result(Upload(Digest.FromHex(upload), message) is { } refusal ? (Bytes?)MessageCodec.Encode(refusal) : default);
        if (!Design.Answers(link, peer)) return Result(null);
        return Ask(link, peer, message, Fields.OptionalNumber(arguments, "patience") ?? 5000);
    }

    // On the device link there is one Communicator, whatever it is called; elsewhere anybody may ask.
    private string Asker(Link link, string peer)
    {
        var name = link == Link.Device ? "communicator" : peer;
        if (_askers.Add(name)) Stage.AddOutsider(name, Collect);
        return name;
    }

    private JsonObject Ask(Link link, string peer, Bytes message, long patience)
    {
        if (MessageCodec.Decode(message.Memory).Value is { } request && AskHost(link, request) is { } told)
            return Result(Design.Say(link, MessageCodec.Encode(told)).Select(static bytes => (Bytes?)bytes).FirstOrDefault());
        var end = Stage.Now + TimeSpan.FromMilliseconds(patience);
        _answers.Clear();
        _open = ++_exchange;
        Inject(peer, link, message, _exchange);
        Stage.RunFor(TimeSpan.Zero);
        while (_answers.Count == 0 && Stage.Next is { } next && Stage.Now + next <= end) Stage.RunFor(next);
        // Nothing is in the way any more: what is silent now stays silent until its patience ends.
        if (_answers.Count == 0) Stage.RunFor(end - Stage.Now);
        _open = null;
        Bytes? answer = _answers.Count == 0 ? default(Bytes?) : _answers[0];
        foreach (var more in _answers.Skip(1)) _outside!.Say(link, more);
        return Result(answer);
    }

    private JsonObject Result(Bytes? answer) => new()
    {
        ["answer"] = answer is { } bytes ? Fields.Write(bytes) : null,
        ["now"] = Stage.Clock.UnixMilliseconds,
    };

    private void Collect(Packet packet)
    {
        foreach (var said in Design.Say(packet.Link, MessageCodec.Encode(packet.Message)))
        {
            if (_open is not null) _answers.Add(said);
            else _outside!.Say(packet.Link, said);
        }
    }

    private void Hear(Packet packet)
    {
        var link = packet.Link;
        foreach (var said in Design.Say(link, MessageCodec.Encode(packet.Message)))
        {
            switch (_outside!.Ask(packet.Exchange, link, packet.To, said))
            {
                case Reply.Answered answered:
                    Answer(packet, answered.Message);
                    break;
                case Reply.Failed:
                    Fail(packet);
                    break;
                default:
                    _held[packet.Exchange] = packet;
                    break;
            }
        }
    }

    private void Answer(Packet question, Bytes message) => Inject(question.To, question.Link, Design.Hear(question.Link, message), question.Exchange);

    private void Inject(string from, Link link, Bytes message, long exchange) =>
        Stage.Inject(new Packet(exchange, from, Provisioned.Name, link, new StatusRequest()) { Raw = Design.Hear(link, message) });

    private static Link NameOf(Link link) => link;
}
