using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-03, No rollback. A device takes up nothing older than the confirmed image, and runs the confirmed image or a newer one on trial.</summary>
internal sealed class I03NoRollback : SafetyMonitor
{
    protected override string Id => "I-03";

    private readonly Dictionary<int, ImageName> _confirmed = [];
    private readonly Dictionary<int, ImageName> _running = [];

    protected override void Judge(Observation seen)
    {
        switch (seen)
        {
            case Observation.DeviceReacted { Reaction: var reaction } reacted when Acts.TakesUp(reaction):
                var taken = reaction.State.Candidate!.Image.Name;
                Demand(
                    taken.Number >= reacted.Before.Record!.Confirmed.Name.Number,
                    () => $"device {reacted.Device} takes up {taken}, has confirmed {reacted.Before.Record!.Confirmed.Name}");
                break;
            case Observation.Booted booted:
                (_running[booted.Device], _confirmed[booted.Device]) = (booted.Invoke.Image, booted.Flash.Journal.Confirmed.Name);
                Check(booted.Device);
                break;
            case Observation.FlashChanged flash:
                _confirmed[flash.Device] = flash.Flash.Journal.Confirmed.Name;
                Check(flash.Device);
                break;
            case Observation.DeviceFell fell:
                _running.Remove(fell.Device);
                break;
        }
    }

    private void Check(int device)
    {
        if (!_running.TryGetValue(device, out var running)) return;
        var confirmed = _confirmed[device];
        Demand(running == confirmed || running.Number > confirmed.Number, () => $"device {device} runs {running}, has confirmed {confirmed}");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    [OnEventDoAction(typeof(Observation.Booted), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceFell), nameof(See))]
    private sealed class Watching : State;
}
