using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation;

/// <summary>What an attacker can make out of signed statements, with and without a key.</summary>
public static class Forgery
{
    /// <summary>What a report says, without looking at its signature; null when it is none.</summary>
    public static DeviceReport? Peek(Bytes signedReport) =>
        CoseMessage.Parse(signedReport.Memory) is { IsOk: true, Value.Payload: { } payload } ? DeviceReport.Decode(payload.Memory).Value : null;

    /// <summary>What a directive says, without looking at its signature; null when it is none.</summary>
    public static Directive? PeekDirective(Bytes signedDirective) =>
        CoseMessage.Parse(signedDirective.Memory) is { IsOk: true, Value.Payload: { } payload } ? Directive.Decode(payload.Memory).Value : null;

    /// <summary>The report with other contents under its old signature.</summary>
    public static Bytes Rewrite(Bytes signedReport, Func<DeviceReport, DeviceReport> lie)
    {
        ArgumentNullException.ThrowIfNull(lie);
        return Peek(signedReport) is { } report ? WithPayload(signedReport, lie(report).Encode()) : signedReport;
    }

    /// <summary>The directive with other contents under its old signature.</summary>
    public static Bytes Rewrite(Bytes signedDirective, Func<Directive, Directive> lie)
    {
        ArgumentNullException.ThrowIfNull(lie);
        return PeekDirective(signedDirective) is { } directive ? WithPayload(signedDirective, lie(directive).Encode()) : signedDirective;
    }

    /// <summary>A directive signed with a key that the attacker holds.</summary>
    public static Bytes Sign(ISigner key, Directive directive)
    {
        ArgumentNullException.ThrowIfNull(directive);
        return SignedStatement.Sign(key, Directive.Domain, Directive.ContentType, directive.Encode());
    }

    /// <summary>A report signed with a key that the attacker holds.</summary>
    public static Bytes Sign(ISigner key, DeviceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return SignedStatement.Sign(key, DeviceReport.Domain, DeviceReport.ContentType, report.Encode());
    }

    private static Bytes WithPayload(Bytes message, byte[] payload)
    {
        var parsed = CoseMessage.Parse(message.Memory).Value;
        return CborEncoder.Encode(new CborTagged((ulong)parsed.Kind, CborValue.ArrayOf(
            CborValue.Of(parsed.ProtectedHeader), CborValue.MapOf(), CborValue.Of(payload), CborValue.Of(parsed.Authenticator))));
    }
}
