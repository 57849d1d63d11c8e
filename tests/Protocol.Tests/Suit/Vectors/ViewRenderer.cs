using System.Text.Json.Nodes;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Protocol.Tests.Suit.Vectors;

/// <summary>Renders what was decoded the way the expectations are written.</summary>
internal static class ViewRenderer
{
    public static JsonObject Render(Envelope envelope, Manifest manifest)
    {
        var keys = new JsonArray(2, 3);
        foreach (var element in envelope.Severable.Keys) keys.Add((int)element);
        foreach (var payload in envelope.IntegratedPayloads.Keys) keys.Add(payload);
        var view = new JsonObject
        {
            ["tagged"] = envelope.Tagged,
            ["envelope_keys"] = keys,
            ["manifest_len"] = envelope.Manifest.Length,
            ["manifest_digest"] = new JsonObject
            {
                ["alg"] = -16,
                ["hex"] = envelope.ManifestDigest.ToHex(),
                ["ok"] = SuitDigests.OfElement(envelope.Manifest) == envelope.ManifestDigest,
            },
            ["auth_blocks"] = new JsonArray([.. envelope.Blocks.Select(Render)]),
            ["version"] = 1,
            ["sequence_number"] = manifest.SequenceNumber.Value,
            ["reference_uri"] = manifest.ReferenceUri,
            ["manifest_component_id"] = manifest.ManifestComponentId is { } id ? Render(id) : null,
            ["components"] = new JsonArray([.. manifest.Common.Components.Select(component => Render(component.Id))]),
            ["dependencies"] = new JsonObject(manifest.Common.Dependencies.Select(dependency => Pair(dependency.Index.ToString(), Render(dependency.Id)))),
            ["shared"] = manifest.Common.Shared is { } shared ? Render(shared) : null,
            ["sections"] = new JsonObject(manifest.Sections.Select(section => Pair(Names.Of(section.Key), Render(section.Value)))),
            ["severed"] = new JsonObject(manifest.Severed.Select(severed => Pair(Names.Of(severed.Key), new JsonObject
            {
                ["alg"] = -16,
                ["digest"] = severed.Value.ToHex(),
                ["present_in_envelope"] = envelope.Severable.ContainsKey(severed.Key),
            }))),
            ["integrated_payloads"] = new JsonObject(envelope.IntegratedPayloads.Select(payload => Pair(payload.Key, new JsonObject
            {
                ["len"] = payload.Value.Length,
                ["sha256"] = Digest.Of(payload.Value.Span).ToHex(),
            }))),
            ["text"] = manifest.Text is { } text ? new JsonObject(text.Languages.Select(language => Pair(language.Key, Render(language.Value)))) : null,
        };
        if (manifest.SetVersion is { } version) view["set_version"] = new JsonArray([.. version.Select(number => (JsonNode)number)]);
        return view;
    }

    private static JsonObject Render(Bytes block)
    {
        var message = CoseMessage.Parse(block.Memory).Value;
        return new JsonObject
        {
            ["type"] = message.Kind.ToString(),
            ["cose_tag"] = (int)message.Kind,
            ["alg"] = message.Header.Algorithm,
            ["alg_name"] = message.Header.Algorithm switch { -7 => "ES256", -9 => "ESP256", 5 => "HMAC 256/256", var other => other.ToString() },
            ["kid"] = message.Header.KeyId is { } keyId ? Hex(keyId) : null,
            ["detached"] = message.Payload is null,
        };
    }

    private static JsonArray Render(CommandSequence sequence) => new([.. sequence.Commands.Select(command => new JsonArray((int)command.Code, Names.Of(command.Code), Argument(command)))]);

    private static JsonNode? Argument(SuitCommand command) => command switch
    {
        SuitCommand.Condition condition => condition.Policy,
        SuitCommand.Directive directive => directive.Policy,
        SuitCommand.SetIndex { Indexes: null } => true,
        SuitCommand.SetIndex { Indexes: [var index] } => index,
        SuitCommand.Assign assign => Render(assign.Parameters),
        SuitCommand.TryEach each => new JsonArray([.. each.Branches.Select(Render), .. each.MayFail ? [null] : Array.Empty<JsonNode?>()]),
        SuitCommand.Run run => Render(run.Sequence),
        SuitCommand.AssignMany many => new JsonObject(many.Assignments.Select(pair => Pair(pair.Key.ToString(), Render(pair.Value)))),
        SuitCommand.CopyFrom copy => new JsonObject(copy.Sources.Select(pair => Pair(pair.Key.ToString(), new JsonArray([.. pair.Value.Select(key => (JsonNode)(int)key)])))),
        _ => null,
    };

    private static JsonObject Render(SuitParameters parameters) => new(parameters.Values.Select(pair => Pair(Names.Of(pair.Key), pair.Value switch
    {
        ParameterValue.Identifier id => Convert.ToHexStringLower(id.Value.ToByteArray(bigEndian: true)),
        ParameterValue.Image image => new JsonObject { ["alg"] = -16, ["digest"] = image.Value.ToHex() },
        ParameterValue.Number number => number.Value,
        ParameterValue.Priority priority => priority.Value,
        ParameterValue.Flag flag => flag.Value,
        ParameterValue.Text text => text.Value,
        ParameterValue.Octets octets => Hex(octets.Value),
        _ => null,
    })));

    private static JsonObject Render(LocalText text)
    {
        var local = new JsonObject();
        if (text.ManifestDescription is { } description) local["1"] = description;
        if (text.UpdateDescription is { } update) local["2"] = update;
        foreach (var (id, texts) in text.Components)
        {
            local[$"[{string.Join(',', id.Segments.Select(Hex))}]"] = new JsonObject(texts.Select(pair => Pair(pair.Key.ToString(), pair.Value)));
        }

        return local;
    }

    private static JsonArray Render(ComponentId id) => new([.. id.Segments.Select(segment => (JsonNode)Hex(segment))]);

    public static string Hex(Bytes bytes) => Convert.ToHexStringLower(bytes.Span);

    private static KeyValuePair<string, JsonNode?> Pair(string key, JsonNode? value) => new(key, value);
}
