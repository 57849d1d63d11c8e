using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>Peers that answer nothing: for orders outside of scenarios.</summary>
internal sealed class Nobody : IOutside
{
    private Nobody()
    {
    }

    /// <summary>The one instance.</summary>
    public static Nobody Instance { get; } = new();

    public Reply Ask(long ask, Link link, string to, Bytes message) => Reply.BrokenOff;

    public void Say(Link link, Bytes message)
    {
        // Nobody hears it.
    }
}
