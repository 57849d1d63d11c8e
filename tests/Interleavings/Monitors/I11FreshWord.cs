using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-11, Fresh word. In profile Secure a device that gives up its freeze suspicion, or starts its freshness timer anew while it is awake, has just believed a directive that answers a report it made in the lifetime of its nonce.</summary>
internal sealed class I11FreshWord : SafetyMonitor
{
    protected override string Id => "I-11";

    private readonly Dictionary<int, HashSet<Nonce>> _living = [];
    private readonly HashSet<Nonce> _answered = [];

    protected override void Judge(Observation seen)
    {
        switch (seen)
        {
            case Observation.ReportSigned signed:
                Living(signed.Device).Add(signed.Report.Nonce);
                break;
            case Observation.DirectiveIssued issued:
                _answered.Add(issued.Directive.Nonce);
                break;
            case Observation.DeviceFell fell:
                Living(fell.Device).Clear();
                break;
            case Observation.DeviceReacted reacted:
                Check(reacted, reacted.Reaction);
                break;
        }
    }

    private void Check(Observation.DeviceReacted reacted, Reaction<DeviceCoreState> reaction)
    {
        var living = Living(reacted.Device);
        if (reaction.Trigger == "NonceExpired") living.Clear();
        var freshens = reaction.Outputs.Any(static output => output is Output.SetTimer { Timer: TimerId.Freshness })
            || (reacted.Before.FreezeSuspected && !reaction.State.FreezeSuspected);
        if (!freshens || Acts.Boots(reaction)) return;
        Demand(
            Acts.Believes(reaction) && reacted.Letter?.Directive is { } directive && reacted.Letter.DirectiveIsTrue && living.Contains(directive.Nonce) && _answered.Contains(directive.Nonce),
            () => $"device {reacted.Device} takes an old word for a fresh one ({reaction.Trigger})");
        living.Clear();
    }

    private HashSet<Nonce> Living(int device)
    {
        if (!_living.TryGetValue(device, out var nonces)) _living[device] = nonces = [];
        return nonces;
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.DirectiveIssued), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReportSigned), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceFell), nameof(See))]
    private sealed class Watching : State;
}
