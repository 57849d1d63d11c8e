using System.Globalization;
using System.Text;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Suit;

/// <summary>A line of an inspection with what belongs under it. Plain data: it serialises to JSON as it is.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">What it says, or null when only <paramref name="Children"/> say something.</param>
/// <param name="Children">What belongs under it.</param>
public sealed record InspectionNode(string Name, string? Value, IReadOnlyList<InspectionNode> Children)
{
    /// <summary>A leaf.</summary>
    public InspectionNode(string name, string value)
        : this(name, LocalText.Printable(value), [])
    {
    }

    /// <summary>A branch.</summary>
    public InspectionNode(string name, params IReadOnlyList<InspectionNode> children)
        : this(name, null, children)
    {
    }

    /// <summary>The tree as indented text, one line for each node.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Append(text, 0);
        return text.ToString();
    }

    private void Append(StringBuilder text, int depth)
    {
        text.Append(' ', 2 * depth).Append(LocalText.Printable(Name));
        if (Value is not null) text.Append(": ").Append(Value);
        text.Append('\n');
        foreach (var child in Children) child.Append(text, depth + 1);
    }
}

/// <summary>Shows what an envelope says. It verifies digests, but no signature: what it shows is a claim.</summary>
public static class EnvelopeInspector
{
    /// <summary>The tree for an envelope. A manifest that cannot be read shows why.</summary>
    public static InspectionNode Inspect(Envelope envelope)
    {
        var nodes = new List<InspectionNode>
        {
            new("manifest digest", $"sha-256 {envelope.ManifestDigest.ToHex()}{(SuitDigests.OfElement(envelope.Manifest) == envelope.ManifestDigest ? "" : " (DOES NOT MATCH the manifest)")}"),
            new("authentication", [.. envelope.Blocks.Select(Block)]),
        };
        var manifest = ManifestReader.Read(envelope.Manifest, envelope.Severable, SuitProfile.Full);
        nodes.Add(manifest.Error is { } error ? new InspectionNode("manifest", $"unreadable: {error.Code}, {error.Detail}") : ManifestNode(manifest.Value));
        nodes.Add(new("severed elements in the envelope", [.. envelope.Severable.Select(pair => new InspectionNode(pair.Key.ToString(), Length(pair.Value)))]));
        nodes.Add(new("integrated payloads", [.. envelope.IntegratedPayloads.Select(pair => new InspectionNode(pair.Key, $"{Length(pair.Value)}, sha-256 {Digest.Of(pair.Value.Span).ToHex()}"))]));
        return new InspectionNode("envelope", nodes);
    }

    private static InspectionNode Block(Bytes block, int index)
    {
        var name = $"block {index}";
        var parsed = CoseMessage.Parse(block.Memory);
        if (parsed.Error is { } error) return new InspectionNode(name, $"unreadable: {error.Detail}");
        var message = parsed.Value;
        var algorithm = Enum.IsDefined((CoseAlgorithm)message.Header.Algorithm) ? ((CoseAlgorithm)message.Header.Algorithm).ToString() : "unknown";
        return new InspectionNode(
            name,
            new InspectionNode("kind", message.Kind.ToString()),
            new InspectionNode("algorithm", $"{algorithm} ({message.Header.Algorithm})"),
            new InspectionNode("key identifier", message.Header.KeyId?.ToString() ?? "none"));
    }

    private static InspectionNode ManifestNode(Manifest manifest)
    {
        var nodes = new List<InspectionNode>
        {
            new("version", Number(Manifest.Version)),
            new("sequence number", manifest.SequenceNumber.ToString()),
        };
        if (manifest.ReferenceUri is { } uri) nodes.Add(new("reference uri", uri));
        if (manifest.ManifestComponentId is { } id) nodes.Add(new("manifest component", id.ToString()));
        if (manifest.SetVersion is { } version) nodes.Add(new("set version", string.Join('.', version.Select(Number))));
        nodes.Add(new("components", [.. manifest.Common.Components.Select(Component)]));
        if (manifest.Common.Dependencies.Count > 0) nodes.Add(new("dependencies", [.. manifest.Common.Dependencies.Select(Component)]));
        if (manifest.Common.Shared is { } shared) nodes.Add(new("shared sequence", Commands(shared)));
        nodes.AddRange(manifest.Sections.Select(section => new InspectionNode(section.Key.ToString(), Commands(section.Value))));
        if (manifest.Severed.Count > 0) nodes.Add(new("severed", [.. manifest.Severed.Select(pair => new InspectionNode(pair.Key.ToString(), $"sha-256 {pair.Value.ToHex()}, {(manifest.Missing.Contains(pair.Key) ? "absent" : "present")}"))]));
        if (manifest.Text is { } text) nodes.Add(new("text", [.. text.Languages.Select(pair => Language(pair.Key, pair.Value))]));
        return new InspectionNode("manifest", nodes);
    }

