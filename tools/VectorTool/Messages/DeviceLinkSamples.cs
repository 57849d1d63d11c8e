using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.VectorTool.Messages;

/// <summary>M-01 to M-09.</summary>
internal static class DeviceLinkSamples
{
    private static readonly Digest Manifest = Seeded.Digest("manifest");
    private static readonly Digest Payload = Seeded.Digest("payload");

    public static IEnumerable<MessageVector> All() =>
        [.. Status(), .. Deliveries(), .. Answers(), .. Blocks(), .. Installs(), .. Refusals()];

    private static IEnumerable<MessageVector> Status() =>
    [
        new("only", "no fields", new StatusRequest()),
        new("empty", "no bytes at all", new StatusReport(Bytes.Empty)),
        new("longest", "as long as a signed statement may be", new StatusReport(Seeded.Fill(0x5a, Limits.SignedStatement))),
        new("longest-8-bit", "the longest length with a head of two bytes", new StatusReport(Seeded.Fill(0x5a, 255))),
        new("shortest-16-bit", "the shortest length with a head of three bytes", new StatusReport(Seeded.Fill(0x5a, 256))),
        new("usual", "some bytes", new StatusReport(Seeded.Bytes("report", 200))),
    ];

    private static IEnumerable<MessageVector> Deliveries() =>
    [
        new("both", "directive and envelope", new DirectiveDelivery(Seeded.Bytes("directive", 150), Seeded.Bytes("envelope", 300))),
        new("directive-only", "the device holds the candidate already", new DirectiveDelivery(Seeded.Bytes("directive", 150), Bytes.Empty)),
        new("envelope-only", "profile Core has no directive", new DirectiveDelivery(Bytes.Empty, Seeded.Bytes("envelope", 300))),
        new("longest", "both as long as they may be", new DirectiveDelivery(Seeded.Fill(0x11, Limits.SignedStatement), Seeded.Fill(0x22, Limits.Envelope))),
        new("longest-16-bit", "an envelope with the longest length of 16 bits", new DirectiveDelivery(Bytes.Empty, Seeded.Fill(0x22, ushort.MaxValue))),
        new("neither", "both empty", new DirectiveDelivery(Bytes.Empty, Bytes.Empty)),
    ];

    private static IEnumerable<MessageVector> Answers()
    {
        yield return new("nothing-wanted", "no block is wanted", new DirectiveAnswer(DevicePhase.Idle, null));
        yield return new("wanting", "the first block is wanted", new DirectiveAnswer(DevicePhase.Receiving, new BlockWant(Payload, 0, 65536)));
        yield return new("all-there", "no block is wanted any more", new BlockAnswer(DevicePhase.VerifyingImage, null));
        yield return new("wanting", "a block in the middle is wanted", new BlockAnswer(DevicePhase.Receiving, new BlockWant(Payload, 65536, 4096)));
        yield return new("wanting-least", "the smallest want", new BlockAnswer(DevicePhase.Receiving, new BlockWant(default, 0, 0)));
        yield return new("wanting-most", "offset and length at their bounds", new BlockAnswer(DevicePhase.Receiving, new BlockWant(Payload, Limits.Payload, Limits.Block)));
        foreach (var phase in Enum.GetValues<DevicePhase>()) yield return new($"phase-{phase}", $"phase {phase}", new InstallAnswer(phase));
    }

    private static IEnumerable<MessageVector> Blocks() =>
    [
        new("empty", "no bytes of data", new ImageBlock(Manifest, Payload, 0, Bytes.Empty)),
        new("last-offset", "the largest offset", new ImageBlock(Manifest, Payload, Limits.Payload, Seeded.Bytes("block", 1))),
        new("largest", "as many bytes as a block may have", new ImageBlock(Manifest, Payload, 0, Seeded.Fill(0xff, Limits.Block))),
        new("usual", "a block in the middle", new ImageBlock(Manifest, Payload, 4096, Seeded.Bytes("block", 128))),
    ];

    private static IEnumerable<MessageVector> Installs() =>
    [
        new("usual", "a manifest digest", new InstallRequest(Manifest)),
        new("zero", "a digest of zeros is a digest", new InstallRequest(default)),
    ];

    private static IEnumerable<MessageVector> Refusals()
    {
        foreach (var code in Enum.GetValues<ResultCode>()) yield return new($"code-{(int)code:0000}-{code}", $"result code {code}", new Refusal(code, "detail"));
        foreach (var length in new[] { 0, 1, 31, 32, 255, 256, Limits.Detail })
            yield return new($"text-{length:000}", $"a text of {length} ASCII characters", new Refusal(ResultCode.Busy, new string('a', length)));
        yield return new("text-longest-emoji", "200 characters outside the basic plane count as 400", new Refusal(ResultCode.Busy, string.Concat(Enumerable.Repeat("\U0001F512", 200))));
        yield return new("text-longest-japanese", "400 characters of three bytes each", new Refusal(ResultCode.Busy, new string('\u66F4', Limits.Detail)));
        yield return new("text-several-scripts", "text is UTF-8", new Refusal(ResultCode.NotNow, "nicht jetzt \u00e4\u00f6\u00fc, \u4eca\u306f\u99c4\u76ee, \u043d\u0435 \u0441\u0435\u0439\u0447\u0430\u0441, \U0001F512"));
        yield return new("text-byte-order-mark", "U+FEFF at the start is a character like any other", new Refusal(ResultCode.NotNow, "\uFEFFbusy"));
    }
}
