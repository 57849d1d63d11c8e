using System.Text.Json.Nodes;
using NJsonSchema;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Attachment.Examination;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests.Attachment;

/// <summary>The doctor finds nothing at the reference, and finds what is wrong elsewhere; schema and code say the same of every answer.</summary>
public sealed class ExaminationTests
{
    private static readonly string Root = RepositoryRoot.Folder;

    public static TheoryData<Role> Roles() => [.. Names.AllRoles];

    [Theory]
    [MemberData(nameof(Roles))]
    public void The_reference_is_sound(Role role)
    {
        using var tester = References.Build(role);

        var findings = UpperTesterDoctor.Examine(tester, role);

        Assert.All(findings, finding => Assert.True(finding.Health == Health.Sound, finding.ToString()));
        Assert.True(findings.Count >= 12);
    }

    [Theory]
    [InlineData("evidence", "{}", "evidence", "'log' is missing")]
    [InlineData("provision", """{"publicKey":"AA","slotCapacity":1,"blockSize":1}""", "provision", "'publicKey' is not bytes in base64")]
    [InlineData("stop", """{"stopped":true}""", "stop", "'stopped' is not expected")]
    [InlineData("clock", """{"now":1700000000000,"next":null}""", "clock, virtual, one second on", "it went on by 0 ms")]
    [InlineData("clock", """{"now":1,"next":null}""", "clock, virtual, after reset", "it is 1")]
    [InlineData("link", """{"answer":null}""", "link device, what is no message", "neither refused nor broken off")]
    [InlineData("no-such-verb", "{}", "a verb that does not exist", "it was performed")]
    public void What_is_wrong_is_found(string verb, string answer, string check, string detail)
    {
        using var tester = new Wrong(verb, () => (JsonObject)JsonNode.Parse(answer)!);

        var findings = UpperTesterDoctor.Examine(tester, Role.DeviceCore);

        Assert.Contains(findings, finding => finding.Health == Health.Faulty && finding.Check == check && finding.Detail.Contains(detail, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_offered_is_missing_and_not_faulty()
    {
        using var tester = new Wrong("clock", () => throw new UpperTesterException(UpperTesterError.Unimplemented, "no clock"));

        var findings = UpperTesterDoctor.Examine(tester, Role.DeviceCore);

        Assert.Equal(Health.Missing, findings.Single(finding => finding.Check == "clock").Health);
        Assert.DoesNotContain(findings, finding => finding.Health == Health.Faulty);
    }

    [Fact]
    public void The_second_reset_counts()
    {
        var resets = 0;
        using var tester = new Wrong("reset", () => ++resets == 1 ? [] : throw new UpperTesterException(UpperTesterError.Failed, "only once"));

        Assert.Contains(UpperTesterDoctor.Examine(tester, Role.DeviceCore), finding => finding is { Check: "reset, once more", Health: Health.Faulty });
    }

    [Fact]
    public async Task Schema_and_code_judge_alike()
    {
        var whole = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Root, "conformance", "Schemas", "upper-tester.schema.json")))!;
        var judged = 0;
        foreach (var form in Answers.Names)
        {
            var schema = await SchemaOf(whole, $"result of {form}");
            var sound = Sample((JsonObject)whole["definitions"]![$"result of {form}"]!);
            Assert.Empty(schema.Validate(sound.ToJsonString()));
            foreach (var candidate in Variants(sound))
            {
                var (schemas, codes) = (schema.Validate(candidate.ToJsonString()).Count == 0, Answers.Faults(form, candidate).Count == 0);
                Assert.True(schemas == codes, $"{form} {candidate.ToJsonString()}: the schema says {schemas}, the code {codes}: {string.Join("; ", Answers.Faults(form, candidate))}");
                judged++;
            }
        }

        Assert.True(judged > 300, $"only {judged} answers were judged");
    }

    [Theory]
    [InlineData("""{"id":7,"verb":"reset","arguments":{}}""", true)]
    [InlineData("""{"id":7,"verb":"explode","arguments":{}}""", false)]
    [InlineData("""{"id":7,"result":{}}""", true)]
    [InlineData("""{"id":7,"result":{},"error":{"kind":"busy","message":""}}""", false)]
    [InlineData("""{"id":7,"error":{"kind":"unimplemented","message":"no clock"}}""", true)]
    [InlineData("""{"id":7,"error":{"kind":"odd","message":"no clock"}}""", false)]
    [InlineData("""{"ask":3,"link":"tracker","to":"tracker","message":"AA=="}""", true)]
    [InlineData("""{"ask":3,"link":"moon","to":"tracker","message":"AA=="}""", false)]
    [InlineData("""{"reply":3,"held":true}""", true)]
    [InlineData("""{"reply":3,"held":true,"failed":true}""", false)]
    [InlineData("""{"say":"device","message":"AA=="}""", true)]
    public async Task The_schema_knows_the_lines(string line, bool known)
    {
        var schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(Path.Combine(Root, "conformance", "Schemas", "upper-tester.schema.json")));

        Assert.Equal(known, schema.Validate(line).Count == 0);
    }

    private static Task<JsonSchema> SchemaOf(JsonObject whole, string definition) => JsonSchema.FromJsonAsync(new JsonObject
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/definitions/{definition}" }),
        ["definitions"] = whole["definitions"]!.DeepClone(),
    }.ToJsonString());

    // An answer with every field that the form knows.
    private static JsonObject Sample(JsonObject form)
    {
        var sample = new JsonObject();
        foreach (var (name, field) in form["properties"] as JsonObject ?? []) sample[name] = SampleOf((JsonObject)field!);
        return sample;
    }

    private static JsonNode SampleOf(JsonObject field) => field switch
    {
        _ when (string?)field["$ref"] == "#/definitions/bytes" => "AAEC",
        _ when field["$ref"] is not null => 7,
        _ when field["oneOf"] is JsonArray either => SampleOf((JsonObject)either[0]!),
        _ => (string?)field["type"] switch
        {
            "string" => "text",
            "integer" => 7,
            "boolean" => true,
            "array" => new JsonArray((string?)field["items"]!["type"] == "object" ? new JsonObject() : "text"),
            _ => new JsonObject(),
        },
    };

    private static IEnumerable<JsonObject> Variants(JsonObject sound)
    {
        yield return sound;
        var added = (JsonObject)sound.DeepClone();
        added["more"] = 1;
        yield return added;
        foreach (var name in sound.Select(pair => pair.Key).ToList())
        {
            var removed = (JsonObject)sound.DeepClone();
            removed.Remove(name);
            yield return removed;
            foreach (var value in (JsonNode?[])[null, "text", "AAEC", "AA", 7, 1.5, true, new JsonArray(), new JsonArray(7), new JsonArray("text"), new JsonArray(new JsonObject()), new JsonObject()])
            {
                var changed = (JsonObject)sound.DeepClone();
                changed[name] = value?.DeepClone();
                yield return changed;
            }
        }
    }

    /// <summary>The reference, but for the answer to one verb.</summary>
    private sealed class Wrong(string wrong, Func<JsonObject> answer) : IUpperTester
    {
        private readonly IUpperTester _inner = References.Build(Role.DeviceCore);

        public JsonObject Perform(string verb, JsonObject arguments, IOutside outside) => verb == wrong ? answer() : _inner.Perform(verb, arguments, outside);

        public void Dispose() => _inner.Dispose();
    }
}
