namespace SecUpIoT;

/// <summary>Where the repository is that the tests were built from; part of every test project.</summary>
internal static class RepositoryRoot
{
    /// <summary>The nearest folder above the tests that holds the solution.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SecUpIoT.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"Expected SecUpIoT.sln above {AppContext.BaseDirectory}, found none: run the tests inside the repository.");
    }
}
