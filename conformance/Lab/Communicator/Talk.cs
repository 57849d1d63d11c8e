using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>One request of the Communicator under test and what became of it.</summary>
/// <param name="asked">What it asked.</param>
internal sealed class Talk(Asked asked)
{
    /// <summary>What it asked.</summary>
    public Asked Asked { get; } = asked;

    /// <summary>The request; null when its bytes are no message.</summary>
    public Message? Request => Asked.Message;

    /// <summary>When it asked.</summary>
    public Moment At => Asked.At;

    /// <summary>What the peer made of it, whether the Communicator heard of that or not; silent when the peer did not see it.</summary>
    public Reply Made { get; set; } = Reply.None;

    /// <summary>What the Communicator was told; what comes late is entered when it comes.</summary>
    public Reply Told { get; set; } = Reply.None;

    /// <summary>The message that it was told; null for none.</summary>
    public Message? Answer => Read(Told);

    /// <summary>The message that the peer made; null for none.</summary>
    public Message? Result => Read(Made);

    /// <summary>True when it was not told what the peer made of it.</summary>
    public bool IsDisturbed { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{At.UnixMilliseconds} {Request?.GetType().Name ?? "no message"} -> {Answer?.GetType().Name ?? Told.GetType().Name}";

    private static Message? Read(Reply reply) => reply is Reply.Answered answered ? MessageCodec.Decode(answered.Message.Memory).Value : null;
}
