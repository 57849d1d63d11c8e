using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <content>The server links, and the relay of payload blocks. There is no cache: every block is asked of a Firmware server.</content>
public sealed partial class SimulatedTracker
{
    /// <summary>After this a relayed request is given up; an answer that comes later is dropped.</summary>
    private static readonly TimeSpan RelayTime = TimeSpan.FromSeconds(25);

    private readonly Dictionary<long, Packet> _relayed = [];
    private int _turn;

    /// <summary>The Firmware server cannot be reached, or breaks off.</summary>
    public void FailLink(string server, ResultCode code) => HandleLink(server, new Input.LinkFailed(Link.Server, code));

    private void HandleLink(string server, Input input)
    {
        if (!_links.TryGetValue(server, out var before))
        {
            Stage.NoteRefusal(Name, ResultCode.PeerNotTrusted, $"{server} is none of its Firmware servers");
            return;
        }

        var reaction = _linkMachine.Handle(before, input);
        _links[server] = reaction.State;
        Stage.Trace?.Add(TrackerTrace.Step(server, before, reaction));
        Stage.NoteChange($"{Name}/{server}", before.Phase.ToString(), reaction.State.Phase.ToString());
        foreach (var output in reaction.Outputs)
        {
            switch (output)
            {
                case Output.Send send:
                    Send(new Packet(Stage.NextExchange(), Name, server, Link.Server, send.Message));
                    break;
                case Output.StoreEnvelope store:
                    _envelopes[store.Manifest] = store.Envelope;
                    break;
                case Output.PublishCatalogue publish:
                    _published[server] = publish.Entries;
                    break;
                case Output.Refuse refuse:
                    Refuse(null, refuse.Code, refuse.Detail);
                    break;
                case Output.SetTimer set:
                    SetTimer(set.Timer, server, set.After, () => HandleLink(server, new Input.TimerFired(set.Timer)));
                    break;
                case Output.CancelTimer cancel:
                    CancelTimer(cancel.Timer, server);
                    break;
            }
        }

        Merge();
    }

    /// <summary>Passes the request on to a server that publishes the payload; another one the next time, so that one being down stops nothing (R-ST-22).</summary>
    private void Fetch(Packet request, BlockRequest block)
    {
        var holders = _servers.Where(server => _published.TryGetValue(server, out var entries) && entries.Any(entry => entry.Payloads.Any(payload => payload.Digest == block.Payload))).ToList();
        if (holders.Count == 0)
        {
            Refuse(request, ResultCode.NotAvailable, $"no Firmware server publishes {block.Payload}");
            return;
        }

        var exchange = Stage.NextExchange();
        _relayed[exchange] = request;
        Later(RelayTime, () => _relayed.Remove(exchange));
        Send(new Packet(exchange, Name, holders[_turn++ % holders.Count], Link.Server, block));
    }

    private bool Relay(Packet answer)
    {
        if (!_relayed.Remove(answer.Exchange, out var request)) return answer.Message is Block;
        Send(new Packet(request.Exchange, Name, request.From, Link.Tracker, answer.Message));
        return true;
    }
}
