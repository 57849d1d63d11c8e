using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>Answers with one flaw, by the words that scenarios use.</summary>
internal static class Flaws
{
    /// <summary>A block with a flaw, in place of the one that was asked for.</summary>
    public static Block Of(Block right, string flaw) => flaw switch
    {
        "of another payload" => right with { Payload = Digest.Of([7]) },
        "from an earlier byte" => right with { Offset = right.Offset - 1 },
        "from a later byte" => right with { Offset = right.Offset + (ulong)right.Data.Length },
        "from the first byte" => right with { Offset = 0 },
        "that is one byte short" => right with { Data = right.Data.Span[..^1].ToArray() },
        "that is one byte long" => right with { Data = Longer(right.Data, 1) },
        "that holds no byte" => right with { Data = Bytes.Empty },
        "that is twice as long" => right with { Data = Longer(right.Data, right.Data.Length) },
        "of the largest size" => right with { Data = Longer(right.Data, Limits.Block - right.Data.Length) },
        _ => throw new SuiteErrorException($"no block '{flaw}'"),
    };

    /// <summary>A package whose envelope has a flaw.</summary>
    public static Bytes Envelope(Cast cast, ulong number, string flaw) => cast.Make(number, usual => usual with
    {
        Flaw = flaw switch
        {
            "is no envelope" => PackageFlaw.Garbage,
            "ends in the middle" => PackageFlaw.Truncated,
            "does not match its manifest digest" => PackageFlaw.AlteredManifest,
            _ => throw new SuiteErrorException($"no envelope that '{flaw}'"),
        },
    }).Envelope;

    private static byte[] Longer(Bytes data, int by) => [.. data.Span, .. Enumerable.Repeat((byte)0x5A, by)];
}
