using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Links;

/// <summary>Why a link did not carry a message: a result code of the transport group, and a text for people.</summary>
/// <param name="Code">The code.</param>
/// <param name="Detail">For people; nothing is decided on it.</param>
/// <param name="Closed">True when the peer closed the connection between two messages, which is not an error by itself.</param>
public sealed record LinkFault(ResultCode Code, string Detail, bool Closed = false);

/// <summary>A message that came, or why none did. Exactly one of the two is set.</summary>
public readonly record struct Arrival(Message? Message, LinkFault? Fault)
{
    /// <summary>A message came.</summary>
    public static Arrival Of(Message message) => new(message, null);

    /// <summary>None came.</summary>
    public static Arrival Failed(ResultCode code, string detail) => new(null, new LinkFault(code, detail));
}
