using SecUpIoT.SpecTool;

namespace SecUpIoT.Traceability;

public sealed class GeneratedFileTests
{
    [Fact]
    public void No_generated_page_is_stale() =>
        Specification.AssertNone(StaleFiles.Of(Specification.Files).Select(page => $"{page.Path} is stale: dotnet run --project tools/SpecTool -- generate"));

    [Fact]
    public void A_page_is_generated_in_the_same_way_twice() => Assert.Equal(Pages.All(Specification.Files), Pages.All(SpecFiles.Load(Specification.Root)));

    [Fact]
    public void Every_link_of_a_specification_page_leads_to_a_file() =>
        Specification.AssertNone(from file in Directory.EnumerateFiles(Path.Combine(Specification.Root, "spec"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Specification.Root, "docs/traceability.md"))
                                 from link in Links.In(File.ReadAllText(file))
                                 let target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, link))
                                 where !File.Exists(target) && !Directory.Exists(target)
                                 select $"{Path.GetRelativePath(Specification.Root, file)}: {link}");
}
