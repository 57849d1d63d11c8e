using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab;

/// <summary>
/// Plays author, Status tracker and Communicator towards one Device core under test. This file holds what is done; the other one what is observed.
/// </summary>
public sealed partial class DeviceCoreLab
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ITestee _testee;
    private readonly Author _author;
    private readonly SymbolicKey _tracker = new("tracker");
    private readonly DeviceId _device = new(new Guid("0d0e0000-0000-4000-8000-000000000001"));
    private Profile _profile;
    private SimulatedPackage? _package;
    private DirectiveDelivery? _delivery;
    private Message? _answer;
    private BlockWant? _want;

    /// <summary>A laboratory with this device in it.</summary>
    public DeviceCoreLab(ITestee testee)
    {
        _testee = testee;
        var vendor = Uuid5.Vendor("vendor.example");
        _author = new Author("author", vendor, Uuid5.Class(vendor, "meter"));
    }

    /// <summary>The device leaves the factory with an image of this number.</summary>
    public void Provision(Profile profile, ulong number)
    {
        _profile = profile;
        _testee.Provision(new Provisioning(
            _device, _author.Vendor, _author.Class, profile, _author.Key.PublicKey, _tracker.PublicKey, _author.Make(number)));
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
        Deliver(package, Flawed.Directive(_tracker, DirectiveFor(package), flaw, _author.Make(number + 1).Name));
    }

    /// <summary>The last delivery, byte for byte.</summary>
    public void DeliverAgain() => Listen(_testee.Ask(Required(_delivery)));

    /// <summary>Sends this many wanted blocks, or all that are wanted.</summary>
    public void Transfer(int most = int.MaxValue)
    {
        for (var sent = 0; sent < most && _want is not null; sent++)
        {
            Listen(_testee.Ask(Wanted()));
            Demand(_answer is BlockAnswer, "an answer to a wanted block");
        }
    }

    /// <summary>Sends a block with a flaw in place of the wanted one.</summary>
    public void SendFlawedBlock(string flaw) => Listen(_testee.Ask(Flawed.Block(Wanted(), flaw)));

    /// <summary>Sends the rest of the image; in the first block one bit is not the author's.</summary>
    public void TransferAltered()
    {
        var block = Wanted();
        var data = block.Data.ToArray();
        data[0] ^= 0x01;
        Listen(_testee.Ask(block with { Data = data }));
        Transfer();
        AwaitRest();
    }

    /// <summary>Asks to install the package that was delivered last.</summary>
    public void Install() => Listen(_testee.Ask(new InstallRequest(Required(_package).Name.Manifest)));

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
        _testee.LosePower();
        _want = null;
    }

    /// <summary>Delivers the package under way once more, with a fresh directive, to learn which block is wanted.</summary>
    public void Resume() => Deliver(Required(_package));

    private void BeginTrial(ulong number, SelfTest behaviour)
    {
        _testee.Choose(behaviour);
        Deliver(number);
        Demand(_answer is DirectiveAnswer { Want: not null }, $"sequence number {number} is accepted");
        Transfer();
        Await(DevicePhase.Verified);
        Install();
        Demand(_answer is InstallAnswer, "the answer that it is installed");
        _testee.Wait(TimeSpan.FromSeconds(1));
    }

    private void Deliver(SimulatedPackage package) =>
        Deliver(package, _profile == Profile.Core ? Bytes.Empty : Forgery.Sign(_tracker, DirectiveFor(package)));

    private void Deliver(SimulatedPackage package, Bytes directive)
    {
        _package = package;
        _delivery = new DirectiveDelivery(directive, package.Envelope);
        Listen(_testee.Ask(_delivery));
    }

    private Directive DirectiveFor(SimulatedPackage package)
    {
        var now = _testee.Clock;
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

    private void Listen(Message? answer)
    {
        _answer = answer;
        _want = answer switch
        {
            DirectiveAnswer accepted => accepted.Want,
            BlockAnswer stored => stored.Want,
            _ => _want,
        };
    }

    private static T Required<T>(T? value)
        where T : class => value ?? throw new SuiteErrorException($"the scenario has no {typeof(T).Name} at this point");
}
