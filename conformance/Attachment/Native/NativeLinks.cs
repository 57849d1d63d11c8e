using System.Net;
using System.Text.Json.Nodes;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment.Native;

/// <summary>The links of a role as they are in the field: frames on sockets, messages in HTTP, with TLS where it is asked for.</summary>
public sealed class NativeLinks : INativeLinks
{
    private readonly Role _role;
    private readonly IReadOnlyDictionary<Link, NativeLinkSettings> _settings;
    private readonly Dictionary<Link, Uri> _addresses = [];
    private readonly Dictionary<(Link, LinkRole), HttpAsker> _askers = [];
    private readonly Dictionary<string, HttpPeer> _peers = [];
    private readonly bool _owns;
    private DeviceAsker? _device;
    private readonly List<DeviceListener> _listeners = [];
    private long _asked;

    /// <summary>Links of a role.</summary>
    /// <param name="role">The role under test.</param>
    /// <param name="settings">Where each native link is.</param>
    /// <param name="tls">The certificates; null when no link is protected.</param>
    /// <param name="owns">True when the certificates end with the links.</param>
    public NativeLinks(Role role, IReadOnlyDictionary<Link, NativeLinkSettings> settings, TlsMaterial? tls = null, bool owns = false) =>
        (_role, _settings, Tls, _owns) = (role, settings, tls, owns);

    /// <inheritdoc/>
    public IOutside? Outside { get; set; }

    /// <summary>The certificates of the peers that the suite plays; null when no link is protected.</summary>
    public TlsMaterial? Tls { get; }

    /// <inheritdoc/>
    public bool Carries(Link link) => _settings.ContainsKey(link);

    /// <summary>Whether a link is native and protected.</summary>
    public bool Protects(Link link) => Tls is not null && _settings.TryGetValue(link, out var settings)
        && (settings.Protected || settings.Address?.StartsWith("https:", StringComparison.Ordinal) == true || settings.Peers.Values.Any(static peer => peer.StartsWith("https:", StringComparison.Ordinal)));

    /// <summary>Where the implementation answers on a link.</summary>
    /// <exception cref="AttachmentException">It does not say.</exception>
    public Uri AddressOf(Link link) => _addresses.TryGetValue(link, out var address) ? address
        : throw new AttachmentException(AttachmentFault.NoLink, $"Expected an address of the {Names.Of(link)} link in the answer to 'start' or in the IXIT, there is none.");

    /// <summary>The peer that the suite plays where it is asked.</summary>
    /// <exception cref="AttachmentException">The role asks nobody of this name.</exception>
    public HttpPeer Peer(string name) => _peers.TryGetValue(name, out var peer) ? peer
        : throw new AttachmentException(AttachmentFault.NoLink, $"Expected that the suite is asked as {name}, it is not; start comes first.");

    /// <inheritdoc/>
    public JsonObject Open(IReadOnlyList<string> peers)
    {
        ArgumentNullException.ThrowIfNull(peers);
        Close();
        var told = new JsonObject();
        foreach (var (link, settings) in _settings)
        {
            switch (_role, link)
            {
                case (Role.Communicator, Link.Device):
                    foreach (var device in peers.Count > 0 ? peers : ["device"])
                    {
                        var listener = new DeviceListener(device, PointOf(device, settings), () => Outside, () => Interlocked.Increment(ref _asked));
                        _listeners.Add(listener);
                        told[device] = new JsonObject { ["connect"] = listener.Point.ToString() };
                    }

                    break;
                case (Role.Communicator, Link.Tracker):
                    told["tracker"] = new JsonObject { ["connect"] = Listen(link, "tracker", settings.Address) };
                    break;
                case (Role.StatusTracker, Link.Server):
                    foreach (var server in peers) told[server] = new JsonObject { ["connect"] = Listen(link, server, settings.Peers.GetValueOrDefault(server) ?? settings.Address) };
                    break;
                case (_, Link.Device):
                    told["device"] = new JsonObject { ["listen"] = settings.Address ?? StreamPoint.AnyPort.ToString() };
                    break;
                default:
                    told[Names.Of(link)] = new JsonObject { ["listen"] = settings.Address ?? (Protects(link) ? "https://127.0.0.1:0" : "http://127.0.0.1:0") };
                    break;
            }
        }

        return told;
    }

