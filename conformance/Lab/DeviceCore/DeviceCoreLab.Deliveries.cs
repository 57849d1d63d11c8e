using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <content>What is delivered: packages and directives, sound and flawed, and blocks.</content>
public sealed partial class DeviceCoreLab
{
    private static readonly Ed25519KeyPair Second = TestKeys.Derive("second author");

    private readonly Dictionary<(Author Author, ulong Number, string Variant, int Size), SimulatedPackage> _made = [];
    private readonly List<DirectiveDelivery> _overheard = [];
    private (Nonce Nonce, Moment At)? _early;

    /// <summary>A sound package with its directive.</summary>
    public void Deliver(ulong number) => Deliver(Make(number));

    /// <summary>A sound package with the number of an earlier one and other contents.</summary>
    public void DeliverVariant(ulong number) => Deliver(Make(number, variant: "other"));

    /// <summary>The package of this number that was delivered before, with a new directive.</summary>
    public void DeliverOnceMore(ulong number) => Deliver(number);

    /// <summary>A sound package whose image differs from the slot's capacity by this many bytes.</summary>
    public void DeliverSized(ulong number, int excess) => Deliver(Authors.Make(new PackageOrder(number) { Size = (int)Used.SlotCapacity + excess }));

    /// <summary>A sound package that is unusual in this way.</summary>
    public void DeliverUnusual(ulong number, string how) => Deliver(Unusual.Package(Authors, how, Order(number), _device, Second));

    /// <summary>A package with a flaw; its directive is sound.</summary>
    public void DeliverFlawed(ulong number, string flaw) => Deliver(Flawed.Package(Authors, flaw, Order(number)));

    /// <summary>A sound package; its directive has a flaw.</summary>
    public void DeliverMisdirected(ulong number, string flaw)
    {
        var package = Make(number);
        Deliver(package, Flawed.Directive(Tracker, Direct(DirectiveKind.Install, package.Name), flaw, Make(number + 1).Name));
    }

    /// <summary>A sound package with a directive that is valid for so long from now on.</summary>
    public void DeliverValidFor(ulong number, TimeSpan validity)
    {
        var package = Make(number);
        var directive = Direct(DirectiveKind.Install, package.Name);
        Deliver(package, Forgery.Sign(Tracker, directive with { ValidUntil = Implementation.Now.Plus(validity) }));
    }

    /// <summary>A directive alone, without the envelope, to install a package that the device does not hold.</summary>
    public void DeliverWithoutEnvelope(ulong number)
    {
        _package = Make(number);
        Say(Sign(Direct(DirectiveKind.Install, _package.Name)), Bytes.Empty);
    }

    /// <summary>The last delivery, byte for byte.</summary>
    public void DeliverAgain() => Listen(Ask(Required(_delivery)));

    /// <summary>Delivers the package under way once more, with a fresh directive, to learn which block is wanted.</summary>
    public void Resume() => Deliver(Required(_package));

    /// <summary>As <see cref="Resume"/>, in an envelope that is another one of the same manifest.</summary>
    public void ResumeUnusual(string how)
    {
        var former = Required(_package);
        Deliver(Unusual.Package(Authors, how, Order(former.Name.Number.Value), _device, Second));
    }

    /// <summary>As <see cref="Resume"/>, with the directive alone.</summary>
    public void ResumeByDirective() => Say(Sign(Direct(DirectiveKind.Install, Required(_package).Name)), Bytes.Empty);

    /// <summary>The tracker says that the device is up to date.</summary>
    public void SayUpToDate() => Say(Sign(UpToDate()), Bytes.Empty);

    /// <summary>Somebody says that the device is up to date; the directive has a flaw.</summary>
    public void SayUpToDateFlawed(string flaw)
    {
        var sound = UpToDate();
        Say(flaw == "that was believed before" ? Required(_overheard.FirstOrDefault()).Directive : Flawed.Directive(Tracker, sound, flaw, Make(1).Name), Bytes.Empty);
    }

    /// <summary>The tracker cancels the package that was delivered last.</summary>
    public void Cancel() => Say(Sign(Direct(DirectiveKind.Cancel, Required(_package).Name)), Bytes.Empty);

    /// <summary>Somebody cancels the package that was delivered last; the directive has a flaw.</summary>
    public void CancelFlawed(string flaw)
    {
        var name = Required(_package).Name;
        Say(Flawed.Directive(Tracker, Direct(DirectiveKind.Cancel, name), flaw, Make(name.Number.Value + 1).Name), Bytes.Empty);
    }

