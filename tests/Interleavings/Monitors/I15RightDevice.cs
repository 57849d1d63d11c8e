using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-15, Right device. A device takes up only a manifest made for its vendor and class, and believes only directives that name it.</summary>
internal sealed class I15RightDevice : SafetyMonitor
{
    protected override string Id => "I-15";

    protected override void Judge(Observation seen)
    {
        if (seen is not Observation.DeviceReacted { Reaction: var reaction } reacted) return;
        var configuration = Cast.Configurations[reacted.Device];
        if (Acts.Believes(reaction) && reacted.Letter?.Directive is { } directive)
            Demand(directive.Device == configuration.Device, () => $"device {reacted.Device} believes a directive for {directive.Device}");
        if (!Acts.TakesUp(reaction)) return;
        var package = Cast.Package(Cast.ImageOf(reaction.State.Candidate!.Image.Name));
        Demand(
            package.Vendor == configuration.Vendor && package.Class == configuration.Class,
            () => $"device {reacted.Device} takes up {package.Name}, which is for class {package.Class}");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    private sealed class Watching : State;
}
