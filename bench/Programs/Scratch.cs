namespace SecUpIoT.Benchmarks.Programs;

/// <summary>A folder for files that are measured on; below SECUP_BENCH_FOLDER, or the system's folder for temporary files. Gone with the object.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder;

    public Scratch()
    {
        var parent = Environment.GetEnvironmentVariable("SECUP_BENCH_FOLDER") is { Length: > 0 } chosen ? chosen : Path.GetTempPath();
        _folder = Directory.CreateDirectory(Path.Combine(parent, $"secup-bench-{Guid.NewGuid():n}"));
    }

    /// <summary>A path within.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        if (_folder.Exists) _folder.Delete(recursive: true);
    }
}
