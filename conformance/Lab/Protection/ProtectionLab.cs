using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Attachment.Examination;
using SecUpIoT.Conformance.Attachment.Native;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.Protection;

/// <summary>
/// Plays whoever may and may not come in, and whoever may and may not be believed, on the real links of one implementation. This file holds what is done; the others
/// what is observed, and the peers.
/// </summary>
public sealed partial class ProtectionLab : Laboratory
{
    private readonly Author _author;
    private readonly List<Bytes> _heard = [];
    private Reply _answer = Reply.None;
    private SimulatedPackage? _package;
    private ulong _number = 7;
    private EnrolRequest? _enrolment;
    private ulong _counter;
    private HttpPeer? _asked;
    private int _before;

    /// <summary>A laboratory with this implementation in it.</summary>
    public ProtectionLab(Implementation implementation, ulong seed)
        : base(implementation, seed)
    {
        var vendor = Uuid5.Vendor($"protection-{Random.Next():x}.example");
        _author = new Author("author", TestKeys.Author, TestKeys.Author.Public, vendor, Uuid5.Class(vendor, "device"));
        implementation.Peers = Answer;
    }

    private static TimeSpan Soon { get; } = TimeSpan.FromMilliseconds(200);

    internal SimulatedPackage LastPackage => Required(_package);

    private NativeLinks Links => Implementation.Links as NativeLinks
        ?? throw new AttachmentException(AttachmentFault.NoLink, "Expected native links, there are none; what protects them can only be seen on them.");

    private TlsMaterial Material => Links.Tls
        ?? throw new AttachmentException(AttachmentFault.NoLink, "Expected certificates for the peers of the implementation, the IXIT names none.");

    /// <summary>Provisions and starts the implementation; its links are protected.</summary>
    public void Begin()
    {
        var arguments = Provisioning.For(Implementation.Role);
        if (Implementation.Role == Role.StatusTracker) arguments["refreshInterval"] = (long)Soon.TotalMilliseconds;
        if (Implementation.Role == Role.Communicator)
        {
            foreach (var name in (string[])["defaultPoll", "leastPoll", "activePoll", "firstBackOff", "mostBackOff"]) arguments[name] = (long)Soon.TotalMilliseconds;
        }

        Implementation.Provision(arguments);
        Implementation.Start();
        if (Implementation.Role == Role.Communicator) _asked = Links.Peer("tracker");
        if (Implementation.Role == Role.StatusTracker) _asked = Links.Peer("server-1");
    }

    /// <summary>The ordinary exchange of the role, with right certificates.</summary>
    public void ExchangesAsUsual()
    {
        switch (Implementation.Role)
        {
            case Role.DeviceCore:
                if (!Implementation.Await(() => Read(Implementation.Ask(Link.Device, "communicator", new StatusRequest())) is StatusReport, Implementation.Patience))
                    throw new ObservationException("expected: a status report; observed: none");
                break;
            case Role.Communicator:
                IsAsked();
                break;
            case Role.StatusTracker:
                Try(Who.Read("an operator with a right certificate"), "ask where the devices are");
                SeesGranted();
                break;
            default:
                Try(Who.Read("a Status tracker with a right certificate"), "ask for the catalogue");
                SeesGranted();
                break;
        }
    }

    /// <summary>Somebody asks for something on a connection of their own.</summary>
    public void Try(string who, string doing) => Try(Who.Read(who), doing);

    /// <summary>The peer that the suite plays has been asked, and whoever asked showed a right certificate.</summary>
    public void IsAsked()
    {
        var peer = Required(_asked);
        Nudge();
        if (!Implementation.Await(() => peer.Requests.Count > _before, Implementation.Patience)) throw new ObservationException("expected: that the suite is asked; observed: no request");
        _before = peer.Requests.Count;
    }

