using Microsoft.Coyote.Actors;
using SecUpIoT.Interleavings.Machines.Races;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>Does one script, deed after deed, each after as long as Coyote likes.</summary>
[OnEventDoAction(typeof(Cue), nameof(Hear))]
internal sealed class ScriptPlayer : Player
{
    protected override void Begin() => Play.Scripts.Add(Id);

    protected override IEnumerator<Pause> Take(object cue)
    {
        foreach (var deed in Play.Settings.Scripts[Index])
        {
            if (Play.OneOf(deed.Ticks + 1) is > 0 and var ticks)
            {
                Play.Sleep(Id, Ticket, ticks);
                yield return Pause.Until;
            }

            for (var idle = Play.OneOf(deed.Idle + 1); idle > 0; idle--) yield return Pause.Step;
            deed.Do(Play);
        }

        Play.ScriptEnded();
    }
}
