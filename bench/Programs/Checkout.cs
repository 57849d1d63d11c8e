namespace SecUpIoT.Benchmarks.Programs;

/// <summary>The repository that this program was built from.</summary>
internal static class Checkout
{
    /// <summary>Its folder.</summary>
    /// <exception cref="BenchException">The program does not lie in one.</exception>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SecUpIoT.sln"))) return folder.FullName;
        }

        throw new BenchException("Expected the program in the repository it was built from, but no SecUpIoT.sln is above it. Run it with 'dotnet run --project bench'.");
    }

    /// <summary>The commit, shortened, with a + when files of the repository differ from it; "unknown" without git.</summary>
    public static string Commit()
    {
        var root = Root();
        if (!ChildProcess.IsThere("git")) return "unknown";
        var commit = ChildProcess.Run("git", ["-C", root, "rev-parse", "--short=10", "HEAD"]);
        if (commit.ExitCode != 0) return "unknown";
        var changed = ChildProcess.Run("git", ["-C", root, "status", "--porcelain", "--untracked-files=no", "--", "src", "conformance", "spec", "bench/*.cs", "Directory.*"]);
        return commit.Output.Trim() + (changed.Output.Trim().Length == 0 ? "" : "+");
    }
}
