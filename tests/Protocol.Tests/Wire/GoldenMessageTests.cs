using System.Text.Json.Nodes;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.VectorTool;
using SecUpIoT.VectorTool.Messages;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>spec/vectors/messages.json: the stored bytes and the codec agree in both directions.</summary>
public sealed class GoldenMessageTests
{
    private static readonly JsonArray Stored = StoredVectors.Of("messages.json");

    public static TheoryData<string, string> Names()
    {
        var names = new TheoryData<string, string>();
        foreach (var vector in Stored) names.Add(vector!["id"]!.GetValue<string>(), vector["name"]!.GetValue<string>());
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_golden_bytes_decode_to_the_message_and_encode_again_to_themselves(string id, string name)
    {
        var stored = Stored.Single(vector => vector!["id"]!.GetValue<string>() == id && vector["name"]!.GetValue<string>() == name)!;
        var golden = Json.ReadHex(stored["hex"]!);
        var message = MessageFile.Vectors.Single(vector => vector.Id == id && vector.Name == name).Message;

        var decoded = MessageCodec.Decode(golden);

        Assert.Null(decoded.Error);
        Assert.Equal(message, decoded.Value);
        Assert.Equal(golden, MessageCodec.Encode(decoded.Value!));
        Assert.Equal(stored["message"]!.GetValue<string>(), decoded.Value!.GetType().Name);
        Assert.True(JsonNode.DeepEquals(stored["fields"], RecordShape.Fields(decoded.Value)), "the fields differ");
    }

    [Fact]
    public void Every_message_has_several_vectors_where_it_has_fields()
    {
        var counts = MessageFile.Vectors.CountBy(vector => vector.Message.GetType()).ToDictionary();
        var all = typeof(Message).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Message))).ToList();
        Assert.Equal(45, all.Count);
        Assert.All(all, type => Assert.True(counts.GetValueOrDefault(type) >= 1, $"{type.Name} has no vector"));
    }

    [Fact]
    public void Every_optional_field_is_absent_in_one_vector_and_present_in_another()
    {
        foreach (var fields in MessageFile.Vectors.GroupBy(vector => vector.Message.GetType(), vector => RecordShape.Fields(vector.Message)))
        {
            foreach (var name in fields.SelectMany(field => field).Where(field => field.Value is null).Select(field => field.Key).Distinct())
                Assert.True(fields.Any(field => field[name] is not null), $"{fields.Key.Name}.{name} is never present");
        }
    }
}
