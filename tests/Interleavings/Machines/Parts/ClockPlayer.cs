using Microsoft.Coyote.Actors;
using SecUpIoT.Interleavings.Monitors;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>
/// Lets time pass when nobody has anything to do: some of the armed timers fire, together, so that whoever they wake runs at once with the others. After some
/// ticks all faults end; then it goes on until all is well, or patience ends.
/// </summary>
[OnEventDoAction(typeof(Cue), nameof(Tick))]
internal sealed class ClockPlayer : Actor
{
    private Play _play = null!;
    private int _ticks;
    private int _calm;

    protected override Task OnInitializeAsync(Event initialEvent)
    {
        _play = ((Part)initialEvent).Play;
        _play.Done();
        return Task.CompletedTask;
    }

    private void Tick()
    {
        if (_ticks++ == 0)
        {
            Start();
            return;
        }

        if (!_play.IsCalm && _play.IsPlayed && _ticks > _play.Settings.Ticks) _play.CalmDown();
        if (!_play.IsCalm || (!_play.IsSettled() && ++_calm <= _play.Settings.Patience)) Fire();
        else _play.Tell(new Observation.Ended());
    }

    private void Start()
    {
        foreach (var link in _play.ServerLinks) _play.Send(link.Address, new Started());
        foreach (var device in _play.Devices) _play.Send(device.Address, new Started());
        foreach (var communicator in _play.Communicators) _play.Send(communicator.Address, new Started());
        foreach (var script in _play.Scripts) _play.Send(script, new Started());
    }

    private void Fire()
    {
        _play.Wake();
        var due = _play.Timers.All.Where(IsDue).ToList();
        // What is sure to come does not always come now; but something does.
        var some = _play.IsCalm ? due : due.Where(_ => _play.Either()).ToList();
        if (some.Count == 0 && due.Count > 0) some.Add(due[_play.OneOf(due.Count)]);
        some.AddRange(_play.Timers.All.Where(armed => CostOf(armed.Timer) is { } budget && _play.Happens(budget, 3)).ToList());
        foreach (var armed in some) _play.Fire(armed);
    }

    /// <summary>Nothing else can happen before it.</summary>
    private bool IsDue(Timers.Armed armed) => armed.Timer switch
    {
        TimerId.Silence => _play.Silent[armed.Key],
        var timer => CostOf(timer) is null,
    };

    private static Budget? CostOf(TimerId timer) => timer switch
    {
        TimerId.Trial => Budget.Fail,
        TimerId.NonceLifetime or TimerId.Freshness => Budget.Expire,
        TimerId.Progress => Budget.Progress,
        TimerId.Silence => Budget.Silence,
        _ => null,
    };
}
