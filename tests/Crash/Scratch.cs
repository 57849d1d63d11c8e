namespace SecUpIoT.Crash;

/// <summary>A folder that is gone after the test. Its name is short: a Unix socket's path has at most 107 bytes.</summary>
internal sealed class Scratch : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("secup-crash-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>A file of bytes that look random and are the same for the same seed.</summary>
    public string Image(string name, int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose()
    {
        if (!CrashSettings.Keep) Directory.Delete(Root, recursive: true);
    }
}
