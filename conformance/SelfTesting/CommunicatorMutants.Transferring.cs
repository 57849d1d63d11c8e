using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>Wants and blocks.</content>
internal static partial class CommunicatorMutants
{
    private static IReadOnlyList<Mutant> Transferring =>
    [
        Altering("want-capped", "never asks for more than 4096 bytes", ["R-CM-04"], static (machine, _) => machine.After(static (_, _, reaction) =>
            reaction.Saying<BlockRequest>(static request => request with { Length = Math.Min(request.Length, 4096) })), "R-GEN-05"),
        Altering("want-short", "asks for one byte less when the want is odd", ["R-CM-04"], static (machine, _) => machine.After(static (_, _, reaction) =>
            reaction.Saying<BlockRequest>(static request => request.Length > 1 && request.Length % 2 == 1 ? request with { Length = request.Length - 1 } : request))),
        Altering("want-unasked", "takes what its device says unasked for a want", ["R-CM-04"], static (machine, configuration) => machine.After((state, input, reaction) =>
            state.Phase == Phase.Fetching && input is Input.Received { Link: Link.Device, Message: BlockAnswer { Want: { } want } }
                ? reaction.Asking(state with { Want = want }, Link.Tracker, new BlockRequest(want.Payload, want.Offset, want.Length), configuration)
                : reaction)),
        Altering("want-remembered", "fetches the same block again when its device does not answer", ["R-CM-04", "R-CM-06"], static (machine, configuration) => machine.After((state, _, reaction) =>
            state.Phase == Phase.Forwarding && reaction.Trigger == nameof(Trigger.ReplyOverdue)
                ? reaction.Asking(state with { Phase = Phase.Fetching }, Link.Tracker, new BlockRequest(state.Want!.Payload, state.Want.Offset, state.Want.Length), configuration)
                : reaction), "R-CM-09"),
        Believing("block-length-unchecked", "forwards blocks of any length", ["R-CM-05", "R-CM-17"], static (want, block) => want with { Length = (uint)block.Data.Length }),
        Believing("block-short-forwarded", "forwards blocks that are too short", ["R-CM-05"], static (want, block) => block.Data.Length < want.Length ? want with { Length = (uint)block.Data.Length } : want),
        Believing("block-offset-unchecked", "forwards blocks from any offset", ["R-CM-05"], static (want, block) => want with { Offset = block.Offset }),
        Believing("block-payload-unchecked", "forwards blocks of any payload", ["R-CM-05"], static (want, block) => want with { Payload = block.Payload }),
        Altering("block-cut", "cuts what is too long and forwards it", ["R-CM-05", "R-CM-17"], static (machine, _) => machine.Before(static (state, input) =>
            (state, input is Input.Received { Message: Block block } received && state.Want is { } want && block.Data.Length > want.Length
                ? received with { Message = block with { Data = block.Data.Span[..(int)want.Length].ToArray() } }
                : input))),
        Altering("declined-for-ever", "does nothing more after its device declined a block", ["R-CM-06"], static (machine, _) => machine.After(static (_, _, reaction) =>
            reaction.Trigger == nameof(Trigger.BlockDeclined) ? reaction.Unarmed(TimerId.Poll) : reaction)),
        Altering("want-of-before", "goes on with the want of before a failure", ["R-CM-06"], static (machine, _) =>
        {
            BlockWant? last = null;
            return machine.After((state, _, reaction) =>
            {
                if (state.Phase is Phase.Forwarding && reaction.Trigger == nameof(Trigger.PeerFailed)) last = state.Want;
                if (reaction.Trigger != nameof(Trigger.DeliveryWanting) || last is not { } kept) return reaction;
                last = null;
                return (reaction with { State = reaction.State with { Want = kept } }).Saying<BlockRequest>(_ => new BlockRequest(kept.Payload, kept.Offset, kept.Length));
            });
        }),
    ];

    /// <summary>A Communicator that adjusts its want to the block that came.</summary>
    private static Mutant Believing(string id, string wrong, IReadOnlyList<string> violates, Func<BlockWant, Block, BlockWant> adjusted) => Altering(
        id, wrong, violates, (machine, _) => machine.Before((state, input) =>
            (state.Phase == Phase.Fetching && input is Input.Received { Message: Block block } ? state with { Want = adjusted(state.Want!, block) } : state, input)));
}
