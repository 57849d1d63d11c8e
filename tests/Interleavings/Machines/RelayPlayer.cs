using Microsoft.Coyote.Actors;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>Hands payload bytes of published packages through from the first server whose entries in use list them (R-ST-22, R-ST-25).</summary>
[OnEventDoAction(typeof(Cue), nameof(Hear))]
internal sealed class RelayPlayer : Player
{
    protected override void Begin()
    {
    }

    protected override IEnumerator<Pause> Take(object cue)
    {
        var arrival = (Arrival)cue;
        var request = (BlockRequest)arrival.Letter.Message;
        foreach (var link in Play.ServerLinks)
        {
            if (link.Published.FirstOrDefault(entry => entry.Payloads.Any(payload => payload.Digest == request.Payload)) is not { } holder) continue;
            Play.Send(Play.Servers[link.Number].Address, new FirmwareServerPlayer.Relayed(Play.Cast.ImageOf(holder.Manifest), request, arrival.Communicator));
            yield break;
        }

        Play.Post(Play.Communicators[arrival.Communicator].Address, new Arrival(Direction.Answer, arrival.Communicator, Letter.Plain(new Refusal(ResultCode.NotAvailable, ""))));
    }
}
