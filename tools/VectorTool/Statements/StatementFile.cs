using System.Text.Json.Nodes;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.VectorTool.Messages;

namespace SecUpIoT.VectorTool.Statements;

/// <summary>spec/vectors/statements.json.</summary>
internal static class StatementFile
{
    public static IReadOnlyList<StatementVector> Vectors { get; } =
        [.. Reports().Concat(Directives()).OrderBy(vector => vector.Kind).ThenBy(vector => vector.Name, StringComparer.Ordinal)];

    public static string Render() => Json.Render(new JsonObject
    {
        ["$schema"] = "../schemas/vectors-statements.schema.json",
        ["keys"] = new JsonObject
        {
            ["device"] = TestKeys.ToJson(TestKeys.Device),
            ["stranger"] = TestKeys.ToJson(TestKeys.Stranger),
            ["tracker"] = TestKeys.ToJson(TestKeys.Tracker),
        },
        ["device"] = new JsonObject
        {
            ["device"] = StatementSamples.Device.ToString(),
            ["vendor"] = StatementSamples.Vendor.ToString(),
            ["class"] = StatementSamples.Class.ToString(),
            ["outstandingNonce"] = StatementSamples.Nonce.ToString(),
            ["lastCounter"] = $"{StatementSamples.LastCounter}",
            ["now"] = $"{Now.UnixMilliseconds}",
        },
        ["domains"] = new JsonObject { [nameof(StatementKind.Directive)] = Directive.Domain, [nameof(StatementKind.Report)] = DeviceReport.Domain },
        ["contentTypes"] = new JsonObject { [nameof(StatementKind.Directive)] = Directive.ContentType, [nameof(StatementKind.Report)] = DeviceReport.ContentType },
        ["vectors"] = Json.Array(Vectors.Select(vector => new JsonObject
        {
            ["kind"] = vector.Kind.ToString(),
            ["name"] = vector.Name,
            ["description"] = vector.Description,
            ["fields"] = vector.Content is null ? null : RecordShape.Fields(vector.Content),
            ["payload"] = Json.Hex(vector.Payload),
            ["signed"] = Json.Hex(vector.Signed),
            ["result"] = vector.Result.ToString(),
        })),
    });

    public static IEnumerable<string> Contradictions()
    {
        foreach (var vector in Vectors)
        {
            var result = Judge(vector);
            if (result != vector.Result) yield return $"{vector.Kind} {vector.Name}: expected {vector.Result}, the implementation says {result}";
        }
    }

    /// <summary>What the recipient says: the tracker to a report, a device with a clock to a directive.</summary>
    public static ResultCode Judge(StatementVector vector) => vector.Kind == StatementKind.Report ? JudgeReport(vector.Signed) : JudgeDirective(vector.Signed);

    private static Moment Now => Seeded.Moment(60);

    private static ResultCode JudgeReport(byte[] signed)
    {
        var verified = SignedStatement.Verify(signed, [TestKeys.Device.Public], DeviceReport.Domain, DeviceReport.ContentType);
        if (!verified.IsOk) return ResultCode.ReportNotAuthentic;
        if (DeviceReport.Decode(verified.Value.Payload.Memory).Value is not { } report) return ResultCode.MalformedMessage;
        if (report.Device != StatementSamples.Device) return ResultCode.WrongDevice;
        if (report.Vendor != StatementSamples.Vendor) return ResultCode.WrongVendor;
        if (report.Class != StatementSamples.Class) return ResultCode.WrongClass;
        return report.Counter > StatementSamples.LastCounter ? ResultCode.Success : ResultCode.StaleReport;
    }

    private static ResultCode JudgeDirective(byte[] signed)
    {
        var verified = SignedStatement.Verify(signed, [TestKeys.Tracker.Public], Directive.Domain, Directive.ContentType);
        if (!verified.IsOk) return ResultCode.DirectiveNotAuthentic;
        if (Directive.Decode(verified.Value.Payload.Memory).Value is not { } directive) return ResultCode.MalformedMessage;
        if (directive.Device != StatementSamples.Device) return ResultCode.WrongDevice;
        if (directive.Nonce != StatementSamples.Nonce) return ResultCode.StaleNonce;
        return Now > directive.ValidUntil ? ResultCode.DirectiveExpired : ResultCode.Success;
    }

    private static IEnumerable<StatementVector> Reports()
    {
        var usual = Forge(StatementSamples.Idle);
        yield return usual.Right("right-idle", "no update is under way");
        yield return Forge(StatementSamples.Receiving).Right("right-receiving", "an update is under way");
        yield return Forge(StatementSamples.AfterRevert).Right("right-after-revert", "the last update failed; the largest counter");
        yield return Forge(StatementSamples.AfterSuccess).Right("right-after-success", "the last update is confirmed");
        yield return Forge(StatementSamples.Empty).Right("right-empty", "everything optional is absent, every number is zero");
        yield return Forge(StatementSamples.Largest).Right("right-largest", "everything optional is present, every number is at its bound");
        foreach (var vector in usual.NotAuthenticOnes().Concat(usual.MalformedOnes())) yield return vector;
        yield return Forge(StatementSamples.Idle with { Device = Seeded.Device("other device") }).Right("wrong-device", "the device's key signs a report of another device", ResultCode.WrongDevice);
        yield return Forge(StatementSamples.Idle with { Vendor = new(Seeded.Guid("other vendor")) }).Right("wrong-vendor", "not the vendor with which the device is enrolled", ResultCode.WrongVendor);
        yield return Forge(StatementSamples.Idle with { Class = new(Seeded.Guid("other class")) }).Right("wrong-class", "not the class with which the device is enrolled", ResultCode.WrongClass);
        yield return Forge(StatementSamples.Idle with { Counter = StatementSamples.LastCounter }).Right("stale-repeated", "the counter of the last report", ResultCode.StaleReport);
        yield return Forge(StatementSamples.Idle with { Counter = 0 }).Right("stale-zero", "a counter of zero", ResultCode.StaleReport);
    }

    private static IEnumerable<StatementVector> Directives()
    {
        var install = StatementSamples.Of(DirectiveKind.Install);
        var usual = Forge(install);
        foreach (var kind in StatementSamples.Kinds) yield return Forge(StatementSamples.Of(kind)).Right($"right-{kind}", $"kind {kind}");
        yield return Forge(install with { Number = new(ulong.MaxValue), ValidUntil = new(long.MaxValue) }).Right("right-largest", "every number is at its bound");
        yield return Forge(install with { ValidUntil = Now }).Right("right-last-moment", "valid until this very millisecond");
        foreach (var vector in usual.NotAuthenticOnes().Concat(usual.MalformedOnes())) yield return vector;
        yield return Forge(install with { Device = Seeded.Device("other device") }).Right("wrong-device", "addressed to another device", ResultCode.WrongDevice);
        yield return Forge(install with { Nonce = Seeded.Nonce("earlier") }).Right("stale-nonce", "not the outstanding nonce", ResultCode.StaleNonce);
        yield return Forge(install with { Nonce = default }).Right("stale-nonce-zero", "a nonce of zeros", ResultCode.StaleNonce);
        yield return Forge(install with { ValidUntil = new(Now.UnixMilliseconds - 1) }).Right("expired", "valid until one millisecond ago", ResultCode.DirectiveExpired);
    }

    private static StatementForge Forge(DeviceReport report) => new(StatementKind.Report, report);

    private static StatementForge Forge(Directive directive) => new(StatementKind.Directive, directive);
}
