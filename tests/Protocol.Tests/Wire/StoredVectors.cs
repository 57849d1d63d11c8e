using System.Text.Json.Nodes;
using SecUpIoT.VectorTool;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>The vector files of the repository.</summary>
internal static class StoredVectors
{
    public static string Root { get; } = VectorFiles.FindRoot(AppContext.BaseDirectory) ?? throw new InvalidOperationException("The repository is not above the test's directory.");

    public static JsonArray Of(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Root, VectorFiles.Folder, file)))!["vectors"]!.AsArray();
}
