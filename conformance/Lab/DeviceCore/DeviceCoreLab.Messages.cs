using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <content>Bytes and requests that do not fit: what is no message, what is not permitted now, what was changed on the way, and the same once more.</content>
public sealed partial class DeviceCoreLab
{
    private const int FlippedBits = 40;

    private static readonly string[] OwnRequests = ["M-01", "M-03", "M-05", "M-07"];

    private readonly List<(string Id, Reply Reply)> _replies = [];
    private readonly List<IReadOnlyList<string>> _rehearsals = [];

    /// <summary>Sends every published message that the device link has for a Device core.</summary>
    public void SendGoldenRequests()
    {
        _replies.Clear();
        foreach (var vector in MessageVector.All.Where(static vector => OwnRequests.Contains(vector.Id))) Send($"{vector.Id} {vector.Name}", vector.Bytes);
    }

    /// <summary>Sends every published sequence of bytes that is no message: those that announce or hold too much, or the others.</summary>
    public void SendMalformed(bool excessive)
    {
        _before = Report();
        _replies.Clear();
        foreach (var vector in MalformedVector.All.Where(vector => vector.IsExcessive == excessive)) Send(vector.Name, vector.Bytes);
    }

    /// <summary>Sends every request that belongs to another link.</summary>
    public void SendForeignRequests()
    {
        var digest = Digest.Of([7]);
        _before = Report();
        _replies.Clear();
        Send(new CheckIn(Bytes.Empty, null, ResultCode.None));
        Send(new BlockRequest(digest, 0, 1));
        Send(new CatalogueRequest());
        Send(new EnvelopeRequest(digest));
        Send(new PublishRequest(Make(9).Envelope));
        Send(new WithdrawRequest(digest));
        Send(new EnrolRequest(_device, _author.Vendor, _author.Class, Profile.Core, TestKeys.Stranger.Public.Spki));
        Send(new TrackQuery(null, null));
        Send(new CancelRequest(_device));
    }

    /// <summary>Sends the requests of the device link that the present phase does not permit.</summary>
    public void SendRequestsThatAreNotPermitted()
    {
        var package = Make(77);
        var block = new ImageBlock(package.Name.Manifest, Digest.Of(package.Payload.Span), 0, package.Payload.Span[..(int)Used.BlockSize].ToArray());
        _before = Report();
        _replies.Clear();
        if (_before.Phase != DevicePhase.Receiving) Send(block);
        if (_before.Candidate is { } candidate && _before.Phase != DevicePhase.Verified) Send(new InstallRequest(candidate.Image.Manifest));
        Send(new InstallRequest(package.Name.Manifest));
    }

    /// <summary>Delivers a sound package again and again; each time one bit was changed on the way.</summary>
    public void DeliverWithBitsChanged(ulong number)
    {
        var package = Make(number);
        _package = package;
        _before = Report();
        _replies.Clear();
        for (var flipped = 0; flipped < FlippedBits; flipped++)
        {
            var (directive, envelope) = (Sign(Direct(DirectiveKind.Install, package.Name)).ToArray(), package.Envelope.ToArray());
            // Every other time in the directive, which is the shorter one.
            var target = flipped % 2 == 0 ? directive : envelope;
            var at = Random.Below(target.Length);
            target[at] ^= (byte)(1 << Random.Below(8));
            Send($"{(flipped % 2 == 0 ? "directive" : "envelope")}-{at}", MessageCodec.Encode(new DirectiveDelivery(directive, envelope)));
        }
    }

    /// <summary>Each was answered with a refusal, and nothing about the device has changed.</summary>
    public void SeesEachRefusedSomehow()
    {
        Each(_replies, static sent => sent.Id, sent => Demand(Read(sent.Reply) is Refusal { Code: not (ResultCode.None or ResultCode.Success) }, EvidenceClass.Wire, "a refusal with its reason", sent.Reply));
        SeesNoChange();
    }

    /// <summary>Each was answered with a refusal because of this, and nothing about the device has changed.</summary>
    public void SeesEachRefused(IReadOnlyList<ResultCode> codes)
    {
        Each(_replies, static sent => sent.Id, sent => DemandRefusal(sent.Reply, EvidenceClass.Wire, [.. codes]));
        SeesNoChange();
    }

