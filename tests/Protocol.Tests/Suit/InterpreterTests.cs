using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Suit.Interpreter;

namespace SecUpIoT.Protocol.Tests.Suit;

/// <summary>The abstract machine (SUIT manifest S6.4): control flow, parameters, and every directive and condition of the core.</summary>
public sealed class InterpreterTests
{
    private static readonly CborMap Soft = Forge.Map((13, true));
    private static readonly CborMap Hard = Forge.Map((13, false));

    [Fact]
    public void A_failed_condition_ends_the_procedure_with_its_own_code()
    {
        Assert.Equal(ResultCode.WrongVendor, Run(new Device { Vendor = false }, 3, 15).Error!.Code);
        Assert.Equal(ResultCode.WrongClass, Run(new Device { Class = false }, 3, 15).Error!.Code);
        Assert.Equal(ResultCode.WrongDevice, Run(new Device(), 20, Forge.Map((24, new byte[16])), 24, 15).Error!.Code);
        Assert.Equal(ResultCode.PayloadDigestMismatch, Run(new Device(), 3, 15).Error!.Code);
        var aborted = Run(new Device(), 14, 15);
        Assert.Equal(SuitReportReason.ConditionFailed, aborted.Error!.Reason);
        Assert.Equal((SuitElement.Install, SuitCommandCode.Abort, 0), (aborted.FailedStep!.Section, aborted.FailedStep.Command, aborted.FailedStep.Component.Index));
    }

    [Fact]
    public void A_condition_without_its_parameter_fails_and_a_directive_too()
    {
        foreach (var condition in (int[])[5, 6, 24]) Assert.Equal(SuitReportReason.ConditionFailed, Run(new Device(), condition, 15).Error!.Reason);
        foreach (var directive in (int[])[18, 21, 22, 31]) Assert.Equal(SuitReportReason.OperationFailed, Run(new Device(), directive, 15).Error!.Reason);
    }

    [Fact]
    public void Write_and_check_content()
    {
        var device = new Device();
        Assert.Null(Run(device, 20, Content(7), 18, 15, 6, 15).Error);
        Assert.Equal(new byte[] { 7 }, device.Contents[Forge.Main]);
        Assert.Equal(ResultCode.ConditionFailed, Run(device, 20, Content(8), 6, 15).Error!.Code);
        Assert.Equal(ResultCode.ConditionFailed, Run(device, 20, Forge.Map((18, new byte[] { 7, 7 })), 6, 15).Error!.Code);
    }

    [Fact]
    public void Try_each_takes_the_first_branch_that_succeeds()
    {
        var device = new Device();
        Assert.Null(Run(device, 15, Forge.Array(Branch(14, 15), Branch(20, Content(2), 18, 15), Branch(20, Content(3), 18, 15))).Error);
        Assert.Equal(new byte[] { 2 }, device.Contents[Forge.Main]);
    }

    [Fact]
    public void Try_each_without_a_successful_branch_fails_unless_it_ends_with_nil()
    {
        Assert.Equal(SuitReportReason.ConditionFailed, Run(new Device(), 15, Forge.Array(Branch(14, 15), Branch(14, 15))).Error!.Reason);
        Assert.Null(Run(new Device(), 15, Forge.Array(Branch(14, 15), Branch(14, 15), null)).Error);
    }

    [Fact]
    public void A_hard_failure_in_a_branch_ends_everything() =>
        Assert.Equal(SuitReportReason.ConditionFailed, Run(new Device(), 15, Forge.Array(Branch(20, Hard, 14, 15), Branch(3, 15), null)).Error!.Reason);

    [Fact]
    public void A_failed_directive_ends_everything_whatever_soft_failure_says()
    {
        Assert.Equal(SuitReportReason.OperationFailed, Run(new Device(), 15, Forge.Array(Branch(21, 15), Branch(20, Content(1)), null)).Error!.Reason);
        Assert.Equal(SuitReportReason.OperationFailed, Run(new Device(), 32, Branch(20, Soft, 21, 15)).Error!.Reason);
    }

    [Fact]
    public void An_exhausted_try_each_is_a_failed_condition_of_the_enclosing_branch()
    {
        var device = new Device();
        var inner = Branch(15, Forge.Array(Branch(14, 15), Branch(14, 15)));
        Assert.Null(Run(device, 15, Forge.Array(inner, Branch(20, Content(5), 18, 15))).Error);
        Assert.Equal(new byte[] { 5 }, device.Contents[Forge.Main]);
    }

