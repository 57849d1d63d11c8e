using System.Text.Json.Nodes;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.VectorTool.Messages;

/// <summary>One golden message.</summary>
/// <param name="Name">Unique among the vectors of its kind of message.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Message">The message.</param>
internal sealed record MessageVector(string Name, string Description, Message Message)
{
    public string Id => $"M-{Message.Tag:00}";
}

/// <summary>spec/vectors/messages.json.</summary>
internal static class MessageFile
{
    public static IReadOnlyList<MessageVector> Vectors { get; } =
        [.. DeviceLinkSamples.All().Concat(TrackerLinkSamples.All()).Concat(InterfaceSamples.All()).Concat(FleetSamples.All()).OrderBy(vector => vector.Message.Tag).ThenBy(vector => vector.Name, StringComparer.Ordinal)];

    public static string Render() => Json.Render(new JsonObject
    {
        ["$schema"] = "../schemas/vectors-messages.schema.json",
        ["enumerations"] = Enumerations(),
        ["vectors"] = Json.Array(Vectors.Select(vector => new JsonObject
        {
            ["id"] = vector.Id,
            ["name"] = vector.Name,
            ["description"] = vector.Description,
            ["message"] = vector.Message.GetType().Name,
            ["fields"] = RecordShape.Fields(vector.Message),
            ["hex"] = Json.Hex(RecordShape.Encode(vector.Message)),
        })),
    });

    public static IEnumerable<string> Contradictions()
    {
        foreach (var vector in Vectors)
        {
            var golden = RecordShape.Encode(vector.Message);
            if (!golden.AsSpan().SequenceEqual(MessageCodec.Encode(vector.Message))) yield return $"{vector.Id} {vector.Name}: the codec writes other bytes";
            var decoded = MessageCodec.Decode(golden);
            if (decoded.Value != vector.Message) yield return $"{vector.Id} {vector.Name}: the codec reads {decoded}";
        }
    }

    private static JsonObject Enumerations() => new()
    {
        [nameof(CampaignAction)] = Members<CampaignAction>(),
        [nameof(CampaignPhase)] = Members<CampaignPhase>(),
        [nameof(DevicePhase)] = Members<DevicePhase>(),
        [nameof(DirectiveKind)] = Members<DirectiveKind>(),
        [nameof(PackagePhase)] = Members<PackagePhase>(),
        [nameof(PauseReason)] = Members<PauseReason>(),
        [nameof(Profile)] = Members<Profile>(),
        [nameof(ResultCode)] = Members<ResultCode>(),
        [nameof(TrackPhase)] = Members<TrackPhase>(),
    };

    private static JsonObject Members<T>()
        where T : struct, Enum
    {
        var members = new JsonObject();
        foreach (var member in Enum.GetValues<T>()) members.Add(member.ToString(), Convert.ToUInt16(member, null));
        return members;
    }
}