    /// <summary>Each was taken for a message.</summary>
    public void SeesEachUnderstood() => Each(_replies, static sent => sent.Id, sent => Demand(
        Read(sent.Reply) is StatusReport or DirectiveAnswer or BlockAnswer or InstallAnswer or Refusal { Code: not ResultCode.MalformedMessage }, EvidenceClass.Wire, "an answer to the message", sent.Reply));

    /// <summary>No request of the scenario was refused, and each had one answer. A device that starts may refuse to report.</summary>
    public void SeesNoRefusal()
    {
        var exchanges = Implementation.Exchanges;
        var refusal = exchanges.Zip(exchanges.Skip(1)).Where(static pair => pair.Second.Name == nameof(Refusal) && pair.First.Name != nameof(StatusRequest)).Select(static pair => pair.Second.Text).FirstOrDefault();
        Demand(refusal is null, EvidenceClass.Wire, "no refusal", refusal);
        SeesNothingUnasked();
    }

    /// <summary>Sends one wrong request of each kind, one after the other.</summary>
    public void SendWrongRequests(ulong number)
    {
        _before = Report();
        _replies.Clear();
        string[] packages = ["for another vendor", "for another class", "for another device", "for another component", "that nobody signed", "whose manifest was altered", "that is no envelope"];
        foreach (var flaw in packages)
        {
            DeliverFlawed(number, flaw);
            _replies.Add((flaw, _answer));
        }

        string[] directives = ["without a directive", "with a directive that a stranger signed", "with a directive to another device", "with a directive for another nonce", "with a directive for another package"];
        foreach (var flaw in directives)
        {
            DeliverMisdirected(number, flaw);
            _replies.Add((flaw, _answer));
        }

        Send(new InstallRequest(Digest.Of([7])));
        Send(new CatalogueRequest());
        Send("no message", (byte[])[0xc1]);
    }

    /// <summary>Goes twice through the same scenario, each time on a new device with the same seed.</summary>
    public void Rehearse(bool wrong)
    {
        var provisioning = Required(_provisioning);
        var seed = Random.Next() >> 12;
        _rehearsals.Clear();
        for (var time = 0; time < 2; time++)
        {
            Implementation.Reset(seed);
            SetUp(provisioning);
            _replies.Clear();
            if (wrong) SendWrongRequests(provisioning.Number + 1);
            else Rehearse(provisioning.Number + 1);
            var report = Report();
            _rehearsals.Add([.. _replies.Select(static sent => $"{sent.Id}: {Decision(sent.Reply)}"), $"{Decisive(report)}, blocks of {report.BlockSize}, slots of {report.SlotCapacity}"]);
        }
    }

    /// <summary>The decisions were the same both times; nonces, counters and texts may differ.</summary>
    public void SeesTheSameDecisions()
    {
        var (first, second) = (_rehearsals[0], _rehearsals[1]);
        Demand(first.SequenceEqual(second), EvidenceClass.Wire, "the same decisions both times", string.Join("; ", first.Zip(second).Where(static pair => pair.First != pair.Second).Select(static pair => $"{pair.First}, then {pair.Second}")));
    }

    private void Rehearse(ulong number)
    {
        Deliver(number);
        Note("offer");
        while (_want is not null)
        {
            Listen(Ask(Wanted()));
            Note("block");
            if (Read(_answer) is not BlockAnswer) break;
        }

        Await(DevicePhase.Verified);
        Install();
        Note("install");
        AwaitRest();
    }

    private void Note(string id) => _replies.Add((id, _answer));

    private static string Decision(Reply reply) => Read(reply) switch
    {
        Refusal refusal => refusal.Code.ToString(),
        Message message => Show(message),
        null => Show(reply),
    };

    private void Send(Message message) => Send(message.GetType().Name, MessageCodec.Encode(message));

    private void Send(string id, Bytes bytes)
    {
        var name = _replies.Any(sent => sent.Id == id) ? $"{id}-{_replies.Count}" : id;
        _replies.Add((name, Implementation.Ask(Link.Device, "communicator", bytes)));
    }
}
