using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts;

/// <summary>What a host tells whoever watches it, such as a console. Entity is "device", "communicator", "tracker" or "server"; subject says which one.</summary>
public abstract record HostEvent(string Entity, string Subject)
{
    /// <summary>The host listens: on the device link, the HTTP link or for health questions.</summary>
    public sealed record Listening(string Entity, string Subject, string Address) : HostEvent(Entity, Subject);

    /// <summary>A machine went from one phase to another.</summary>
    public sealed record PhaseChanged(string Entity, string Subject, string From, string To) : HostEvent(Entity, Subject);

    /// <summary>Bytes were stored, read back or carried.</summary>
    public sealed record Progress(string Entity, string Subject, string What, ulong Done, ulong Total) : HostEvent(Entity, Subject);

    /// <summary>An input was refused.</summary>
    public sealed record Refused(string Entity, string Subject, ResultCode Code, string Detail) : HostEvent(Entity, Subject);

    /// <summary>A peer could not be reached, broke off, or sent what is no message.</summary>
    public sealed record LinkFailed(string Entity, string Subject, Link Link, ResultCode Code, string Detail) : HostEvent(Entity, Subject);

    /// <summary>A Device core handed control to an image.</summary>
    public sealed record ImageInvoked(string Subject, Slot Slot, ImageName Image) : HostEvent("device", Subject);

    /// <summary>A Device core restarts.</summary>
    public sealed record Restarted(string Subject) : HostEvent("device", Subject);

    /// <summary>What is published has changed; the number of packages of all servers together.</summary>
    public sealed record CatalogueChanged(string Subject, int Packages, int Conflicts) : HostEvent("tracker", Subject);

    /// <summary>The entity stopped because of a fault of its own.</summary>
    public sealed record Faulted(string Entity, string Subject, string Detail) : HostEvent(Entity, Subject);
}
