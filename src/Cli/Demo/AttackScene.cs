using SecUpIoT.Cli.Authoring;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Cli.Demo;

/// <summary>What an attacker in a Communicator's place has at hand: the device link, and whichever keys the attack assumes to be stolen.</summary>
internal sealed class AttackScene(DeviceLinkClient link, ISigner author, ISigner tracker, IVerifier deviceKey, DeviceId device, VendorId vendor, ClassId deviceClass, ImageFile image)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public ISigner Author { get; } = author;

    public ISigner Tracker { get; } = tracker;

    public DeviceId Device { get; } = device;

    public VendorId Vendor { get; } = vendor;

    public ClassId Class { get; } = deviceClass;

    public ImageFile Image { get; } = image;

    /// <summary>A package for the device's class with one image, signed by <paramref name="signer"/>.</summary>
    public byte[] Package(ulong number, ISigner signer, ClassId? forClass = null) => PackageAuthor.Create(
        new PackageDescription(new SequenceNumber(number), Vendor, forClass ?? Class, null, null, Integrate: false), [Image], [signer]);

    /// <summary>A directive to install the manifest in <paramref name="envelope"/>, signed by <paramref name="signer"/>.</summary>
    public byte[] Directive(byte[] envelope, Nonce nonce, ISigner signer, DeviceId? addressee = null)
    {
        var manifest = EnvelopeReader.Read(envelope, SuitLimits.Default).Value.ManifestDigest;
        var directive = new Directive(DirectiveKind.Install, addressee ?? Device, manifest, default, nonce, default, new Moment(long.MaxValue));
        return SignedStatement.Sign(signer, Protocol.Statements.Directive.Domain, Protocol.Statements.Directive.ContentType, directive.Encode());
    }

    /// <summary>The device's present report, verified with its key.</summary>
    public async Task<DeviceReport> ReportAsync(CancellationToken cancel)
    {
        Message answer;
        while ((answer = await AskAsync(new StatusRequest(), cancel).ConfigureAwait(false)) is Refusal { Code: ResultCode.NotNow })
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancel).ConfigureAwait(false); // it is still booting
        if (answer is not StatusReport signed) throw new CommandFailure(ExitCode.Refused, $"The device answered a status request with {answer}.");
        var verified = SignedStatement.Verify(signed.SignedReport.Memory, [deviceKey], DeviceReport.Domain, DeviceReport.ContentType);
        return DeviceReport.Decode(verified.Value.Payload.Memory).Value!;
    }

    /// <summary>Delivers directive and envelope; the device's answer.</summary>
    public Task<Message> DeliverAsync(byte[] directive, byte[] envelope, CancellationToken cancel) => AskAsync(new DirectiveDelivery(directive, envelope), cancel);

    public async Task<Message> AskAsync(Message request, CancellationToken cancel)
    {
        var arrival = await link.AskAsync(request, Patience, cancel).ConfigureAwait(false);
        return arrival.Message ?? throw new CommandFailure(ExitCode.Transport, $"The device does not answer ({arrival.Fault!.Code}): {arrival.Fault.Detail}", arrival.Fault.Code);
    }
}
