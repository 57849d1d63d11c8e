using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>With whom it speaks, and what it takes for a message.</content>
internal static partial class CommunicatorMutants
{
    private static IReadOnlyList<Mutant> Speaking =>
    [
        Altering("asks-for-catalogues", "asks the Status tracker for a catalogue as if it were a Firmware server", ["R-GEN-01"], static (machine, _) =>
        {
            var asked = false;
            return machine.After((_, _, reaction) =>
            {
                if (asked || reaction.Trigger != nameof(Trigger.StatusReported)) return reaction;
                asked = true;
                return reaction with { Outputs = [new Output.Send(Link.Tracker, new CatalogueRequest()), .. reaction.Outputs] };
            });
        }),
        Altering("serves-its-device", "answers its device as a Status tracker would", ["R-GEN-01"], static (machine, _) => machine.After(static (state, input, reaction) =>
            input is Input.Received { Link: Link.Device, Message: BlockRequest or CheckIn }
                ? new(state, [new Output.Send(Link.Device, new Refusal(ResultCode.NotNow, "not here"))], reaction.Trigger)
                : reaction)),
        new("communicator/lenient", Role.Communicator, "takes bytes for a message when a part of them is one", ["R-GEN-04"], Design.Right with { Hear = static (_, bytes) => Mended(bytes) }),
        new("communicator/excess-cut", Role.Communicator, "cuts a report that is too long", ["R-GEN-05"], Design.Right with { Hear = static (_, bytes) => Cut(bytes) }),
        EverySecond(),
    ];

    // What is behind a message is cut off.
    private static Bytes Mended(Bytes bytes)
    {
        if (MessageCodec.Decode(bytes.Memory).Ok) return bytes;
        foreach (var length in (int[])[bytes.Length - 1, bytes.Length / 2])
        {
            if (length > 0 && MessageCodec.Decode(bytes.Memory[..length]).Ok) return bytes.Memory[..length].ToArray();
        }

        return bytes;
    }

    // [tag 2, [bytes of a length in two bytes]].
    private static Bytes Cut(Bytes bytes)
    {
        var span = bytes.Span;
        if (span.Length < Limits.SignedStatement || span[1] != 2 || span[3] != 0xC5) return bytes;
        return (byte[])[.. span[..4], Limits.SignedStatement >> 8, Limits.SignedStatement & 0xFF, .. span[6..(6 + Limits.SignedStatement)]];
    }

    // What it does depends on something else than state and input: how often one like it was made.
    private static Mutant EverySecond()
    {
        var made = 0;
        return Altering("moody", "asks for the status twice in every second life", ["R-GEN-07"], (machine, configuration) =>
        {
            var twice = Interlocked.Increment(ref made) % 2 == 0;
            return machine.After((state, _, reaction) =>
            {
                if (!twice || reaction.Trigger != nameof(Trigger.StatusReported)) return reaction;
                twice = false;
                return reaction.Asking(state, Link.Device, new StatusRequest(), configuration);
            });
        });
    }
}
