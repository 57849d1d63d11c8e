using System.Buffers;
using MessagePack;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Fuzz.Oracles;
using SecUpIoT.Fuzz.Seeds;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Fuzz.Targets;

/// <summary>Everything in MessagePack: messages, signed statements and durable records; and the frames of the device link.</summary>
internal static class WireTargets
{
    private const string Group = "wire";

    // What the codec promises of itself.
    private static readonly Allowance Codec = new(MessageCodec.AllocationBase, MessageCodec.AllocationPerByte);

    public static IEnumerable<FuzzTarget> All() =>
    [
        new("frames", Group, "Framing, FrameConnection", new Examination<FrameTrace>(FrameTrace.Receive, FrameTrace.Allowance, contradiction: FrameTrace.Contradiction), Frames),
        Strict("message", "MessageCodec", static input => Answer.Of(MessageCodec.Decode(input)), MessageCodec.Encode, Messages) with { MostBytes = 8192 },
        Strict("directive", "Directive", static input => Answer.Of(Directive.Decode(input)), static value => value.Encode(), static () => Statements("Directive")),
        Strict("report", "DeviceReport", static input => Answer.Of(DeviceReport.Decode(input)), static value => value.Encode(), static () => Statements("Report")),
        Strict("device-record", "DeviceRecord", static input => Answer.Of(DeviceRecord.Decode(input)), static value => value.Encode(), RecordSeeds.Device),
        Strict("campaign-record", "CampaignRecord", static input => Answer.Of(CampaignRecord.Decode(input)), static value => value.Encode(), RecordSeeds.Campaign),
        Strict("track-record", "TrackRecord", static input => Answer.Of(TrackRecord.Decode(input)), static value => value.Encode(), RecordSeeds.Track),
        Strict("package-record", "PackageRecord", static input => Answer.Of(PackageRecord.Decode(input)), static value => value.Encode(), RecordSeeds.Package),
        new("flash", Group, "FlashFile, FlashLayout, FlashJournal, FlashSlot", new Examination<FlashMount>(FlashMount.Open, FlashMount.Allowance, contradiction: FlashMount.Contradiction), FlashMount.Seeds),
    ];

    /// <summary>What MessagePack for C# has against an answer: what is accepted is one whole item, and what is cut off is none.</summary>
    internal static string? Contradiction<T>(ReadOnlyMemory<byte> input, Answer<T> answer)
        where T : class
    {
        var whole = IsWhole(input);
        if (answer.Value is not null) return whole ? null : "accepted, but MessagePack for C# finds no whole item";
        return whole && answer.Refusal!.StartsWith(nameof(DecodeFault.Truncated), StringComparison.Ordinal) ? $"{answer.Refusal}, but MessagePack for C# finds a whole item" : null;
    }

    private static FuzzTarget Strict<T>(string name, string decoder, Func<ReadOnlyMemory<byte>, Answer<T>> decode, Func<T, byte[]> encode, Func<IEnumerable<byte[]>> seeds)
        where T : class => new(name, Group, decoder, new Examination<T>(decode, Codec, encode, Contradiction), seeds);

    private static bool IsWhole(ReadOnlyMemory<byte> input)
    {
        try
        {
            var reader = new MessagePackReader(new ReadOnlySequence<byte>(input));
            reader.Skip();
            return reader.End;
        }
        catch (Exception exception) when (exception is EndOfStreamException or MessagePackSerializationException or InsufficientExecutionStackException or ArgumentOutOfRangeException)
        {
            // The last is what it makes of a length above 2^31.
            return false;
        }
    }

    private static IEnumerable<byte[]> Messages() => VectorSeeds.Hex("messages.json", "hex").Concat(VectorSeeds.Hex("messages-malformed.json", "hex")).Where(static bytes => bytes.Length <= 8192);

    private static IEnumerable<byte[]> Statements(string kind) => VectorSeeds.Of("statements.json", "kind", kind, "payload");

    private static IEnumerable<byte[]> Frames()
    {
        var messages = Messages().Where(static bytes => bytes.Length <= 1024).ToList();
        yield return [.. messages.Take(8).SelectMany(static message => Framing.Wrap(message))];
        foreach (var message in messages) yield return Framing.Wrap(message);
        yield return [0, 0, 0, 0];
        yield return [0, 8, 0, 1, 1];
        yield return [0xff, 0xff, 0xff, 0xff];
        yield return [0, 8, 0, 0, .. new byte[100]];
    }
}
