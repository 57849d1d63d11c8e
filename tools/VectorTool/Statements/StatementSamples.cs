using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.VectorTool.Statements;

/// <summary>Reports and directives that are right.</summary>
internal static class StatementSamples
{
    public static readonly DeviceId Device = Seeded.Device("device");
    public static readonly VendorId Vendor = new(Seeded.Guid("vendor"));
    public static readonly ClassId Class = new(Seeded.Guid("class"));

    /// <summary>The nonce that the device has outstanding.</summary>
    public static readonly Nonce Nonce = Seeded.Nonce("outstanding");

    /// <summary>Counter of the last report that the tracker believed.</summary>
    public const ulong LastCounter = 41;

    public static DirectiveKind[] Kinds => Enum.GetValues<DirectiveKind>();

    private static readonly ImageName Confirmed = new(new SequenceNumber(6), Seeded.Digest("manifest 6"));
    private static readonly ImageName Next = new(new SequenceNumber(7), Seeded.Digest("manifest 7"));

    public static DeviceReport Idle { get; } =
        new(Device, Vendor, Class, DevicePhase.Idle, Confirmed, Confirmed, null, null, LastCounter + 1, Nonce, false, 1024 * 1024, 64 * 1024);

    public static DeviceReport Receiving { get; } = Idle with { Phase = DevicePhase.Receiving, Candidate = new CandidateStatus(Next, 65536, 200_000) };

    public static DeviceReport AfterRevert { get; } = Idle with { LastOutcome = new Outcome(Next, ResultCode.SelfTestFailed, 3), Counter = ulong.MaxValue };

    public static DeviceReport AfterSuccess { get; } = Idle with { Confirmed = Next, Running = Next, LastOutcome = new Outcome(Next, ResultCode.Success, 4), Counter = 65536 };

    public static DeviceReport Empty { get; } = new(Device, Vendor, Class, DevicePhase.Unbootable, null, null, null, null, LastCounter + 1, Nonce, true, 0, 0);

    public static DeviceReport Largest { get; } = new(Device, Vendor, Class, DevicePhase.Trial, Confirmed, Next, new CandidateStatus(Next, Limits.Payload, Limits.Payload),
        new Outcome(Confirmed, ResultCode.InternalFault, ulong.MaxValue), ulong.MaxValue, Nonce, true, ulong.MaxValue, Limits.Block);

    public static Directive Of(DirectiveKind kind) => new(
        kind,
        Device,
        kind == DirectiveKind.UpToDate ? default : Next.Manifest,
        kind == DirectiveKind.UpToDate ? SequenceNumber.None : Next.Number,
        Nonce,
        Seeded.Moment(),
        Seeded.Moment(300));
}
