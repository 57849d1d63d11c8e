using NJsonSchema;

namespace SecUpIoT.Traceability;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("requirements")]
    [InlineData("sources")]
    [InlineData("exclusions")]
    [InlineData("invariants")]
    [InlineData("messages")]
    [InlineData("result-codes")]
    public async Task A_file_of_the_specification_matches_its_schema(string name)
    {
        var schema = await JsonSchema.FromJsonAsync(Specification.Read($"spec/schemas/{name}.schema.json"));

        var errors = schema.Validate(YamlToJson.Convert(Specification.Read($"spec/{name}.yaml")));

        Specification.AssertNone(errors.Select(error => $"{name}.yaml {error.Path}: {error.Kind}"));
    }

    [Fact]
    public async Task The_schema_refuses_a_row_without_a_reason_why_it_cannot_be_tested()
    {
        var schema = await JsonSchema.FromJsonAsync(Specification.Read("spec/schemas/requirements.schema.json"));
        const string row = """
            revision: "1"
            requirements:
              - { id: R-GEN-99, entity: GEN, profile: Core, level: is required to, statement: "Each functional entity is required to exist.", sources: [LS-07],
                  counters: [], evidence: [wire], testable: false, formal: [M-01], result_codes: [] }
            """;

        Assert.NotEmpty(schema.Validate(YamlToJson.Convert(row)));
        Assert.Empty(schema.Validate(YamlToJson.Convert(row.Replace("testable: false", "testable: true", StringComparison.Ordinal))));
    }
}