    /// <summary>Keeps the nonce that is outstanding now.</summary>
    public void KeepNonce()
    {
        _early = (Report().Nonce, Implementation.Now);
    }

    /// <summary>Waits until the nonce that was kept has lived for so much of the longest lifetime.</summary>
    public void Age(double part)
    {
        var (_, at) = _early ?? throw new SuiteErrorException("no nonce was kept");
        var until = at.Plus(Used.NonceLifetime * part);
        Implementation.Pass(TimeSpan.FromMilliseconds(Math.Max(0, until.UnixMilliseconds - Implementation.Now.UnixMilliseconds)));
    }

    /// <summary>A sound package with a directive for the nonce that was kept.</summary>
    public void DeliverForKeptNonce(ulong number)
    {
        var package = Make(number);
        var nonce = (_early ?? throw new SuiteErrorException("no nonce was kept")).Nonce;
        Deliver(package, Sign(Direct(DirectiveKind.Install, package.Name, nonce)));
    }

    /// <summary>Sends a block with a flaw in place of the wanted one.</summary>
    public void SendFlawedBlock(string flaw) => Listen(Ask(Flawed.Block(Wanted(), flaw)));

    /// <summary>Sends the block that was sent last once more.</summary>
    public void SendBlockTwice()
    {
        var block = Wanted();
        Listen(Ask(block));
        Demand(Read(_answer) is BlockAnswer, EvidenceClass.Wire, "an answer to a wanted block", _answer);
        _acknowledged = _want?.Offset ?? _acknowledged;
        Listen(Ask(block));
    }

    /// <summary>Sends the first block of a package of this number, whether or not one is wanted.</summary>
    public void SendUnwantedBlock(ulong number)
    {
        var package = Make(number);
        Listen(Ask(new ImageBlock(package.Name.Manifest, Digest.Of(package.Payload.Span), 0, package.Payload.Span[..(int)Used.BlockSize].ToArray())));
    }

    /// <summary>Sends the rest of the image with one bit changed: in its first, or in its last wanted block.</summary>
    public void TransferAltered(bool last)
    {
        while (last && _want is { } next && next.Offset + next.Length < (ulong)Required(_package).Payload.Length) Transfer(1);
        var block = Wanted();
        var data = block.Data.ToArray();
        data[^1] ^= 0x01;
        Listen(Ask(block with { Data = data }));
        Transfer();
        AwaitRest();
    }

    private PackageOrder Order(ulong number, string variant = "") => new(number)
    {
        Size = Used.ImageSize,
        Variant = variant,
        Components = Required(_provisioning).Components,
    };

    // Made once: the same order of the same author is the same package.
    private SimulatedPackage Make(ulong number, string variant = "")
    {
        var order = Order(number, variant);
        if (!_made.TryGetValue((Authors, number, variant, order.Size), out var package)) _made[(Authors, number, variant, order.Size)] = package = Authors.Make(order);
        return package;
    }

    // A device in profile Core knows no directives.
    private void Deliver(SimulatedPackage package) =>
        Deliver(package, Profile == Profile.Core ? Bytes.Empty : Sign(Direct(DirectiveKind.Install, package.Name)));

    private void Deliver(SimulatedPackage package, Bytes directive)
    {
        var former = _package;
        _package = package;
        Say(directive, package.Envelope);
        if (Read(_answer) is DirectiveAnswer && former?.Name != package.Name) _acknowledged = 0;
    }

    private void Say(Bytes directive, Bytes envelope)
    {
        _delivery = new DirectiveDelivery(directive, envelope);
        Listen(Ask(_delivery));
        if (Read(_answer) is DirectiveAnswer) _overheard.Add(_delivery);
    }

    private Ed25519KeyPair Tracker => Required(_provisioning).Tracker;

    private Bytes Sign(Directive directive) => Forgery.Sign(Tracker, directive);

    private Directive Direct(DirectiveKind kind, ImageName name) => Direct(kind, name, Report().Nonce);

    private Directive Direct(DirectiveKind kind, ImageName name, Nonce nonce)
    {
        var now = Implementation.Now;
        return new(kind, Required(_provisioning).Device, name.Manifest, name.Number, nonce, now, now.Plus(TimeSpan.FromHours(1)));
    }

    private Directive UpToDate() => Direct(DirectiveKind.UpToDate, new ImageName(SequenceNumber.None, default));
}
