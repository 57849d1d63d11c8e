using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.StatusTracker;

/// <summary>Is this report the enrolled device's own and newer than every earlier one (R-ST-03, R-ST-04)?</summary>
internal static class ReportJudge
{
    public static Verdict<DeviceReport> Judge(Bytes signed, TrackRecord record, Func<Bytes, IVerifier?> readKey)
    {
        if (readKey(record.PublicKey) is not { } key) return (ResultCode.InternalFault, "the enrolled public key cannot be read");
        var verified = SignedStatement.Verify(signed.Memory, [key], DeviceReport.Domain, DeviceReport.ContentType);
        if (verified.Error is { } error) return (ResultCode.ReportNotAuthentic, $"the report is not signed by device {record.Device}: {error}"); // R-ST-03
        var decoded = DeviceReport.Decode(verified.Value.Payload.Memory);
        if (decoded.Value is not { } report) return (ResultCode.MalformedMessage, $"the report is malformed: {decoded.Error}");
        if (report.Device != record.Device) return (ResultCode.WrongDevice, $"the report names device {report.Device}");
        if (report.Vendor != record.Vendor) return (ResultCode.WrongVendor, $"enrolled with vendor {record.Vendor}, reports {report.Vendor}");
        if (report.Class != record.Class) return (ResultCode.WrongClass, $"enrolled with class {record.Class}, reports {report.Class}");
        if (report.Counter <= record.LastCounter)                                                                    // R-ST-04
            return (ResultCode.StaleReport, $"expected a counter above {record.LastCounter}, got {report.Counter}");
        return report;
    }
}

/// <summary>What happened, as the judge names it: a trigger and the data that its action needs.</summary>
internal sealed record Fact(Trigger Trigger)
{
    public ResultCode Code { get; init; }

    public string Detail { get; init; } = "";

    public DeviceReport? Report { get; init; }

    public Moment At { get; init; }

    public EnrolRequest? Enrolment { get; init; }

    public Sequence<string> Tags { get; init; } = Sequence<string>.Empty;

    /// <summary>What the device is to be told.</summary>
    public DirectiveKind Kind { get; init; }

    /// <summary>Which image the directive names.</summary>
    public ImageName? Image { get; init; }

    /// <summary>The envelope, when the device needs it.</summary>
    public Bytes Envelope { get; init; }

    /// <summary>True when the device should come back soon.</summary>
    public bool Soon { get; init; }

    public static Fact Refused(Trigger trigger, ResultCode code, string detail) => new(trigger) { Code = code, Detail = detail };
}