    [Fact]
    public void Run_sequence_fails_unless_soft_failure_is_set()
    {
        Assert.Equal(SuitReportReason.ConditionFailed, Run(new Device(), 32, Branch(14, 15)).Error!.Reason);
        var device = new Device();
        Assert.Null(Run(device, 32, Branch(20, Soft, 14, 15, 20, Content(1), 18, 15), 20, Content(2), 18, 15).Error);
        Assert.Equal(new byte[] { 2 }, device.Contents[Forge.Main]);
        Assert.Equal([SuitCommandCode.Abort, SuitCommandCode.Write], device.Result!.Trace.Select(step => step.Command).Skip(2));
    }

    [Fact]
    public void Soft_failure_is_not_inherited_and_not_allowed_at_the_top()
    {
        Assert.Equal(SuitReportReason.OperationFailed, Run(new Device(), 20, Soft, 14, 15).Error!.Reason);
        Assert.Equal(SuitReportReason.ConditionFailed, Run(new Device(), 32, Branch(20, Soft, 32, Branch(20, Hard, 14, 15)), 14, 15).Error!.Reason);
    }

    [Fact]
    public void An_index_set_within_a_nested_sequence_stays_there()
    {
        var device = new Device();
        Assert.Null(RunTwo(device, 12, 0, 20, Content(1), 32, Branch(12, 1, 20, Content(2), 18, 15), 18, 15).Error);
        Assert.Equal(new byte[] { 1 }, device.Contents[Forge.Main]);
        Assert.Equal(new byte[] { 2 }, device.Contents[Forge.Radio]);
    }

    [Fact]
    public void Commands_are_executed_for_every_selected_component_in_order()
    {
        var device = new Device();
        Assert.Null(RunTwo(device, 12, true, 20, Content(9), 18, 15).Error);
        Assert.Equal(2, device.Contents.Count);
        Assert.Null(RunTwo(device, 12, Forge.Array(1, 0), 20, Content(9), 18, 15).Error);
        Assert.Equal([1, 0], device.Result!.Trace.Where(step => step.Command == SuitCommandCode.Write).Select(step => step.Component.Index));
    }

    [Fact]
    public void Copy_and_swap_move_contents_and_never_onto_themselves()
    {
        var device = new Device();
        Assert.Null(RunTwo(device, 12, 0, 20, Content(1), 18, 15, 12, 1, 20, Forge.Map((22, 0)), 22, 15).Error);
        Assert.Equal(new byte[] { 1 }, device.Contents[Forge.Radio]);
        Assert.Null(RunTwo(device, 12, 0, 20, Content(5), 18, 15, 20, Forge.Map((22, 1)), 31, 15).Error);
        Assert.Equal(new byte[] { 5 }, device.Contents[Forge.Radio]);
        Assert.Equal(SuitReportReason.OperationFailed, Run(new Device(), 20, Forge.Map((22, 0)), 22, 15).Error!.Reason);
        Assert.Equal(SuitReportReason.OperationFailed, Run(new Device(), 20, Forge.Map((22, 0)), 31, 15).Error!.Reason);
    }

    [Fact]
    public void Fetch_prefers_the_integrated_payload_with_exactly_this_key()
    {
        var device = new Device();
        Assert.Null(Run(device, 20, Forge.Map((21, "#a")), 21, 15).Error);
        Assert.Null(device.LastFetch!.Integrated);
        var envelope = EnvelopeWriter.WithPayload(Forge.Envelope(Forge.Manifest((20, Forge.Sequence(20, Forge.Map((21, "#a")), 21, 15)))), "#a", new byte[] { 4 });
        Assert.Null(SuitProcedures.Update(EnvelopeVerifier.Verify(envelope, Forge.Anchors, SuitProfile.Device).Value, device, new()).Error);
        Assert.Equal(new byte[] { 4 }, device.LastFetch!.Integrated);
    }

    [Fact]
    public void Executed_commands_are_bounded()
    {
        // Four levels of sequences: each level multiplies what the one below executes.
        var body = Branch([.. Enumerable.Repeat<object[]>([5, 0], 20).SelectMany(pair => pair)]);
        for (var level = 0; level < 3; level++) body = Branch([20, Forge.Map((5, 0)), .. Enumerable.Repeat<object[]>([32, body], 6).SelectMany(pair => pair)]);
        var result = Run(new Device(), 32, body);
        Assert.Equal((ResultCode.LimitExceeded, SuitReportReason.OperationFailed), (result.Error!.Code, result.Error.Reason));
    }

