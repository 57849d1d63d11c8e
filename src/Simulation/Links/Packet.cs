using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <summary>One message on its way between two entities.</summary>
/// <param name="Exchange">Which request and answer belong together, as a connection tells on HTTP; the entities themselves never see it.</param>
/// <param name="From">Name of the sender.</param>
/// <param name="To">Name of the receiver.</param>
/// <param name="Link">On which link.</param>
/// <param name="Message">The message.</param>
public sealed record Packet(long Exchange, string From, string To, Link Link, Message Message)
{
    /// <summary>Bytes that arrive instead of the message's encoding, when somebody put others there.</summary>
    public Bytes? Raw { get; init; }

    /// <summary>Time on the way beyond the link's own.</summary>
    public TimeSpan Delay { get; init; }
}
