using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.DeviceCore;

/// <summary>Is a directive the trusted tracker's, addressed to this device, fresh and valid (R-DC-11, R-DC-15..17, R-DC-47)?</summary>
internal static class DirectiveJudge
{
    /// <summary>The directive behind a valid signature of one of <paramref name="anchors"/> (R-DC-15).</summary>
    public static Verdict<Directive> Verify(Bytes signed, IReadOnlyList<IVerifier> anchors)
    {
        var verified = SignedStatement.Verify(signed.Memory, anchors, Directive.Domain, Directive.ContentType);
        if (verified.Error is { } error) return (ResultCode.DirectiveNotAuthentic, $"the directive is not signed by a trusted tracker: {error}");
        var decoded = Directive.Decode(verified.Value.Payload.Memory);
        return decoded.Ok ? decoded.Value! : (ResultCode.MalformedMessage, $"the directive is malformed: {decoded.Error}");
    }

    /// <summary>The directive, if it is meant for this device now.</summary>
    public static Verdict<Directive> Judge(Verdict<Directive> signed, DeviceCoreState state, DeviceCoreConfiguration configuration, Moment? at)
    {
        if (signed.Value is not { } directive) return (signed.Code, signed.Detail);
        if (directive.Device != configuration.Device)                                                   // R-DC-11
            return (ResultCode.WrongDevice, $"the directive is for device {directive.Device}");
        if (state.Nonce is not { } outstanding || outstanding != directive.Nonce)                       // R-DC-16, R-DC-47
            return (ResultCode.StaleNonce, "the directive does not carry the outstanding nonce");
        if (configuration.HasClock && at is { } now && now > directive.ValidUntil)                      // R-DC-17
            return (ResultCode.DirectiveExpired, $"the directive was valid until {directive.ValidUntil.UnixMilliseconds}, it is {now.UnixMilliseconds}");
        return directive;
    }
}
