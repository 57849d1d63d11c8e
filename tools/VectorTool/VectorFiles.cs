using SecUpIoT.VectorTool.Malformed;
using SecUpIoT.VectorTool.Messages;
using SecUpIoT.VectorTool.Packages;
using SecUpIoT.VectorTool.Statements;

namespace SecUpIoT.VectorTool;

/// <summary>The generated files: their paths from the root of the repository, and their content.</summary>
internal static class VectorFiles
{
    public const string Folder = "spec/vectors";

    /// <summary>Every file with its content.</summary>
    public static IReadOnlyList<(string Path, string Content)> All() =>
    [
        ($"{Folder}/messages-malformed.json", MalformedFile.Render()),
        ($"{Folder}/messages.json", MessageFile.Render()),
        ($"{Folder}/packages.json", PackageFile.Render()),
        ($"{Folder}/statements.json", StatementFile.Render()),
    ];

    /// <summary>The files that are absent or differ from what this tool makes.</summary>
    public static IReadOnlyList<(string Path, string Content)> StaleIn(string root) =>
        [.. All().Where(file => !File.Exists(Path.Combine(root, file.Path)) || File.ReadAllText(Path.Combine(root, file.Path)) != file.Content)];

    /// <summary>One line for every vector whose stated outcome is not that of the reference implementation.</summary>
    public static IReadOnlyList<string> Contradictions() =>
        [.. MessageFile.Contradictions(), .. MalformedFile.Contradictions(), .. StatementFile.Contradictions(), .. PackageFile.Contradictions()];

    /// <summary>The nearest directory upwards that holds the solution, or null.</summary>
    public static string? FindRoot(string from)
    {
        for (var directory = new DirectoryInfo(from); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "SecUpIoT.sln"))) return directory.FullName;
        }

        return null;
    }
}
