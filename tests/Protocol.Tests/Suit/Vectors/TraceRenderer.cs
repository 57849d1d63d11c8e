using System.Text.Json.Nodes;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Suit.Interpreter;

namespace SecUpIoT.Protocol.Tests.Suit.Vectors;

/// <summary>Renders executed steps the way the expectations are written.</summary>
internal static class TraceRenderer
{
    public static JsonArray Render(IEnumerable<SuitStep> trace) => new([.. trace.Select(Render)]);

    private static JsonObject Render(SuitStep step)
    {
        var rendered = new JsonObject
        {
            ["section"] = Names.Of(step.Section),
            ["command"] = Names.Of(step.Command),
            ["component"] = step.Component.Index,
        };
        var parameters = step.Parameters;
        switch (step.Command)
        {
            case SuitCommandCode.VendorIdentifier:
                rendered["value"] = Hex(parameters.Vendor?.Value);
                break;
            case SuitCommandCode.ClassIdentifier:
                rendered["value"] = Hex(parameters.Class?.Value);
                break;
            case SuitCommandCode.ImageMatch:
                AddImage(rendered, parameters);
                break;
            case SuitCommandCode.ComponentSlot:
                rendered["slot"] = parameters.Slot;
                break;
            case SuitCommandCode.UseBefore:
                rendered["use_before"] = parameters.NumberAt(SuitParameter.UseBefore);
                break;
            case SuitCommandCode.Fetch:
                rendered["uri"] = parameters.Uri;
                rendered["source"] = step.Integrated ? "integrated" : "external";
                AddImage(rendered, parameters);
                break;
            case SuitCommandCode.Copy:
                rendered["source"] = parameters.SourceComponent;
                rendered["encrypted"] = parameters.EncryptionInfo is not null;
                break;
            case SuitCommandCode.Write:
                rendered["content_len"] = parameters.Content!.Value.Length;
                rendered["content_sha256"] = Digest.Of(parameters.Content.Value.Span).ToHex();
                rendered["encrypted"] = parameters.EncryptionInfo is not null;
                break;
            case SuitCommandCode.Invoke:
                rendered["args"] = parameters.InvokeArgs is { } args ? ViewRenderer.Hex(args) : null;
                break;
        }

        if (step.Dependency is { } dependency) rendered["dependency"] = dependency;
        return rendered;
    }

    private static void AddImage(JsonObject rendered, SuitParameters parameters)
    {
        rendered["digest"] = parameters.ImageDigest?.ToHex();
        rendered["size"] = parameters.ImageSize;
    }

    private static string? Hex(Guid? id) => id is { } value ? Convert.ToHexStringLower(value.ToByteArray(bigEndian: true)) : null;
}
