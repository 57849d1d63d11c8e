using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Protocol;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>How something behaves on its links that is no implementation at all.</summary>
public enum Nullity
{
    /// <summary>Says nothing.</summary>
    Silent,
    /// <summary>Breaks every link off.</summary>
    Closing,
    /// <summary>Refuses everything.</summary>
    Refusing,
    /// <summary>Agrees with everything.</summary>
    Agreeing,
    /// <summary>Says what it hears.</summary>
    Echoing,
    /// <summary>Says anything.</summary>
    Babbling,
    /// <summary>Is gone after its first message.</summary>
    Crashing,
    /// <summary>Never comes back from its second message.</summary>
    Hanging,
    /// <summary>Answers like a right implementation once, and then always the same.</summary>
    Replaying,
}

/// <summary>
/// Implementations that are none. Their upper testers behave well: they reset, provision and start what is not there. None of them may pass an attack: what refuses all,
/// says nothing or is dead resists nothing.
/// </summary>
public static class NullImplementations
{
    /// <summary>Every way to be none.</summary>
    public static IReadOnlyList<Nullity> All { get; } = Enum.GetValues<Nullity>();

    /// <summary>One of them in a role.</summary>
    public static IUpperTester Build(Role role, Nullity nullity) => new NullImplementation(References.Build(role), role, nullity);

    private sealed class NullImplementation(IUpperTester reference, Role role, Nullity nullity) : IUpperTester
    {
        private static readonly string[] Verbs = ["hello", "reset", "provision", "start", "stop", "do", "clock", "fault", "link", "evidence", "bye"];

        private SplitMix64 _random = new(0);
        private NullVoice _voice = new(role, new(0));
        private long _now = 1_700_000_000_000;
        private int _messages;
        private string? _last;

        public JsonObject Perform(string verb, JsonObject arguments, IOutside outside)
        {
            ArgumentNullException.ThrowIfNull(arguments);
            switch (verb)
            {
                case "hello":
                    var hello = Hello.Read(reference.Perform(verb, arguments, outside));
                    return (hello with { Implementation = $"none, {nullity}", Verbs = Verbs, Queries = [] }).Write();
                case "reset":
                    _random = new((ulong)Fields.Number(arguments, "seed") + 1);
                    _voice = new NullVoice(role, _random);
                    (_now, _messages, _last) = (1_700_000_000_000, 0, null);
                    return reference.Perform(verb, arguments, outside);
                case "provision":
                    // So that it has a key, and states its durations.
                    return reference.Perform(verb, arguments, outside);
                case "start" when nullity == Nullity.Replaying:
                    return reference.Perform(verb, arguments, outside);
                case "start":
                    return new JsonObject { ["links"] = new JsonObject() };
                case "stop" or "do" or "fault" or "bye":
                    return [];
                case "clock":
                    _now += Fields.OptionalNumber(arguments, "advance") ?? 0;
                    if (arguments["advance"] is not null) Speak(outside);
                    return new JsonObject { ["now"] = _now, ["next"] = 60_000 };
                case "evidence":
                    return new JsonObject { ["log"] = "" };
                case "link" when arguments["late"] is not null || arguments["say"] is not null:
                    return [];
                case "link":
                    return Answer(arguments, outside);
                default:
                    throw new UpperTesterException(UpperTesterError.Unimplemented, $"nothing has no '{verb}'");
            }
        }

        public void Dispose() => reference.Dispose();

        private JsonObject Answer(JsonObject arguments, IOutside outside)
        {
            _messages++;
            if (arguments["upload"] is not null && nullity is Nullity.Agreeing) return Say(null);
            switch (nullity)
            {
                case Nullity.Silent:
                    _now += Fields.OptionalNumber(arguments, "patience") ?? 0;
                    return Say(null);
                case Nullity.Closing:
                    return new JsonObject { ["closed"] = true, ["now"] = _now };
                case Nullity.Refusing:
                    return Say(_voice.Refusal());
                case Nullity.Agreeing:
                    return Say(_voice.Agreement(Fields.Binary(arguments, "message")));
                case Nullity.Echoing:
                    return Say(Fields.Binary(arguments, "message"));
                case Nullity.Babbling:
                    return Say(_random.Bytes(1 + (int)(_random.Next() % 64)));
                case Nullity.Replaying:
                    return Replay(arguments, outside);
                default:
                    if (_messages == 1) return Say(_voice.Refusal());
                    throw nullity == Nullity.Crashing
                        ? new AttachmentException(AttachmentFault.Died, "it is gone after its first message")
                        : new AttachmentException(AttachmentFault.Hung, "it never came back from its second message");
            }
        }

        // What asks by itself does so whenever time passes.
        private void Speak(IOutside outside)
        {
            if (role is not (Role.Communicator or Role.StatusTracker) || nullity is Nullity.Silent or Nullity.Closing) return;
            if (nullity is Nullity.Crashing or Nullity.Hanging && ++_messages > 1)
                throw new AttachmentException(nullity == Nullity.Crashing ? AttachmentFault.Died : AttachmentFault.Hung, "it is not there any more");
            var (link, to) = role == Role.Communicator ? (Link.Tracker, "tracker") : (Link.Server, "server-1");
            var said = nullity switch
            {
                Nullity.Babbling => _random.Bytes(1 + (int)(_random.Next() % 64)),
                Nullity.Refusing => _voice.Refusal(),
                Nullity.Echoing when _last is not null => Convert.FromBase64String(_last),
                _ => _voice.Question(),
            };
            if (outside.Ask(++_messages, link, to, said) is Reply.Answered answered) _last = Fields.Write(answered.Message);
        }

        private JsonObject Replay(JsonObject arguments, IOutside outside)
        {
            _last ??= Fields.OptionalText(reference.Perform("link", Fields.AsSent(arguments), outside), "answer");
            return new JsonObject { ["answer"] = _last, ["now"] = _now };
        }

        private JsonObject Say(Bytes? answer) => new() { ["answer"] = answer is { } bytes ? Fields.Write(bytes) : null, ["now"] = _now };
    }
}