    /// <inheritdoc/>
    public void Bind(JsonObject bound)
    {
        ArgumentNullException.ThrowIfNull(bound);
        if (_role == Role.Communicator) return;
        foreach (var (link, settings) in _settings)
        {
            if (_role == Role.StatusTracker && link == Link.Server) continue;
            if (Told(bound, link) is not { } address) continue;
            if (link == Link.Device) _device = new DeviceAsker(StreamPoint.Parse(address), () => Outside);
            else _addresses[link] = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : throw Wrong(link, address);
        }

        string? Told(JsonObject links, Link link) => links[Names.Of(link)] is JsonObject told ? Fields.Text(told, "listen") : _settings[link].Address;
    }

    /// <inheritdoc/>
    public void Close()
    {
        _device?.Dispose();
        foreach (var listener in _listeners) listener.Dispose();
        foreach (var asker in _askers.Values) asker.Dispose();
        foreach (var peer in _peers.Values) peer.Dispose();
        _device = null;
        _listeners.Clear();
        _askers.Clear();
        _peers.Clear();
        _addresses.Clear();
    }

    /// <inheritdoc/>
    public Reply Ask(Link link, string peer, Bytes message, TimeSpan patience)
    {
        if (link == Link.Device) return _device?.Ask(message, patience) ?? throw NotStarted(link);
        return Asker(link).Ask(link, message, patience);
    }

    /// <inheritdoc/>
    public Reply Upload(string peer, Digest digest, Bytes payload, TimeSpan patience) => Asker(Link.Author).Upload(digest, payload, patience);

    /// <inheritdoc/>
    public void AnswerLate(Asked asked, Bytes message)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (asked.Link == Link.Device) _listeners.Find(listener => listener.Name == asked.To)?.AnswerLate(asked.Number, message);
        else if (_peers.TryGetValue(asked.To, out var peer)) peer.AnswerLate(asked.Number, message);
    }

    /// <inheritdoc/>
    public void Say(Bytes message) => (_listeners.FirstOrDefault() ?? throw NotStarted(Link.Device)).Say(message);

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        if (_owns) Tls?.Dispose();
    }

    /// <summary>The role that an implementation's certificate must carry.</summary>
    public LinkRole Counterpart => _role == Role.FirmwareServer ? LinkRole.Server : LinkRole.Tracker;

    /// <summary>The role of who asks on a link.</summary>
    public static LinkRole AskerOn(Link link) => link switch
    {
        Link.Tracker => LinkRole.Communicator,
        Link.Operator => LinkRole.Operator,
        Link.Server => LinkRole.Tracker,
        Link.Author => LinkRole.Author,
        _ => throw new ArgumentOutOfRangeException(nameof(link), link, null),
    };

    private HttpAsker Asker(Link link)
    {
        var role = AskerOn(link);
        if (_askers.TryGetValue((link, role), out var asker)) return asker;
        var tls = Protects(link) ? Tls : null;
        return _askers[(link, role)] = new HttpAsker(AddressOf(link), Counterpart, tls, new Conduct(tls?.Of(Credential.Right, role)));
    }

    private string Listen(Link link, string name, string? address)
    {
        var end = address is null ? new IPEndPoint(IPAddress.Loopback, 0) : EndOf(link, address);
        var tls = Protects(link) ? Tls : null;
        var peer = new HttpPeer(
            end, link, name, tls, new Conduct(tls?.Of(Credential.Right, link == Link.Tracker ? LinkRole.Tracker : LinkRole.Server)), () => Outside, () => Interlocked.Increment(ref _asked));
        _peers[name] = peer;
        return peer.Address.ToString().TrimEnd('/');
    }

    private static StreamPoint PointOf(string device, NativeLinkSettings settings) =>
        (settings.Peers.GetValueOrDefault(device) ?? settings.Address) is { } given ? StreamPoint.Parse(given) : StreamPoint.AnyPort;

    private static IPEndPoint EndOf(Link link, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip)
            ? new IPEndPoint(ip, uri.Port)
            : throw Wrong(link, address);

    private static AttachmentException Wrong(Link link, string address) =>
        new(AttachmentFault.WrongAnswer, $"Expected http://address:port or https://address:port for the {Names.Of(link)} link, got '{address}'; correct the IXIT or the shim.");

    private static AttachmentException NotStarted(Link link) => new(AttachmentFault.NoLink, $"Expected a {Names.Of(link)} link, there is none; start comes first.");
}
