using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing;

/// <summary>The trace points of a Device core (spec/trace-format.md).</summary>
public static class DeviceTrace
{
    /// <summary>Power came on; this is what the journal holds.</summary>
    public static TraceEvent Started(DeviceCoreConfiguration configuration, DeviceRecord? record)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new(TraceMachine.DeviceCore, configuration.Device.ToString(), nameof(DevicePhase.Off))
        {
            Device = Data(configuration, DeviceCoreState.Initial with { Record = record }, isRead: true),
        };
    }

    /// <summary>A step, before its outputs are performed.</summary>
    public static TraceEvent Step(DeviceCoreConfiguration configuration, DeviceCoreState before, Input input, Reaction<DeviceCoreState> reaction)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(before);
        var refused = Steps.RefusalOf(reaction.Outputs);
        return new(TraceMachine.DeviceCore, configuration.Device.ToString(), reaction.State.Phase.ToString())
        {
            Step = new(before.Phase.ToString(), reaction.Trigger, refused),
            Device = Data(configuration, reaction.State, isRead: reaction.State.Phase != DevicePhase.Off || reaction.State.Record is not null) with
            {
                Report = reaction.Outputs.OfType<Output.SendReport>().FirstOrDefault()?.Report.Counter,
                Directive = refused is null && input is Input.Received { Message: DirectiveDelivery delivery } ? new(Read(delivery.Directive)) : null,
            },
        };
    }

    /// <summary>A request can come before the journal was read: of the record nothing is told then, and not that there is none.</summary>
    private static DeviceData Data(DeviceCoreConfiguration configuration, DeviceCoreState state, bool isRead) => new()
    {
        Profile = new(configuration.Profile),
        Confirmed = isRead ? new(state.Record?.Confirmed.Name) : null,
        Candidate = isRead ? new(Of(state.Candidate)) : null,
        Outcome = isRead ? new(state.Record?.LastOutcome) : null,
        Running = new(state.Running?.Name),
        Nonce = new(state.Nonce is { } nonce ? ShortDigest.Of(nonce.Value.Span) : null),
        Suspected = new(state.FreezeSuspected),
    };

    private static TraceCandidate? Of(Candidate? candidate) => candidate is null
        ? null
        : new(candidate.Image.Name, candidate.Stage.ToString(), candidate.Received, candidate.Image.TotalSize);

    /// <summary>What the believed directive says, read from its bytes and not taken from the machine's word; null when there was none.</summary>
    private static TraceDirective? Read(Bytes signed)
    {
        if (signed.IsEmpty) return null;
        var message = CoseMessage.Parse(signed.Memory);
        return message.IsOk && message.Value.Payload is { } payload && Directive.Decode(payload.Memory).Value is { } directive ? Steps.Of(directive) : null;
    }
}
