namespace SecUpIoT.SpecTool;

/// <summary>Generated files whose content on disk differs from what would be generated now.</summary>
internal static class StaleFiles
{
    public static IReadOnlyList<(string Path, string Content)> Of(SpecFiles spec) =>
    [
        .. Pages.All(spec).Where(page =>
        {
            var file = Path.Combine(spec.Root, page.Path);
            return !File.Exists(file) || File.ReadAllText(file) != page.Content;
        }),
    ];
}