    /// <summary>From now on the peer that the suite plays shows something else; the implementation comes and sees it.</summary>
    /// <exception cref="UpperTesterException">The implementation does not come in time.</exception>
    public void Show(string who)
    {
        var peer = Required(_asked);
        peer.Behave(Who.Read(who).Conduct(Material));
        _before = peer.Requests.Count;
        var ended = peer.Ended;
        Nudge();
        // It comes and goes again, or it comes and stays.
        if (!Implementation.Await(() => peer.Ended > ended || peer.Requests.Count > _before, Implementation.Patience))
            throw new UpperTesterException(UpperTesterError.Unimplemented, $"the implementation did not come within {Implementation.Patience.TotalSeconds:0} s");
    }

    /// <summary>What is no message, on every link; wrong certificates where there are certificates.</summary>
    public void Provoke()
    {
        Bytes garbage = "no message"u8.ToArray();
        switch (Implementation.Role)
        {
            case Role.DeviceCore:
                Implementation.Ask(Link.Device, "communicator", garbage);
                Implementation.Ask(Link.Device, "communicator", new DirectiveDelivery(garbage, garbage));
                break;
            case Role.Communicator:
                Show("a Status tracker with a stranger's certificate");
                _garbage = true;
                Required(_asked).Behave(Who.Read("a Status tracker with a right certificate").Conduct(Material));
                IsAsked();
                _garbage = false;
                break;
            default:
                foreach (var link in Implementation.Role == Role.StatusTracker ? (Link[])[Link.Tracker, Link.Operator] : [Link.Server, Link.Author])
                {
                    var role = NativeLinks.AskerOn(link);
                    Ask(new Who("a stranger", role, Credential.Stranger, System.Security.Authentication.SslProtocols.Tls13), link, garbage);
                    Ask(new Who("somebody", role, Credential.Right, System.Security.Authentication.SslProtocols.Tls13), link, garbage);
                }

                break;
        }
    }

    /// <summary>A package and its envelope are on their way through the implementation.</summary>
    public void CarryAPackage()
    {
        _package = NextPackage();
        switch (Implementation.Role)
        {
            case Role.Communicator:
                _carries = true;
                if (!Implementation.Await(() => _delivered, Implementation.Patience)) throw new ObservationException("expected: that the envelope reaches the Device core; observed: it does not");
                break;
            case Role.StatusTracker:
                _carries = true;
                if (!Implementation.Await(() => _fetched, Implementation.Patience)) throw new ObservationException("expected: that the envelope is fetched; observed: it is not");
                break;
            default:
                _number--;
                Try("an author with a right certificate", "publish a package");
                SeesGranted();
                break;
        }
    }

    internal SimulatedPackage NextPackage() => _package = _author.Make(new PackageOrder(++_number) { Integrated = Implementation.Role == Role.FirmwareServer });

    internal EnrolRequest NextEnrolment() =>
        _enrolment = new EnrolRequest(new DeviceId(new Guid(Random.Bytes(16))), _author.Vendor, _author.Class, Profile.Secure, TestKeys.Derive("device").Public.Spki);

    internal Bytes NextReport() => Forgery.Sign(TestKeys.Derive("device"), new DeviceReport(
        _enrolment?.Device ?? default, _author.Vendor, _author.Class, DevicePhase.Idle, _author.Make(1).Name, _author.Make(1).Name, null, null, ++_counter, new Nonce(Random.Bytes(Nonce.Size)), false, 4096, 64));

    private void Try(Who who, string doing)
    {
        var done = Doing.Named(doing);
        _granted = done.IsGranted;
        Ask(who, done.Link, MessageCodec.Encode(done.Make(this)));
    }

    private void Ask(Who who, Link link, Bytes message)
    {
        if (!Links.Protects(link)) throw new AttachmentException(AttachmentFault.NoLink, $"Expected that the {Names.Of(link)} link is protected by TLS, in the IXIT it is not.");
        using var asker = new HttpAsker(Links.AddressOf(link), Links.Counterpart, Material, who.Conduct(Material));
        _answer = Implementation.AskThrough(link, who.Name, message, () => asker.Ask(link, message, Implementation.Patience));
        if (_answer is Reply.Answered answered) _heard.Add(answered.Message);
    }

    // A Communicator that can be told to check is told; others come by themselves.
    private void Nudge()
    {
        if (Implementation.Hello.Acts.Contains("check")) Implementation.Do("check");
    }
}
