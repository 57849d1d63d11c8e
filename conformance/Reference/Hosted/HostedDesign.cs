using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Conformance.Reference.Hosted;

/// <summary>What the hosts of the reference protect their links and keys with. The right parts are those that they ship with; a mutant has a wrong one around them.</summary>
public sealed record HostedDesign
{
    /// <summary>The hosts as they are.</summary>
    public static HostedDesign Right { get; } = new();

    /// <summary>Where others come in.</summary>
    public Func<LinkIdentity, LinkRole, IDoor> Door { get; init; } = static (identity, _) => new RightDoor(identity);

    /// <summary>How it goes to others: its own certificate, and the role that it looks for.</summary>
    public Func<LinkIdentity, LinkRole, IWay> Way { get; init; } = static (identity, _) => new RightWay(identity);

    /// <summary>How the batches of a gateway reach the Status tracker.</summary>
    internal Func<TrackerLink, TrackerLink> Batches { get; init; } = static tracker => tracker;

    /// <summary>How the links of a device behind a gateway use what its devices share.</summary>
    internal Func<ICommunicatorLinks, Shared, ICommunicatorLinks> Links { get; init; } = static (own, shared) => new GatewayLinks(own, shared);

    /// <summary>How many bytes a gateway gives its cache.</summary>
    internal Func<ulong, ulong> CacheSize { get; init; } = static size => size;

    /// <summary>How the devices behind a gateway share it.</summary>
    internal Func<Sharing, Sharing> Sharing { get; init; } = static sharing => sharing;

    /// <summary>What becomes of a file with a private key after it was read, and what is logged of it: nothing.</summary>
    public Action<string, TextWriter> KeyRead { get; init; } = static (_, _) => { };
}

/// <summary>Where an entity is asked.</summary>
public interface IDoor : IDisposable
{
    /// <summary>How the host listens.</summary>
    HttpListen Listen { get; }

    /// <summary>Opens when the host listens; says where.</summary>
    Uri Open(Uri host);
}

/// <summary>How an entity asks.</summary>
public interface IWay : IDisposable
{
    /// <summary>What the host shows itself; null when it is not the one who shows it.</summary>
    LinkIdentity? Identity { get; }

    /// <summary>Where the host goes to reach a peer.</summary>
    Uri To(Uri peer);
}
