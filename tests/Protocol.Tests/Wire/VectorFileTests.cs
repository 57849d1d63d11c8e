using NJsonSchema;
using SecUpIoT.VectorTool;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>The files in spec/vectors are those that the tool makes, and have the form that their schemas state.</summary>
public sealed class VectorFileTests
{
    public static TheoryData<string> Files() => [.. VectorFiles.All().Select(file => Path.GetFileName(file.Path))];

    [Fact]
    public void The_stored_files_are_fresh() =>
        Assert.True(VectorFiles.StaleIn(StoredVectors.Root).Count == 0, "stale; run: dotnet run --project tools/VectorTool -- generate");

    [Fact]
    public void The_implementation_contradicts_no_vector() => Assert.Empty(VectorFiles.Contradictions());

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_stored_file_has_the_form_that_its_schema_states(string file)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(StoredVectors.Root, "spec/schemas", $"vectors-{Path.ChangeExtension(file, ".schema.json")}"));
        var problems = schema.Validate(await File.ReadAllTextAsync(Path.Combine(StoredVectors.Root, VectorFiles.Folder, file)));
        Assert.True(problems.Count == 0, string.Join('\n', problems.Take(5)));
    }

    [Fact]
    public void The_files_have_line_feeds_only_and_a_final_one()
    {
        foreach (var (_, content) in VectorFiles.All())
        {
            Assert.DoesNotContain('\r', content);
            Assert.EndsWith("}\n", content, StringComparison.Ordinal);
        }
    }
}
