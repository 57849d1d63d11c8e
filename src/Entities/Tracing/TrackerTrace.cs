using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing;

/// <summary>The trace points of a Status tracker: of its record of a device, and of its link to a Firmware server (spec/trace-format.md).</summary>
public static class TrackerTrace
{
    /// <summary>The tracker begins, or begins anew, with what its store holds of the device.</summary>
    public static TraceEvent Started(DeviceId device, TrackRecord? record) =>
        new(TraceMachine.StatusTracker, device.ToString(), (record?.Phase ?? TrackPhase.Absent).ToString()) { Record = Data(record) };

    /// <summary>A step of a record, before its outputs are performed.</summary>
    public static TraceEvent Step(DeviceId device, TrackState before, Reaction<TrackState> reaction)
    {
        ArgumentNullException.ThrowIfNull(before);
        var issued = reaction.Outputs.OfType<Output.SendDirective>().FirstOrDefault(static order => order.Signed)?.Directive;
        return new(TraceMachine.StatusTracker, device.ToString(), reaction.State.Phase.ToString())
        {
            Step = new(before.Phase.ToString(), reaction.Trigger, Steps.RefusalOf(reaction.Outputs)),
            Record = Data(reaction.State.Record) is { } data ? data with { Directive = issued is null ? null : Steps.Of(issued) } : null,
        };
    }

    /// <summary>A server link begins.</summary>
    public static TraceEvent Started(string server, ServerLinkState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(TraceMachine.ServerLink, server, state.Phase.ToString());
    }

    /// <summary>A step of a server link.</summary>
    public static TraceEvent Step(string server, ServerLinkState before, Reaction<ServerLinkState> reaction)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new(TraceMachine.ServerLink, server, reaction.State.Phase.ToString())
        {
            Step = new(before.Phase.ToString(), reaction.Trigger, Steps.RefusalOf(reaction.Outputs)),
        };
    }

    private static TrackData? Data(TrackRecord? record) => record is null ? null : new()
    {
        Profile = new(record.Profile),
        Target = new(record.Target),
        Confirmed = new(record.Confirmed),
        Result = new(record.Result),
        Verified = new(record.ResultVerified),
        Counter = new(record.LastCounter),
        Completed = new(record.CompletedAt != default),
        CancelWanted = new(record.CancelWanted),
    };
}
