using SecUpIoT.Benchmarks.Programs;

namespace SecUpIoT.Benchmarks.Comparing;

/// <summary>A checkout, built for measuring. One that was made for the comparison goes with the object.</summary>
internal sealed class Build : IDisposable
{
    private readonly string _repository;
    private readonly string _folder;
    private readonly bool _made;

    private Build(string name, string folder, string repository, bool made) => (Name, _folder, _repository, _made) = (name, folder, repository, made);

    /// <summary>What the caller called it.</summary>
    public string Name { get; }

    private string Program => Path.Combine(_folder, "artifacts", "bin", "SecUpIoT.Benchmarks", "release", "SecUpIoT.Benchmarks.dll");

    /// <summary>Takes a folder with a checkout, or makes one of a revision that git knows.</summary>
    /// <exception cref="BenchException">It is neither, or does not build.</exception>
    public static Build Prepare(string name, Scratch scratch, Action<string> tell, CancellationToken cancel)
    {
        var repository = Checkout.Root();
        var build = Find(name, repository, scratch);
        try
        {
            tell($"building {name}");
            ChildProcess.Succeed("dotnet", ["build", "-c", "Release", "-v", "q", Path.Combine(build._folder, "bench", "SecUpIoT.Benchmarks.csproj")], cancel);
            if (!File.Exists(build.Program)) throw new BenchException($"Expected {name} to build bench/SecUpIoT.Benchmarks.dll, but it is not there. Compare with a revision that has this program.");
            return build;
        }
        catch
        {
            build.Dispose();
            throw;
        }
    }

    /// <summary>Measures once; the results are in the file.</summary>
    public void Sample(IEnumerable<string> options, string output, CancellationToken cancel) =>
        ChildProcess.Succeed("dotnet", [Program, "sample", .. options, "--out", output], cancel);

    public void Dispose()
    {
        if (_made) ChildProcess.Run("git", ["-C", _repository, "worktree", "remove", "--force", _folder]);
    }

    private static Build Find(string name, string repository, Scratch scratch)
    {
        if (File.Exists(Path.Combine(name, "SecUpIoT.sln"))) return new Build(name, Path.GetFullPath(name), repository, made: false);
        var folder = scratch[$"checkout-{Guid.NewGuid():n}"];
        var added = ChildProcess.Run("git", ["-C", repository, "worktree", "add", "--detach", folder, name]);
        return added.ExitCode == 0
            ? new Build(name, folder, repository, made: true)
            : throw new BenchException($"Expected the folder of a checkout or a revision, but '{name}' is neither: {added.Output.Trim()}");
    }
}