    [Fact]
    public void The_shared_sequence_runs_before_every_section()
    {
        var device = new Device();
        Assert.Null(Run(device, 20, Content(1), 18, 15).Error);
        var verified = Forge.Verify(Forge.Manifest((7, Forge.Sequence(5, 15)), (8, Forge.Sequence(5, 15)), (9, Forge.Sequence(23, 15)), (3, Forge.Common(Forge.Shared(20, Forge.Map((5, 0))))))).Value;
        var result = SuitProcedures.Invoke(verified, device, new() { Trace = true });
        Assert.Null(result.Error);
        Assert.Equal(
            [SuitElement.Validate, SuitElement.Validate, SuitElement.Validate, SuitElement.Load, SuitElement.Load, SuitElement.Load, SuitElement.Invoke, SuitElement.Invoke, SuitElement.Invoke],
            result.Trace.Select(step => step.Section));
    }

    [Fact]
    public void What_does_not_validate_is_not_invoked()
    {
        var device = new Device();
        var verified = Forge.Verify(Forge.Manifest((7, Forge.Sequence(3, 15)), (9, Forge.Sequence(23, 15)))).Value;
        Assert.Equal(ResultCode.PayloadDigestMismatch, SuitProcedures.Invoke(verified, device, new()).Error!.Code);
        Assert.False(device.Started);
    }

    [Fact]
    public void A_position_in_a_nested_sequence_counts_from_the_start_of_the_section()
    {
        var step = Run(new Device(), 20, Forge.Map((5, 0)), 32, Branch(5, 1, 14, 15)).FailedStep!;
        Assert.Equal(SuitCommandCode.Abort, step.Command);
        Assert.Equal(0x0e, CborEncoder.Encode(Forge.Array(20, Forge.Map((5, 0)), 32, Branch(5, 1, 14, 15)))[step.Offset]);
    }

    private static CborMap Content(byte value) => Forge.Map((18, new[] { value }));

    private static byte[] Branch(params object?[] items) => CborEncoder.Encode(Forge.Array(items));

    private static ProcedureResult Run(Device device, params object?[] install)
    {
        var verified = Forge.VerifyInstall(install);
        Assert.Null(verified.Error);
        return device.Result = SuitProcedures.Update(verified.Value, device, new() { Trace = true });
    }

    private static ProcedureResult RunTwo(Device device, params object?[] install)
    {
        var components = Forge.Array(Forge.Array("main"u8.ToArray()), Forge.Array("radio"u8.ToArray()));
        var shared = Forge.Sequence(12, true, 20, Forge.Map((1, new byte[16]), (2, new byte[16])), 1, 15, 2, 15);
        var verified = Forge.Verify(Forge.Manifest((3, Forge.Common(shared, components)), (20, Forge.Sequence(install))));
        Assert.Null(verified.Error);
        return device.Result = SuitProcedures.Update(verified.Value, device, new() { Trace = true });
    }

    private sealed class Device : ISuitActions
    {
        public Dictionary<ComponentId, Bytes> Contents { get; } = [];

        public bool Vendor { get; init; } = true;

        public bool Class { get; init; } = true;

        public bool Started { get; private set; }

        public FetchSource? LastFetch { get; private set; }

        public ProcedureResult? Result { get; set; }

        public bool IsVendor(ManifestComponent component, ParameterValue vendor) => Vendor;

        public bool IsClass(ManifestComponent component, ClassId deviceClass) => Class;

        public bool IsDevice(ManifestComponent component, DeviceId device) => false;

        public bool IsSlot(ManifestComponent component, ulong slot) => slot == 0;

        public bool HasImage(ManifestComponent component, Digest digest, ulong? size) => Read(component) is { } content && Digest.Of(content.Span) == digest;

        public bool HasContent(ManifestComponent component, Bytes content) => Read(component) == content;

        public bool Holds(SuitCommandCode condition, ManifestComponent component, SuitParameters parameters) => false;

        public Bytes? Read(ManifestComponent component) => Contents.TryGetValue(component.Id, out var content) ? (Bytes?)content : null;

        public SuitError? Fetch(ManifestComponent component, FetchSource source, SuitParameters parameters)
        {
            LastFetch = source;
            return null;
        }

        public SuitError? Copy(ManifestComponent target, ManifestComponent source, SuitParameters parameters) => Write(target, Contents[source.Id]);

        public SuitError? Swap(ManifestComponent target, ManifestComponent source)
        {
            (Contents[target.Id], Contents[source.Id]) = (Contents[source.Id], Contents[target.Id]);
            return null;
        }

        public SuitError? Write(ManifestComponent target, Bytes content)
        {
            Contents[target.Id] = content;
            return null;
        }

        public SuitError? Invoke(ManifestComponent component, Bytes? arguments)
        {
            Started = true;
            return null;
        }

        public SuitError? Wait(ManifestComponent component, SuitParameters parameters) => null;

        public SuitError? Unlink(ManifestComponent component) => null;
    }
}
