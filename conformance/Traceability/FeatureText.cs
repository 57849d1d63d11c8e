using Gherkin;
using Gherkin.Ast;

namespace SecUpIoT.Conformance.Traceability;

/// <summary>A feature as it is written, of which pickles no longer tell where a tag stood.</summary>
/// <param name="Path">Below Features.</param>
/// <param name="Text">The file.</param>
public sealed record FeatureText(string Path, string Text)
{
    /// <summary>The features that are built into the suite.</summary>
    public static IReadOnlyList<FeatureText> ReadAll()
    {
        var assembly = typeof(FeatureText).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".feature", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return new FeatureText(name.Replace('\\', '/'), reader.ReadToEnd());
        })];
    }

    /// <summary>The tree of the file.</summary>
    internal Feature Parse()
    {
        using var reader = new StringReader(Text);
        return new Parser().Parse(reader).Feature;
    }
}
