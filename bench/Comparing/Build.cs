using SecUpIoT.Benchmarks.Programs;

namespace SecUpIoT.Benchmarks.Comparing;

/// <summary>A checkout, built for measuring. One that was made for the comparison goes with the object.</summary>
internal sealed class Build : IDisposable
{
    // A sample is over before the runtime has compiled everything a second time, and what it met half compiled would be chance.
    private static readonly Dictionary<string, string> OptimisedAtOnce = new() { ["DOTNET_TieredCompilation"] = "0" };

    private readonly string _repository;
    private readonly string _folder;
    private readonly bool _made;

    private Build(string name, string folder, string repository, bool made) => (Name, _folder, _repository, _made) = (name, folder, repository, made);

    /// <summary>What the caller called it.</summary>
    public string Name { get; }

    // This very program must not be overwritten while it runs; it was built from this checkout when it was started.
    private bool IsThisProgram => _folder == _repository;

    private string Program => IsThisProgram ? typeof(Build).Assembly.Location : Path.Combine(_folder, "artifacts", "bin", "SecUpIoT.Benchmarks", "release", "SecUpIoT.Benchmarks.dll");

    /// <summary>Takes a folder with a checkout, or makes one of a revision that git knows.</summary>
    /// <exception cref="BenchException">It is neither, or does not build.</exception>
    public static Build Prepare(string name, Scratch scratch, Action<string> tell, CancellationToken cancel)
    {
        var repository = Checkout.Root();
        var build = Find(name, repository, scratch);
        try
        {
            if (build.IsThisProgram) return build;
            tell($"building {name}");
            var ended = build.Make(cancel);
            if (ended.ExitCode != 0 && build._made && build.TakeItsOwnBenchmarks())
            {
                tell($"the benchmarks of this checkout do not build with {name}, so that its own are used: a benchmark that was changed since says nothing");
                ended = build.Make(cancel);
            }

            return ended.ExitCode == 0 && File.Exists(build.Program) ? build : throw new BenchException(
                $"Expected {name} to build with the benchmarks of this checkout, or to have some that know 'sample', but: {Errors(ended.Output)} "
                + "Compare with a later revision, or with the folder of a checkout in which bench/ builds.");
        }
        catch
        {
            build.Dispose();
            throw;
        }
    }

    /// <summary>Measures once; the results are in the file.</summary>
    public void Sample(IEnumerable<string> options, string output, CancellationToken cancel) =>
        ChildProcess.Succeed("dotnet", [Program, "sample", .. options, "--out", output], OptimisedAtOnce, cancel);

    private Ended Make(CancellationToken cancel) => ChildProcess.Run(
        // Nothing stays behind that would wait for another build.
        "dotnet", ["build", "-c", "Release", "-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false", Path.Combine(_folder, "bench", "SecUpIoT.Benchmarks.csproj")], cancel);

    // Both sides are measured by the same benchmarks, those of this checkout: what differs is what they measure. It also lets revisions be a base that had no such program.
    private void TakeOurBenchmarks()
    {
        var (from, to) = (Path.Combine(_repository, "bench"), Path.Combine(_folder, "bench"));
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private bool TakeItsOwnBenchmarks()
    {
        Directory.Delete(Path.Combine(_folder, "bench"), recursive: true);
        return ChildProcess.Run("git", ["-C", _folder, "checkout", "--", "bench"]).ExitCode == 0 && File.Exists(Path.Combine(_folder, "bench", "Commands", "CompareCommand.cs"));
    }

    private static string Errors(string output) =>
        string.Join(' ', output.Split('\n').Where(static line => line.Contains("error", StringComparison.Ordinal)).Select(static line => line.Trim()).Distinct().Take(3));

    public void Dispose()
    {
        if (_made) ChildProcess.Run("git", ["-C", _repository, "worktree", "remove", "--force", _folder]);
    }

    private static Build Find(string name, string repository, Scratch scratch)
    {
        if (File.Exists(Path.Combine(name, "SecUpIoT.sln"))) return new Build(name, Path.GetFullPath(name), repository, made: false);
        var folder = scratch[$"checkout-{Guid.NewGuid():n}"];
        var added = ChildProcess.Run("git", ["-C", repository, "worktree", "add", "--detach", folder, name]);
        if (added.ExitCode != 0) throw new BenchException($"Expected the folder of a checkout or a revision, but '{name}' is neither: {added.Output.Trim()}");
        var build = new Build(name, folder, repository, made: true);
        build.TakeOurBenchmarks();
        return build;
    }
}
