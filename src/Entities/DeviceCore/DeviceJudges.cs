using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.DeviceCore;

/// <summary>
/// The decisions of a Device core that need cryptography or SUIT, as pure functions. A test composes a wrong one around the machine;
/// the machine itself has no switches.
/// </summary>
/// <param name="Package">Is this envelope authentic and made for this device (R-DC-07..13)? Knows nothing of sequence numbers.</param>
/// <param name="Directive">Is this directive the trusted tracker's (R-DC-15)?</param>
/// <param name="Number">May a package with this name follow the confirmed image (R-DC-04..06)?</param>
public sealed record DeviceJudges(
    Func<Bytes, Verdict<AcceptedPackage>> Package,
    Func<Bytes, Verdict<Directive>> Directive,
    Func<ImageName, ImageName, ResultCode> Number)
{
    /// <summary>The judges that the specification demands.</summary>
    public static DeviceJudges For(DeviceCoreConfiguration configuration) => new(
        envelope => PackageJudge.Judge(envelope, configuration),
        directive => DirectiveJudge.Verify(directive, configuration.TrackerAnchors),
        NumberJudge.Judge);
}
