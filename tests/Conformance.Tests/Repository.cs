namespace SecUpIoT.Conformance.Tests;

/// <summary>The repository that the tests run in.</summary>
internal static class Repository
{
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([RepositoryRoot.Folder, .. path]));
}
