using SecUpIoT.Protocol;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-09, Two keys. In profile Secure a device takes up only what both an authorised author signed and the Status tracker directed this device to.</summary>
internal sealed class I09TwoKeys : SafetyMonitor
{
    protected override string Id => "I-09";

    private readonly HashSet<(DeviceId, Digest)> _directed = [];

    protected override void Judge(Observation seen)
    {
        switch (seen)
        {
            case Observation.DirectiveIssued { Directive: { Kind: DirectiveKind.Install } directive }:
                _directed.Add((directive.Device, directive.Manifest));
                break;
            case Observation.DeviceReacted { Reaction: var reaction } reacted when Acts.TakesUp(reaction):
                var taken = reaction.State.Candidate!.Image.Name;
                Demand(Cast.IsAuthored(Cast.ImageOf(taken)), () => $"device {reacted.Device} takes up {taken}, which no author signed");
                Demand(
                    _directed.Contains((Cast.Configurations[reacted.Device].Device, taken.Manifest)),
                    () => $"device {reacted.Device} takes up {taken}, which the tracker did not direct it to");
                break;
        }
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.DirectiveIssued), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    private sealed class Watching : State;
}
