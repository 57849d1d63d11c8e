using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>The Communicator machine and all that can happen to it.</summary>
internal static class CommunicatorSubject
{
    public static Subject<CommunicatorState> Of(CommunicatorConfiguration configuration)
    {
        var judge = new CommunicatorJudge(configuration);
        return new()
        {
            Create = () => new CommunicatorMachine(configuration),
            Table = new CommunicatorMachine(configuration).Table(),
            Initial = CommunicatorState.Initial,
            Phase = state => state.Phase.ToString(),
            Trigger = (state, input) => judge.Judge(state, input).Trigger.ToString(),
            Shape = state => (state.Phase, state.Manifest is null, state.Want is null, Math.Min(state.Failures, 3), state.ReportDue, state.RefusedManifest is null, state.RefusedCode),
            Inputs = state => [.. Foreign.Inputs, .. Answers(state)],
        };
    }

    private static IEnumerable<(string, Input)> Answers(CommunicatorState state)
    {
        var next = Releases.Next;
        yield return ("answer with an envelope", From(Link.Tracker, new CheckInAnswer(DirectiveKind.Install, next.Name.Manifest, default, next.Envelope, 60)));
        yield return ("answer of an endless pause", From(Link.Tracker, new CheckInAnswer(DirectiveKind.UpToDate, null, default, default, uint.MaxValue)));
        if (state.Want is not { } want) yield break;
        Bytes data = new byte[want.Length];
        yield return ("wanted block", From(Link.Tracker, new Block(want.Payload, want.Offset, 1000, data)));
        yield return ("block of another payload", From(Link.Tracker, new Block(Digest.Of("x"u8), want.Offset, 1000, data)));
        yield return ("block from another offset", From(Link.Tracker, new Block(want.Payload, want.Offset + 1, 1000, data)));
        yield return ("block too short", From(Link.Tracker, new Block(want.Payload, want.Offset, 1000, default)));
        yield return ("block too long", From(Link.Tracker, new Block(want.Payload, want.Offset, 1000, new byte[want.Length + 1])));
    }

    private static Input.Received From(Link link, Message message) => new(link, message, Known.Start, Known.Nonce(1));
}
