using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment.Bindings;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Attachment.Examination;

/// <summary>
/// Looks at an upper tester before any scenario does: whether it speaks as agreed, answers every verb in its form, and does twice what it did once. Says nothing about
/// the implementation behind it.
/// </summary>
public sealed class UpperTesterDoctor
{
    private readonly IUpperTester _tester;
    private readonly Role _role;
    private readonly List<Finding> _findings = [];
    private Hello? _hello;

    private UpperTesterDoctor(IUpperTester tester, Role role) => (_tester, _role) = (tester, role);

    /// <summary>Examines the upper tester of an implementation; stops at the first fault after which nothing can be asked any more.</summary>
    public static IReadOnlyList<Finding> Examine(IUpperTester tester, Role role)
    {
        ArgumentNullException.ThrowIfNull(tester);
        var doctor = new UpperTesterDoctor(tester, role);
        try
        {
            doctor.Examine();
        }
        catch (AttachmentException exception)
        {
            doctor._findings.Add(new Finding("attachment", Health.Faulty, exception.Message));
        }

        return doctor._findings;
    }

    private void Examine()
    {
        if (!Handshake()) return;
        Order("reset", "reset", Reset());
        Order("reset, once more", "reset", Reset());
        Order("provision", $"provision {Names.Of(_role)}", Provisioning.For(_role), "provision");
        Order("start", "start", new JsonObject { ["links"] = new JsonObject() });
        Clock();
        foreach (var what in _hello!.Queries) Query(what);
        foreach (var link in _hello.Tunnelled) Echo(link);
        Order("evidence", "evidence", []);
        Order("stop", "stop", new JsonObject { ["how"] = "orderly" });
        Order("start, after a stop", "start", new JsonObject { ["links"] = new JsonObject() });
        Order("stop, as by a cut of the power", "stop", new JsonObject { ["how"] = "crash" });
        Unknown();
        Order("reset, at the end", "reset", Reset());
        Order("bye", "bye", []);
    }

    private bool Handshake()
    {
        var result = Order("hello", "hello", new JsonObject { ["upperTester"] = Hello.Interface, ["suite"] = Implementation.Suite, ["revision"] = Specification.Revision });
        if (result is null) return false;
        _hello = Hello.Read(result);
        if (_hello.Roles.Contains(_role)) return Note("role", Health.Sound, $"{_hello.Implementation} {_hello.Version} plays {Names.Of(_role)}");
        Note("role", Health.Faulty, $"expected {Names.Of(_role)}, it plays {string.Join(", ", _hello.Roles.Select(Names.Of))}");
        return false;
    }

    private JsonObject Reset() => new() { ["role"] = Names.Of(_role), ["seed"] = 1 };

    private void Clock()
    {
        if (Order("clock", "clock", []) is not { } first) return;
        var now = Fields.Number(first, "now");
        if (!_hello!.VirtualClock)
        {
            var apart = Math.Abs(now - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            Note("clock, real", apart < 60_000 ? Health.Sound : Health.Faulty, $"{apart} ms apart from the clock of this machine");
            return;
        }

        Note("clock, virtual, after reset", now == 1_700_000_000_000 ? Health.Sound : Health.Faulty, $"it is {now}, it begins at 1700000000000");
        if (Order("clock, advanced", "clock", new JsonObject { ["advance"] = 1000 }) is not { } later) return;
        Note("clock, virtual, one second on", Fields.Number(later, "now") == now + 1000 ? Health.Sound : Health.Faulty, $"it went on by {Fields.Number(later, "now") - now} ms");
    }

    private void Query(string what)
    {
        var form = $"query {what}";
        if (Answers.Names.Contains(form)) Order(form, form, new JsonObject { ["what"] = what }, "query");
        else Note(form, Health.Faulty, "the interface has no such query");
    }

    // Bytes that are no message, on each link that the suite asks on: refused or broken off, but answered.
    private void Echo(Link link)
    {
        if (!Peers.TryGetValue((_role, link), out var peer)) return;
        var result = Order(
            $"link {Names.Of(link)}", "link", new JsonObject { ["link"] = Names.Of(link), ["peer"] = peer, ["message"] = Fields.Write(new byte[] { 0xC1 }), ["patience"] = 5000 });
        if (result is null) return;
        var refused = Fields.Flag(result, "closed") || (Fields.OptionalBinary(result, "answer") is { } answer && MessageCodec.Decode(answer.Memory).Value is Protocol.Messages.Refusal);
        Note($"link {Names.Of(link)}, what is no message", refused ? Health.Sound : Health.Faulty, refused ? "refused or broken off" : "neither refused nor broken off");
    }

    private static readonly Dictionary<(Role, Link), string> Peers = new()
    {
        [(Role.DeviceCore, Link.Device)] = "communicator",
        [(Role.StatusTracker, Link.Tracker)] = "communicator-1",
        [(Role.StatusTracker, Link.Operator)] = "operator",
        [(Role.FirmwareServer, Link.Server)] = "tracker-1",
        [(Role.FirmwareServer, Link.Author)] = "author",
    };

    private void Unknown()
    {
        try
        {
            _tester.Perform("no-such-verb", [], Nobody.Instance);
            Note("a verb that does not exist", Health.Faulty, "it was performed");
        }
        catch (UpperTesterException exception)
        {
            var sound = exception.Error is UpperTesterError.Unimplemented or UpperTesterError.Invalid;
            Note("a verb that does not exist", sound ? Health.Sound : Health.Faulty, $"{exception.Error}: {exception.Message}");
        }
    }

    private JsonObject? Order(string check, string form, JsonObject arguments, string? verb = null)
    {
        try
        {
            var result = Fields.AsSent(_tester.Perform(verb ?? form, Fields.AsSent(arguments), Nobody.Instance));
            var faults = Answers.Faults(form, result);
            Note(check, faults.Count == 0 ? Health.Sound : Health.Faulty, faults.Count == 0 ? "answered in its form" : string.Join("; ", faults));
            return faults.Count == 0 ? result : null;
        }
        catch (UpperTesterException exception)
        {
            Note(check, exception.Error == UpperTesterError.Unimplemented ? Health.Missing : Health.Faulty, $"{exception.Error}: {exception.Message}");
            return null;
        }
    }

    private bool Note(string check, Health health, string detail)
    {
        _findings.Add(new Finding(check, health, detail));
        return health == Health.Sound;
    }
}
