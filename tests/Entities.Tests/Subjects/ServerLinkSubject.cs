using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>The server link machine and all that a Firmware server can say to it.</summary>
internal static class ServerLinkSubject
{
    public static Subject<ServerLinkState> Of(ServerLinkConfiguration configuration)
    {
        var namer = new ServerLinkMachine(configuration);
        return new()
        {
            Create = () => new ServerLinkMachine(configuration),
            Table = namer.Table(),
            Initial = ServerLinkState.Initial,
            Phase = state => state.Phase.ToString(),
            Trigger = (state, input) => namer.Judge(state, input).Trigger.ToString(),
            Shape = state => (state.Phase, state.Entries, state.Incoming, Math.Min(state.Failures, 2)),
            Inputs = _ => [.. Foreign.Inputs, .. Catalogues(), .. Envelopes()],
        };
    }

    private static IEnumerable<(string, Input)> Catalogues()
    {
        var (next, newer) = (Releases.Next.Entry, Releases.Newer.Entry);
        yield return ("one package", From(new CatalogueAnswer(new(next))));
        yield return ("two packages", From(new CatalogueAnswer(new(next, newer))));
        yield return ("one package, listed twice", From(new CatalogueAnswer(new(next, next))));
        yield return ("one manifest under two entries", From(new CatalogueAnswer(new(next, next with { Number = new(99) }))));
        yield return ("a wrong entry", From(new CatalogueAnswer(new(newer with { Class = Known.OtherClass }))));
    }

    private static IEnumerable<(string, Input)> Envelopes()
    {
        yield return ("envelope of the first", From(new EnvelopeAnswer(Releases.Next.Envelope)));
        yield return ("envelope of the second", From(new EnvelopeAnswer(Releases.Newer.Envelope)));
        yield return ("envelope of a stranger", From(new EnvelopeAnswer(Releases.ByStranger.Envelope)));
    }

    private static Input.Received From(Message message) => new(Link.Server, message, Known.Start, Known.Nonce(1));
}
