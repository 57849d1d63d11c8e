using Microsoft.Coyote.Actors;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>The armed timers of all players. Which of them fires, and when, is a choice (R-GEN-18).</summary>
internal sealed class Timers
{
    private readonly List<Armed> _armed = [];
    private int _armings;

    public IReadOnlyList<Armed> All => _armed;

    /// <summary>Arms a timer, or moves it. <paramref name="key"/> tells apart the subjects of one player.</summary>
    public int Set(ActorId owner, TimerId timer, int key = 0)
    {
        Cancel(owner, timer, key);
        _armed.Add(new(owner, timer, key, ++_armings));
        return _armings;
    }

    public void Cancel(ActorId owner, TimerId timer, int key = 0) => _armed.RemoveAll(armed => armed.Owner == owner && armed.Timer == timer && armed.Key == key);

    public void CancelAll(ActorId owner) => _armed.RemoveAll(armed => armed.Owner == owner);

    public void Take(Armed armed) => _armed.Remove(armed);

    internal sealed record Armed(ActorId Owner, TimerId Timer, int Key, int Arming);
}
