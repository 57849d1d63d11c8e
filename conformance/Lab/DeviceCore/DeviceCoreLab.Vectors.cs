using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <content>The published vectors: packages, directives, and bytes that are messages or none.</content>
public sealed partial class DeviceCoreLab
{
    private readonly List<(string Id, Reply Reply, IReadOnlyList<ResultCode> Allowed)> _refusals = [];
    private readonly List<(PackageVector Vector, Reply Reply)> _accepted = [];
    private DeviceReport? _before;

    /// <summary>The device is what the published packages are for, and trusts their author; the second one as well, where it is asked for.</summary>
    public void ProvisionForPackages(bool bothAuthors)
    {
        var device = PackageVector.Device;
        var key = PackageVector.Key("author");
        var author = new Author("author", key, key.Public, new VendorId(Guid.Parse((string)device["vendor"]!)), new ClassId(Guid.Parse((string)device["class"]!)));
        IReadOnlyList<Bytes> anchors = bothAuthors ? [PackageVector.Spki("author"), PackageVector.Spki("author-p256")] : [PackageVector.Spki("author")];
        SetUp(new Provisioning(new DeviceId(Guid.Parse((string)device["device"]!)), author, Profile.Secure, 6)
        {
            Authors = anchors,
            Components = ["firmware", "radio"],
            SlotCapacity = 65536,
            BlockSize = 1024,
        });
        AwaitRunning(6);
    }

    /// <summary>The device is the one to which the published directives are addressed, and trusts their Status tracker.</summary>
    public void ProvisionForDirectives(ulong number)
    {
        SetUp(new Provisioning(DirectiveVector.Device, _author, Profile.Secure, number) { Tracker = DirectiveVector.Tracker });
        AwaitRunning(number);
    }

    /// <summary>A sound package is accepted, and cancelled again: the positive control of the vectors.</summary>
    public void AcceptAndCancel(ulong number)
    {
        Deliver(number);
        SeesAcceptance();
        Cancel();
        Demand(Read(_answer) is DirectiveAnswer { Phase: DevicePhase.Idle }, EvidenceClass.Wire, "the update is cancelled", _answer);
        _want = null;
    }

    /// <summary>Every published package of a set is delivered, each with a directive of its own.</summary>
    public void DeliverVectors(string set)
    {
        _before = Report();
        _refusals.Clear();
        foreach (var vector in VectorSets.Refused(set)) _refusals.Add((vector.Name, Ask(Delivery(vector)), vector.Results));
    }

    /// <summary>Every published package of a set is delivered, each to a new device.</summary>
    public void DeliverRightVectors(string set)
    {
        var provisioning = Required(_provisioning);
        _accepted.Clear();
        foreach (var vector in VectorSets.Accepted(set))
        {
            Replace(provisioning);
            _accepted.Add((vector, Ask(Delivery(vector))));
        }
    }

    /// <summary>Every published directive that is not right for this device now is delivered with a sound package.</summary>
    public void DeliverDirectiveVectors(ulong number)
    {
        var package = Make(number);
        _before = Report();
        _refusals.Clear();
        foreach (var vector in DirectiveVector.All) _refusals.Add((vector.Name, Ask(new DirectiveDelivery(vector.Signed, package.Envelope)), vector.Results));
    }

    /// <summary>Each delivery was refused with a code that its fault allows, and nothing about the device has changed.</summary>
    public void SeesEachRefused()
    {
        Each(_refusals, static refusal => refusal.Id, refusal => DemandRefusal(refusal.Reply, EvidenceClass.Wire, [.. refusal.Allowed]));
        SeesNoChange();
    }

    /// <summary>Each delivery was accepted.</summary>
    public void SeesEachAccepted() => Each(_accepted, static accepted => accepted.Vector.Name, accepted => Demand(
        Read(accepted.Reply) is DirectiveAnswer answer && (answer.Want is null || accepted.Vector.Payloads.Contains(answer.Want.Payload)), EvidenceClass.Wire, "the package is accepted", accepted.Reply));

    /// <summary>Phase, images, candidate and outcome are those from before.</summary>
    public void SeesNoChange()
    {
        var (before, now) = (Required(_before), Report());
        Demand(Decisive(before) == Decisive(now), EvidenceClass.Effect, $"everything as before: {Decisive(before)}", Decisive(now));
    }

    private DirectiveDelivery Delivery(PackageVector vector)
    {
        // A directive for the very manifest, where one can be read; else for any.
        var manifest = EnvelopeReader.Read(vector.Envelope.Memory, SuitLimits.Default) is { IsOk: true, Value.ManifestDigest: var named } ? named : Digest.Of(vector.Envelope.Span);
        return new(Sign(Direct(DirectiveKind.Install, new ImageName(SequenceNumber.None, manifest))), vector.Envelope);
    }

    private static string Decisive(DeviceReport report) =>
        $"{report.Phase}, running {report.Running?.ToString() ?? "nothing"}, confirmed {report.Confirmed}, candidate {report.Candidate?.ToString() ?? "none"}, outcome {report.LastOutcome?.ToString() ?? "none"}";
}
