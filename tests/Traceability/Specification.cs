using SecUpIoT.SpecTool;

namespace SecUpIoT.Traceability;

/// <summary>The specification of this repository, read once.</summary>
internal static class Specification
{
    public static string Root { get; } = SpecFiles.FindRoot(AppContext.BaseDirectory)
        ?? throw new InvalidOperationException("The tests run outside of the repository.");

    public static SpecFiles Files { get; } = SpecFiles.Load(Root);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Fails with one line for each finding.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        var list = findings.ToList();
        Assert.True(list.Count == 0, string.Join(Environment.NewLine, list));
    }
}
