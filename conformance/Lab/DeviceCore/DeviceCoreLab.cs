using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <summary>
/// Plays author, Status tracker and Communicator towards one Device core under test. This file holds what is done; the other one what is observed.
/// </summary>
public sealed partial class DeviceCoreLab : Laboratory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const ulong SlotCapacity = 4096;

    private readonly Author _author;
    private readonly DeviceId _device;
    private IVerifier? _reportKey;
    private Profile _profile;
    private SimulatedPackage? _package;
    private DirectiveDelivery? _delivery;
    private Reply _answer = Reply.None;
    private BlockWant? _want;

    /// <summary>A laboratory with this device in it.</summary>
    public DeviceCoreLab(Implementation implementation, ulong seed)
        : base(implementation, seed)
    {
        _device = new DeviceId(new Guid(Random.Bytes(16)));
        var vendor = Uuid5.Vendor("conformance.example");
        _author = new Author("author", TestKeys.Author, TestKeys.Author.Public, vendor, Uuid5.Class(vendor, "device under test"));
    }

    /// <summary>The device leaves the factory with an image of this number.</summary>
    public void Provision(Profile profile, ulong number)
    {
        _profile = profile;
        var factory = _author.Make(number);
        var result = Implementation.Provision(new JsonObject
        {
            ["device"] = _device.ToString(),
            ["vendor"] = _author.Vendor.ToString(),
            ["class"] = _author.Class.ToString(),
            ["profile"] = profile.ToString(),
            ["clock"] = profile == Profile.Secure,
            ["authors"] = new JsonArray(Fields.Write(TestKeys.Author.Public.Spki)),
            ["trackers"] = new JsonArray(Fields.Write(TestKeys.Tracker.Public.Spki)),
            ["factory"] = new JsonObject
            {
                ["envelope"] = Fields.Write(factory.Envelope),
                ["payloads"] = new JsonArray([.. factory.Payloads.Select(static payload => (JsonNode)Fields.Write(payload))]),
            },
            ["components"] = new JsonArray("firmware"),
            ["slotCapacity"] = SlotCapacity,
            ["blockSize"] = 64,
        });
        _reportKey = KeyFiles.VerifierFromSpki(Fields.Binary(result, "publicKey").Span)
            ?? throw new AttachmentException(AttachmentFault.WrongAnswer, "Expected an Ed25519 or P-256 key as publicKey in the answer to provision.");
        SwitchOn();
        AwaitRunning(number);
    }

    /// <summary>A whole update with everything as it should be: the positive control of the attacks.</summary>
    public void Update(ulong number)
    {
        Try(number, SelfTest.Passes);
        AwaitRunning(number);
    }

    /// <summary>A sound package with its directive.</summary>
    public void Deliver(ulong number) => Deliver(_author.Make(number));

    /// <summary>A sound package with the number of an earlier one and other contents.</summary>
    public void DeliverVariant(ulong number) => Deliver(_author.Make(new PackageOrder(number) { Variant = "other" }));

    /// <summary>A sound package whose image is larger than a slot by this many bytes.</summary>
    public void DeliverTooLarge(ulong number, int excess) =>
        Deliver(_author.Make(new PackageOrder(number) { Size = (int)Report().SlotCapacity + excess }));

    /// <summary>A package with a flaw; its directive is sound.</summary>
    public void DeliverFlawed(ulong number, string flaw) => Deliver(Flawed.Package(_author, flaw, number));

    /// <summary>A sound package; its directive has a flaw.</summary>
    public void DeliverMisdirected(ulong number, string flaw)
    {
        var package = _author.Make(number);
        Deliver(package, Flawed.Directive(TestKeys.Tracker, DirectiveFor(package), flaw, _author.Make(number + 1).Name));
    }

    /// <summary>The last delivery, byte for byte.</summary>
    public void DeliverAgain() => Listen(Ask(Required(_delivery)));

    /// <summary>Sends this many wanted blocks, or all that are wanted.</summary>
    public void Transfer(int most = int.MaxValue)
    {
        for (var sent = 0; sent < most && _want is not null; sent++)
        {
            Listen(Ask(Wanted()));
            Demand(Read(_answer) is BlockAnswer, "an answer to a wanted block");
        }
    }

    /// <summary>Sends a block with a flaw in place of the wanted one.</summary>
    public void SendFlawedBlock(string flaw) => Listen(Ask(Flawed.Block(Wanted(), flaw)));

    /// <summary>Sends the rest of the image; in the first block one bit is not the author's.</summary>
    public void TransferAltered()
    {
        var block = Wanted();
        var data = block.Data.ToArray();
        data[0] ^= 0x01;
        Listen(Ask(block with { Data = data }));
        Transfer();
        AwaitRest();
    }

    /// <summary>Asks to install the package that was delivered last.</summary>
    public void Install() => Listen(Ask(new InstallRequest(Required(_package).Name.Manifest)));

    /// <summary>Goes through a whole update with an image that behaves like this on trial, until the device rests.</summary>
    public void Try(ulong number, SelfTest behaviour)
    {
        BeginTrial(number, behaviour);
        AwaitRest();
    }

    /// <summary>As before, and the device is on trial for long.</summary>
    public void StayOnTrial(ulong number)
    {
        BeginTrial(number, SelfTest.Hangs);
        Await(DevicePhase.Trial);
    }

    /// <summary>The power fails; the Communicator must ask anew what is wanted.</summary>
    public void LosePower()
    {
        Implementation.Crash();
        SwitchOn();
        _want = null;
    }

    /// <summary>Delivers the package under way once more, with a fresh directive, to learn which block is wanted.</summary>
    public void Resume() => Deliver(Required(_package));

    private void BeginTrial(ulong number, SelfTest behaviour)
    {
        Implementation.Do("self-test", new JsonObject { ["result"] = Word(behaviour) });
        Deliver(number);
        Demand(Read(_answer) is DirectiveAnswer { Want: not null }, $"sequence number {number} is accepted");
        Transfer();
        Await(DevicePhase.Verified);
        Install();
        Demand(Read(_answer) is InstallAnswer, "the answer that it is installed");
        Implementation.Pass(TimeSpan.FromSeconds(1));
    }

    private void Deliver(SimulatedPackage package) =>
        Deliver(package, _profile == Profile.Core ? Bytes.Empty : Forgery.Sign(TestKeys.Tracker, DirectiveFor(package)));

    private void Deliver(SimulatedPackage package, Bytes directive)
    {
        _package = package;
        _delivery = new DirectiveDelivery(directive, package.Envelope);
        Listen(Ask(_delivery));
    }

    private Directive DirectiveFor(SimulatedPackage package)
    {
        var now = Implementation.Now;
        return new Directive(
            DirectiveKind.Install, _device, package.Name.Manifest, package.Name.Number, Report().Nonce, now, now.Plus(TimeSpan.FromHours(1)));
    }

    private ImageBlock Wanted()
    {
        var (package, want) = (Required(_package), Required(_want));
        var payload = package.Payloads.FirstOrDefault(known => Digest.Of(known.Span) == want.Payload);
        Demand(!payload.IsEmpty && want.Offset + want.Length <= (ulong)payload.Length, $"a want within the payloads of {package.Name}, not {want}");
        return new ImageBlock(package.Name.Manifest, want.Payload, want.Offset, payload.Span.Slice((int)want.Offset, (int)want.Length).ToArray());
    }

    // A device that has just been switched on verifies what it boots, and answers nothing else before.
    private void SwitchOn()
    {
        Implementation.Start();
        if (!Implementation.Await(() => Read(Ask(new StatusRequest())) is StatusReport, Patience)) throw new ObservationException("expected: a status report after power came; observed: none");
    }

    private Reply Ask(Message message) => Implementation.Ask(Link.Device, "communicator", message);

    private static string Word(SelfTest behaviour) => behaviour switch
    {
        SelfTest.Passes => "passes",
        SelfTest.Fails => "fails",
        SelfTest.Hangs => "hangs",
        _ => "restarts",
    };

    private void Listen(Reply answer)
    {
        _answer = answer;
        _want = Read(answer) switch
        {
            DirectiveAnswer accepted => accepted.Want,
            BlockAnswer stored => stored.Want,
            _ => _want,
        };
    }
}
