using System.Collections;
using System.Reflection;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Reports;

/// <summary>One field of a decoded message.</summary>
/// <param name="Depth">How deep it stands in others.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; empty for one that holds others.</param>
public sealed record MessageField(int Depth, string Name, string Value);

/// <summary>Takes a message apart for people.</summary>
public static class MessageFields
{
    private const int MostItems = 20;

    /// <summary>Its fields; none when the bytes are no message.</summary>
    public static IReadOnlyList<MessageField> Of(Bytes bytes) => bytes.IsEmpty || MessageCodec.Decode(bytes.Memory).Value is not { } message ? [] : [.. Walk(message, 0)];

    private static IEnumerable<MessageField> Walk(object holder, int depth) => holder.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static property => property.GetIndexParameters().Length == 0 && property.Name != nameof(Message.Tag))
        .SelectMany(property => Walk(property.Name, property.GetValue(holder), depth));

    private static IEnumerable<MessageField> Walk(string name, object? value, int depth)
    {
        if (value is IEnumerable items and not string)
        {
            var list = items.Cast<object?>().ToList();
            return [new(depth, name, list.Count == 0 ? "none" : $"{list.Count}"), .. list.Take(MostItems).SelectMany((item, index) => Walk($"{index + 1}", item, depth + 1))];
        }

        return value is not null && IsCompound(value.GetType())
            ? [new(depth, name, ""), .. Walk(value, depth + 1)]
            : [new(depth, name, value is null ? "nothing" : value is Bytes bytes ? Show(bytes) : value.ToString() ?? "nothing")];
    }

    // Parts of messages are records that say nothing better about themselves than their fields.
    private static bool IsCompound(Type type) => type is { IsClass: true } && type.Namespace == typeof(Message).Namespace
        && type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Length > 1;

    private static string Show(Bytes bytes) => bytes.IsEmpty ? "no bytes" : $"{bytes.Length} bytes: {Convert.ToHexStringLower(bytes.Span[..Math.Min(bytes.Length, 24)])}{(bytes.Length > 24 ? "..." : "")}";
}
