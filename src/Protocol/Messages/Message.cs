using MessagePack;

namespace SecUpIoT.Protocol.Messages;

/// <summary>
/// Everything the four entities, the author and the operator say to each other (spec/messages.md).
/// On the wire: <c>[tag, [field 0, field 1, ...]]</c>; the tag is the number of the M-id. Tags and keys are wire contract.
/// </summary>
public abstract record Message
{
    private protected Message()
    {
    }

    /// <summary>The wire tag: the number of the M-id.</summary>
    public abstract byte Tag { get; }

    /// <summary>Writes the fields, without the tag.</summary>
    internal abstract void Write(ref MessagePackWriter writer);
}
