using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>The implementation asked a peer that the suite plays.</summary>
/// <param name="Number">Names the ask, for a late answer.</param>
/// <param name="Link">On which link.</param>
/// <param name="To">The peer.</param>
/// <param name="Bytes">What it asked, in bytes.</param>
/// <param name="At">When.</param>
public sealed record Asked(long Number, Link Link, string To, Bytes Bytes, Moment At)
{
    /// <summary>What it asked; null when the bytes are no message.</summary>
    public Message? Message { get; } = MessageCodec.Decode(Bytes.Memory).Value;
}
