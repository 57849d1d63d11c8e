using System.Diagnostics;
using System.Text.Json.Nodes;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>
/// The implementation under test as laboratories use it: the upper tester's verbs with types, the links wherever they are, the time whoever has it,
/// and a record of every message.
/// </summary>
public sealed class Implementation : IOutside, IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly IUpperTester _tester;
    private readonly INativeLinks? _links;
    private readonly List<Exchange> _exchanges = [];
    private readonly Mailroom _mailroom;
    private readonly TimeSpan _patience;
    private IReadOnlyList<string> _peers = [];

    /// <summary>The implementation behind an upper tester.</summary>
    /// <param name="tester">The upper tester; disposed of with this.</param>
    /// <param name="role">The role under test.</param>
    /// <param name="links">The links that are not tunnelled; null when all are.</param>
    /// <param name="patience">How long is waited at most for an implementation with a real clock.</param>
    public Implementation(IUpperTester tester, Role role, INativeLinks? links = null, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(tester);
        (_tester, Role, _links, _patience) = (tester, role, links, patience ?? Deadlines.Default.Patience);
        _mailroom = new Mailroom(this);
        try
        {
            Hello = Hello.Read(Order("hello", new JsonObject { ["upperTester"] = Hello.Interface, ["suite"] = Suite, ["revision"] = Specification.Revision }));
            if (!Hello.Roles.Contains(role))
                throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected an implementation of {Names.Of(role)}, '{Hello.Implementation}' plays {string.Join(", ", Hello.Roles.Select(Names.Of))}.");
        }
        catch
        {
            // Nobody else has it yet: what was started must not be left behind.
            links?.Dispose();
            tester.Dispose();
            throw;
        }

        if (links is not null) links.Outside = _mailroom;
    }

    /// <summary>The version of this suite.</summary>
    public static string Suite { get; } = typeof(Implementation).Assembly.GetName().Version!.ToString(3);

    /// <summary>What it says about itself.</summary>
    public Hello Hello { get; }

    /// <summary>The role under test.</summary>
    public Role Role { get; }

    /// <summary>The profile that it is claimed for: no scenario provisions a higher one.</summary>
    public Profile Profile { get; set; } = Profile.Secure;

    /// <summary>The links that are not tunnelled; null when all are.</summary>
    public INativeLinks? Links => _links;

    /// <summary>How long is waited at most for an implementation with a real clock.</summary>
    public TimeSpan Patience => _patience;

    /// <summary>True when it lives in the suite's own process, so that what it shows of its inside is looked at and not told.</summary>
    public bool IsInProcess { get; init; }

    /// <summary>Everything that passed between suite and implementation, in order.</summary>
    public IReadOnlyList<Exchange> Exchanges => _exchanges;

    /// <summary>The peers: what the suite replies when the implementation asks. Without one, nobody answers.</summary>
    public Func<Asked, Reply> Peers { get; set; } = static _ => Reply.None;

    /// <summary>Messages that answered nothing, in order (R-GEN-02).</summary>
    public IReadOnlyList<Bytes> Unasked => _unasked;

    private readonly List<Bytes> _unasked = [];

    /// <summary>Milliseconds since 1970 by the implementation's clock, as last heard.</summary>
    public Moment Now { get; private set; } = new(1_700_000_000_000);

    /// <summary>All that was durable is gone.</summary>
    public void Reset(ulong seed)
    {
        Order("reset", new JsonObject { ["role"] = Names.Of(Role), ["seed"] = seed });
        Now = new(1_700_000_000_000);
        if (!Hello.VirtualClock) Look();
    }

    /// <summary>Provisions the role; the arguments and the result are those of UPPER-TESTER.md.</summary>
    public JsonObject Provision(JsonObject arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _peers = Fields.Texts(arguments, Role == Role.Communicator ? "devices" : "servers");
        return Order("provision", arguments);
    }

    /// <summary>Starts the role, and with it the links.</summary>
    public void Start()
    {
        var wanted = _links?.Open(_peers) ?? [];
        var result = Order("start", new JsonObject { ["links"] = wanted });
        if (_links is null) return;
        _links.Bind(result["links"] as JsonObject ?? throw new AttachmentException(AttachmentFault.WrongAnswer, "Expected the links in the answer to 'start', got none; UPPER-TESTER.md, Links."));
    }

    /// <summary>Stops it in order.</summary>
    public void Stop() => Halt("orderly");

    /// <summary>Everything that is not durable is lost.</summary>
    public void Crash() => Halt("crash");

    /// <summary>An act of the role.</summary>
    public void Do(string act, JsonObject? arguments = null)
    {
        var order = arguments ?? [];
        order["act"] = act;
        Order("do", order);
    }

    /// <summary>The answer to a query.</summary>
    public JsonObject Query(string what) => Order("query", new JsonObject { ["what"] = what });

    /// <summary>Causes a fault.</summary>
    public void Fault(string kind, JsonObject? arguments = null)
    {
        var order = arguments ?? [];
        order["kind"] = kind;
        Order("fault", order);
    }

    /// <summary>What the implementation logged.</summary>
    public string Log() => Fields.OptionalText(Order("evidence", []), "log") ?? "";

    /// <summary>Lets time pass.</summary>
    /// <exception cref="UpperTesterException">The implementation has no virtual clock, and the suite has not so much patience.</exception>
    public void Pass(TimeSpan span) => Await(static () => false, span);

    /// <summary>Lets time pass until something holds, or for <paramref name="most"/>.</summary>
    /// <returns>Whether it holds.</returns>
    /// <exception cref="UpperTesterException">The implementation has no virtual clock, and the suite has not so much patience.</exception>
    public bool Await(Func<bool> until, TimeSpan most)
    {
        ArgumentNullException.ThrowIfNull(until);
        return Hello.VirtualClock ? AwaitVirtual(until, most) : AwaitReal(until, most);
    }

    /// <summary>The suite asks, with a message.</summary>
    public Reply Ask(Link link, string peer, Message message, TimeSpan? patience = null) => Ask(link, peer, MessageCodec.Encode(message), patience);

    /// <summary>The suite asks, with any bytes.</summary>
    public Reply Ask(Link link, string peer, Bytes message, TimeSpan? patience = null)
    {
        Note(peer, "implementation", Names.Of(link), message);
        var reply = IsTunnelled(link)
            ? Tunnel(link, new JsonObject { ["link"] = Names.Of(link), ["peer"] = peer, ["message"] = Fields.Write(message), ["patience"] = Milliseconds(patience ?? TimeSpan.FromSeconds(5)) })
            : Meanwhile(() => Native(link).Ask(link, peer, message, patience ?? _patience));
        return Noted(link, peer, reply);
    }

    /// <summary>The suite asks on a way of its own, such as a connection with a wrong certificate; it is written down like any other.</summary>
    public Reply AskThrough(Link link, string peer, Bytes message, Func<Reply> way)
    {
        ArgumentNullException.ThrowIfNull(way);
        Note(peer, "implementation", Names.Of(link), message);
        return Noted(link, peer, Meanwhile(way));
    }

    /// <summary>What the implementation says is there to be looked at.</summary>
    public JsonObject Evidence() => Order("evidence", []);

    /// <summary>The author uploads a payload; null when it is taken.</summary>
    public Reply Upload(string peer, Digest digest, Bytes payload)
    {
        Note(peer, "implementation", "author", "Upload", $"{payload.Length} bytes as {digest}", payload);
        var reply = IsTunnelled(Link.Author)
            ? Tunnel(Link.Author, new JsonObject { ["link"] = "author", ["peer"] = peer, ["upload"] = digest.ToHex(), ["message"] = Fields.Write(payload) })
            : Meanwhile(() => Native(Link.Author).Upload(peer, digest, payload, _patience));
        return reply is Reply.Silent ? reply : Noted(Link.Author, peer, reply);
    }

    /// <summary>The answer to an ask that was held, after all.</summary>
    public void AnswerLate(Asked asked, Bytes message)
    {
        ArgumentNullException.ThrowIfNull(asked);
        Note(asked.To, "implementation", Names.Of(asked.Link), message);
        if (IsTunnelled(asked.Link)) Order("link", new JsonObject { ["late"] = asked.Number, ["message"] = Fields.Write(message) });
        else Native(asked.Link).AnswerLate(asked, message);
    }

    /// <summary>The Device core that the suite plays says something that nobody asked for.</summary>
    public void Say(Bytes message)
    {
        Note("device", "implementation", "device", message);
        if (IsTunnelled(Link.Device)) Order("link", new JsonObject { ["link"] = "device", ["say"] = Fields.Write(message) });
        else Native(Link.Device).Say(message);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Order("bye", []);
        }
        catch (Exception exception) when (exception is AttachmentException or UpperTesterException)
        {
            // It is gone already.
        }

        _mailroom.Dispose();
        _links?.Dispose();
        _tester.Dispose();
    }

    Reply IOutside.Ask(long ask, Link link, string to, Bytes message)
    {
        Note("implementation", to, Names.Of(link), message);
        var reply = Peers(new Asked(ask, link, to, message, Now));
        if (reply is Reply.Answered answered) Note(to, "implementation", Names.Of(link), answered.Message);
        else Note(to, "implementation", Names.Of(link), reply is Reply.Failed ? "(broken off)" : "(silent)", "", Bytes.Empty);
        return reply;
    }

    void IOutside.Say(Link link, Bytes message)
    {
        Note("implementation", "communicator", Names.Of(link), message);
        _unasked.Add(message);
    }

    private bool AwaitVirtual(Func<bool> until, TimeSpan most)
    {
        var end = Now.Plus(most);
        while (!until() && Now < end)
        {
            var next = Fields.OptionalNumber(Clock(null), "next");
            var left = end.UnixMilliseconds - Now.UnixMilliseconds;
            Clock(next is { } due && due < left ? Math.Max(1, due) : left);
        }

        return until();
    }

    private bool AwaitReal(Func<bool> until, TimeSpan most)
    {
        if (most > _patience) throw new UpperTesterException(UpperTesterError.Unimplemented, $"the clock is real, and {most} is longer than the patience of {_patience} in the IXIT");
        var watch = Stopwatch.StartNew();
        while (!until() && most - watch.Elapsed is { Ticks: > 0 } left)
        {
            // What the implementation asks comes by itself on a native link, and with the next answer on a tunnelled one.
            if (Hello.Tunnelled.Count > 0) Look();
            _mailroom.Work(left < Glance ? left : Glance);
        }

        Look();
        return until();
    }

    private void Halt(string how)
    {
        Order("stop", new JsonObject { ["how"] = how });
        _links?.Close();
    }

    private void Look() => Clock(null);

    private JsonObject Clock(long? advance)
    {
        // Nobody advances beyond the next timer, so what the implementation asks meanwhile it asks at the end.
        Now = Now.Plus(TimeSpan.FromMilliseconds(advance ?? 0));
        var result = Perform("clock", advance is null ? [] : new JsonObject { ["advance"] = advance });
        Now = new(Fields.Number(result, "now"));
        return result;
    }

    private Reply Tunnel(Link link, JsonObject arguments)
    {
        var result = Perform("link", arguments);
        if (Hello.VirtualClock && result.ContainsKey("now")) Now = new(Fields.Number(result, "now"));
        if (Fields.Flag(result, "closed")) return Reply.BrokenOff;
        return Fields.OptionalBinary(result, "answer") is { } answer ? new Reply.Answered(answer) : Reply.None;
    }

    private Reply Noted(Link link, string peer, Reply reply)
    {
        if (reply is Reply.Answered answered) Note("implementation", peer, Names.Of(link), answered.Message);
        else Note("implementation", peer, Names.Of(link), reply is Reply.Failed ? "(broken off)" : "(silent)", "", Bytes.Empty);
        return reply;
    }

    private bool IsTunnelled(Link link) => Hello.Tunnelled.Contains(link) && _links?.Carries(link) != true;

    private INativeLinks Native(Link link) => _links?.Carries(link) == true
        ? _links
        : throw new AttachmentException(AttachmentFault.NoLink, $"Expected that the {Names.Of(link)} link is tunnelled or native, it is neither; name it in the IXIT.");

    private JsonObject Order(string verb, JsonObject arguments)
    {
        Note("suite", "implementation", "control", verb, arguments.ToJsonString(), Bytes.Empty);
        return Perform(verb, arguments);
    }

    private JsonObject Perform(string verb, JsonObject arguments) => _links is not null
        ? Meanwhile(() => Fields.AsSent(_tester.Perform(verb, Fields.AsSent(arguments), _mailroom)))
        : Fields.AsSent(_tester.Perform(verb, Fields.AsSent(arguments), this));

    // While something else goes on, the peers still answer, and on this thread.
    private T Meanwhile<T>(Func<T> action) => _links is not null ? _mailroom.WorkUntil(Task.Run(action)) : action();

    private void Note(string from, string to, string link, Bytes message)
    {
        var decoded = MessageCodec.Decode(message.Memory);
        if (decoded.Value is { } read) Note(from, to, link, read.GetType().Name, read.ToString()!, message);
        else Note(from, to, link, "(no message)", decoded.Error!.ToString()!, message);
    }

    private void Note(string from, string to, string link, string name, string text, Bytes bytes)
    {
        _exchanges.Add(new Exchange(_exchanges.Count + 1, Now.UnixMilliseconds, from, to, link, name, text, bytes));
    }

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
