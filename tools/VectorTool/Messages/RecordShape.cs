using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.VectorTool.Messages;

/// <summary>
/// Messages and statements seen through the declaration of their records alone: as JSON, and as bytes. The encoder here shares nothing with
/// the one in src/Protocol, so that the golden bytes are the word of two.
/// </summary>
internal static class RecordShape
{
    /// <summary>The fields by their name: 64-bit numbers and moments as decimal text, bytes as hexadecimal, enumerations by name, absent as null.</summary>
    public static JsonObject Fields(object record)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in Values(record)) fields.Add(name, ToJson(value));
        return fields;
    }

    /// <summary>The golden bytes of a message.</summary>
    public static byte[] Encode(Message message)
    {
        var writer = new PlainWriter();
        writer.Array(2);
        writer.Number(message.Tag);
        Write(writer, message);
        return writer.ToArray();
    }

    /// <summary>The golden bytes of a statement.</summary>
    public static byte[] EncodeStatement(object statement)
    {
        var writer = new PlainWriter();
        Write(writer, statement);
        return writer.ToArray();
    }

    private static IEnumerable<(string Name, object? Value)> Values(object record)
    {
        var type = record.GetType();
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single();
        return constructor.GetParameters().Select(parameter => (parameter.Name!, type.GetProperty(parameter.Name!)!.GetValue(record)));
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        Enum name => JsonValue.Create(name.ToString()),
        byte or ushort or uint => JsonValue.Create(Convert.ToUInt32(value, null)),
        _ when Number(value) is { } number => JsonValue.Create(number.ToString(null, null)),
        _ when Octets(value) is { } octets => Json.Hex(octets.Span),
        _ when Uuid(value) is { } uuid => JsonValue.Create(uuid.ToString()),
        IEnumerable items => Json.Array(items.Cast<object>().Select(ToJson)),
        _ => Fields(value),
    };

    private static void Write(PlainWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.Nil();
                break;
            case string text:
                writer.Text(text);
                break;
            case bool flag:
                writer.Flag(flag);
                break;
            case Enum or byte or ushort or uint:
                writer.Number(Convert.ToUInt64(value, null));
                break;
            case not null when Number(value) is { } number:
                writer.Number(number);
                break;
            case not null when Octets(value) is { } octets:
                writer.Octets(octets.Span);
                break;
            case not null when Uuid(value) is { } uuid:
                writer.Octets(uuid.ToByteArray(bigEndian: true));
                break;
            case IEnumerable items:
                var list = items.Cast<object>().ToList();
                writer.Array(list.Count);
                foreach (var item in list) Write(writer, item);
                break;
            default:
                var fields = Values(value!).ToList();
                writer.Array(fields.Count);
                foreach (var (_, field) in fields) Write(writer, field);
                break;
        }
    }

    private static ulong? Number(object value) => value switch
    {
        ulong number => number,
        SequenceNumber number => number.Value,
        Moment moment => (ulong)moment.UnixMilliseconds,
        _ => null,
    };

    private static Bytes? Octets(object value) => value switch
    {
        Bytes bytes => bytes,
        Digest digest => digest.Value,
        Nonce nonce => nonce.Value,
        _ => (Bytes?)null,
    };

    private static Guid? Uuid(object value) => value switch
    {
        DeviceId device => device.Value,
        VendorId vendor => vendor.Value,
        ClassId deviceClass => deviceClass.Value,
        CampaignId deviceClass => deviceClass.Value,
        _ => null,
    };
}