    private static InspectionNode Component(ManifestComponent component) => new(Number(component.Index), component.Id.ToString());

    private static InspectionNode[] Commands(CommandSequence sequence) => [.. sequence.Commands.Select(Command)];

    private static InspectionNode Command(SuitCommand command) => command switch
    {
        SuitCommand.SetIndex { Indexes: var indexes } => new InspectionNode(command.Code.ToString(), indexes is null ? "all" : string.Join(", ", indexes.Select(index => Number(index)))),
        SuitCommand.Assign assign => new InspectionNode(command.Code.ToString(), Parameters(assign.Parameters)),
        SuitCommand.TryEach each => new InspectionNode(
            each.MayFail ? "TryEach, or none" : "TryEach",
            [.. each.Branches.Select((branch, index) => new InspectionNode($"branch {index}", Commands(branch)))]),
        SuitCommand.Run run => new InspectionNode(command.Code.ToString(), Commands(run.Sequence)),
        SuitCommand.AssignMany many => new InspectionNode(command.Code.ToString(), [.. many.Assignments.Select(pair => new InspectionNode(Number(pair.Key), Parameters(pair.Value)))]),
        SuitCommand.CopyFrom copy => new InspectionNode(command.Code.ToString(), [.. copy.Sources.Select(pair => new InspectionNode(Number(pair.Key), string.Join(", ", pair.Value)))]),
        SuitCommand.Condition { Policy: var policy } => new InspectionNode(command.Code.ToString(), $"report {policy}"),
        SuitCommand.Directive { Policy: var policy } => new InspectionNode(command.Code.ToString(), $"report {policy}"),
        _ => new InspectionNode(command.Code.ToString(), []),
    };

    private static InspectionNode[] Parameters(SuitParameters parameters) =>
        [.. parameters.Values.Select(pair => new InspectionNode(pair.Key.ToString(), Value(pair.Value)))];

    private static string Value(ParameterValue value) => value switch
    {
        ParameterValue.Identifier id => id.Value.ToString(),
        ParameterValue.EnterpriseNumber number => $"enterprise number {number.Value}",
        ParameterValue.Image image => $"sha-256 {image.Value.ToHex()}",
        ParameterValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        ParameterValue.Priority priority => priority.Value.ToString(CultureInfo.InvariantCulture),
        ParameterValue.Flag flag => flag.Value ? "true" : "false",
        ParameterValue.Text text => text.Value,
        ParameterValue.Octets octets => octets.Value.ToString(),
        _ => string.Empty,
    };

    private static InspectionNode Language(string tag, LocalText text)
    {
        (string Name, string? Value)[] known = [("manifest", text.ManifestDescription), ("update", text.UpdateDescription), ("json source", text.JsonSource), ("yaml source", text.YamlSource)];
        var nodes = known.Where(entry => entry.Value is not null).Select(entry => new InspectionNode(entry.Name, entry.Value!)).ToList();
        nodes.AddRange(text.Components.Select(pair => new InspectionNode(pair.Key.ToString(), [.. pair.Value.Select(entry => new InspectionNode(ComponentTextName(entry.Key), entry.Value))])));
        return new InspectionNode(tag, nodes);
    }

    private static string ComponentTextName(int key) => key switch
    {
        1 => "vendor name",
        2 => "model name",
        3 => "vendor domain",
        4 => "model info",
        5 => "description",
        6 => "version",
        7 => "version required",
        8 => "current version",
        _ => Number(key),
    };

    private static string Length(Bytes bytes) => $"{bytes.Length} bytes";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
