using Microsoft.Coyote.Actors;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>Something to be brought, after so many steps on the way.</summary>
internal sealed record Errand(ActorId To, object What, int Steps);

/// <summary>Brings what takes its time: what was sent later may be there before it.</summary>
[OnEventDoAction(typeof(Cue), nameof(Hear))]
internal sealed class CourierPlayer : Player
{
    protected override void Begin()
    {
    }

    protected override IEnumerator<Pause> Take(object cue)
    {
        var errand = (Errand)cue;
        if (errand.Steps > 1) Play.Send(Id, errand with { Steps = errand.Steps - 1 });
        else Play.Send(errand.To, errand.What);
        yield break;
    }
}
