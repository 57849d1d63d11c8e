using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>What can go wrong with any request, by the words that scenarios use.</summary>
internal sealed class Faults(Cast cast, TimeSpan replyTimeout, Action crash)
{
    private static readonly Bytes Garbage = new byte[] { 0xC1, 0x00, 0xFF, 0x17 };

    /// <summary>The fault of these words.</summary>
    public Func<Asked, Struck> Find(string words) => words switch
    {
        "is lost" => static _ => new Struck(Reply.None, Reply.None),
        "is seen and not answered" => asked => new Struck(cast.Answer(asked), Reply.None),
        "cannot be delivered" => static _ => new Struck(Reply.None, Reply.BrokenOff),
        "is seen and then broken off" => asked => new Struck(cast.Answer(asked), Reply.BrokenOff),
        "is answered too late" => asked => Late(asked, replyTimeout + replyTimeout / 2),
        "is answered with garbage" => asked => new Struck(cast.Answer(asked), new Reply.Answered(Garbage)),
        "is answered with another message" => asked => new Struck(cast.Answer(asked), Answered(new WithdrawAnswer(Digest.Of([1])))),
        "is refused" => static _ => new Struck(Reply.None, Answered(new Refusal(ResultCode.Busy, "not now"))),
        "finds the Device core restarting" => _ => After(cast.CutPower),
        "finds the Status tracker restarting" => _ => After(cast.RestartTracker),
        "is answered slowly" => asked => Late(asked, replyTimeout * 0.5),
        "is answered at the last moment" => asked => Late(asked, replyTimeout * 0.9),
        "is lost in a crash of the Communicator" => _ => new Struck(Reply.None, Reply.None) { Interrupt = crash },
        "is seen before a crash of the Communicator" => asked => new Struck(cast.Answer(asked), Reply.None) { Interrupt = crash },
        _ => throw new SuiteErrorException($"no request '{words}'"),
    };

    /// <summary>The answer of the peer, later.</summary>
    public Struck Late(Asked asked, TimeSpan after)
    {
        var made = cast.Answer(asked);
        return made is Reply.Answered answered ? new Struck(made, Reply.None) { Later = answered.Message, After = after } : new Struck(made, made);
    }

    /// <summary>Another answer in place of the one that the peer made of it.</summary>
    public Func<Asked, Struck> Instead<T>(Func<T, Message> other)
        where T : Message => asked =>
        {
            var made = cast.Answer(asked);
            return new Struck(made, Read(made) is T right ? Answered(other(right)) : made);
        };

    /// <summary>A reply with this message.</summary>
    public static Reply Answered(Message message) => new Reply.Answered(MessageCodec.Encode(message));

    /// <summary>The message in a reply; null for none.</summary>
    public static Message? Read(Reply reply) => reply is Reply.Answered answered ? MessageCodec.Decode(answered.Message.Memory).Value : null;

    private static Struck After(Action happens)
    {
        happens();
        return new Struck(Reply.None, Reply.None);
    }
}
