using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>Bytes that are not the one encoding of a message, made from bytes that are (spec/messages.md). Each says nearly what the right ones say.</summary>
internal static class Malformed
{
    /// <summary>The ways, by name.</summary>
    public static IReadOnlyDictionary<string, Func<byte[], byte[]>> Ways { get; } = new Dictionary<string, Func<byte[], byte[]>>
    {
        ["one byte behind"] = static right => [.. right, 0xC0],
        ["the same again behind"] = static right => [.. right, .. right],
        ["the last byte missing"] = static right => right[..^1],
        ["no byte at all"] = static _ => [],
        ["a long head of the array"] = static right => [0xDC, 0x00, 0x02, .. right[1..]],
        ["a long tag"] = static right => [right[0], 0xCC, .. right[1..]],
        ["a field too many"] = static right => [right[0], right[1], (byte)(right[2] + 1), .. right[3..], 0xC0],
        ["a tag that does not exist"] = static right => [right[0], 0x7F, .. right[2..]],
        ["a map in place of the fields"] = static right => [right[0], right[1], (byte)(right[2] - 0x10), .. right[3..]],
        ["three parts in place of two"] = static right => [0x93, .. right[1..], 0xC0],
    };
}
