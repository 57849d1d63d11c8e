using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-10, One acceptance for one directive. In profile Secure every directive that a device believes was issued to this device for the nonce that was outstanding, and each directive is believed at most once.</summary>
internal sealed class I10OneAcceptance : SafetyMonitor
{
    protected override string Id => "I-10";

    private readonly HashSet<Directive> _issued = [];
    private readonly HashSet<Directive> _believed = [];

    protected override void Judge(Observation seen)
    {
        switch (seen)
        {
            case Observation.DirectiveIssued issued:
                _issued.Add(issued.Directive);
                break;
            case Observation.DeviceReacted { Reaction: var reaction } reacted when Acts.Believes(reaction):
                var directive = reacted.Letter?.Directive;
                Demand(
                    directive is not null && reacted.Letter!.DirectiveIsTrue && _issued.Contains(directive) && directive.Device == Cast.Configurations[reacted.Device].Device,
                    () => $"device {reacted.Device} believes a directive that was not issued to it ({reaction.Trigger})");
                Demand(
                    directive!.Nonce == reacted.Before.Nonce, () => $"device {reacted.Device} believes a directive that does not answer its nonce ({reaction.Trigger})");
                Demand(_believed.Add(directive), () => $"device {reacted.Device} believes a directive for the second time ({reaction.Trigger})");
                Demand(reaction.State.Nonce is null, () => $"device {reacted.Device} leaves its nonce outstanding after {reaction.Trigger}");
                break;
        }
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.DirectiveIssued), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    private sealed class Watching : State;
}
