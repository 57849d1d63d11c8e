using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol.Tracing;
using SecUpIoT.Simulation;

namespace SecUpIoT.Traceability;

/// <summary>The page on traces, its schema, the reader, the writer, the checker and the tables say the same.</summary>
public sealed partial class TraceFormatTests
{
    private static readonly string Page = Specification.Read("spec/trace-format.md");

    [Fact]
    public void The_machines_of_a_trace_are_those_that_have_a_table()
    {
        // A campaign decides what a record is offered; it says nothing to a device and is in no trace.
        Assert.Equal(MachinePage.Machines.Except(["Campaign"]).Order(StringComparer.Ordinal), Enum.GetNames<TraceMachine>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_name_in_a_trace_stands_on_the_page_of_its_machine()
    {
        foreach (var happened in Simulated())
        {
            var page = MachinePage.Of(happened.Machine.ToString());
            Assert.Contains(happened.Next, page.Phases);
            if (happened.Step is not { } step) continue;
            Assert.Contains(step.Phase, page.Phases);
            Assert.Contains(step.Trigger, page.Triggers);
        }
    }

    [Fact]
    public void The_stages_of_a_candidate_are_those_of_the_code() => Assert.Equal(Enum.GetNames<CandidateStage>(), TraceReader.Stages);

    [Fact]
    public void The_checker_knows_every_invariant()
    {
        var written = InvariantId().Matches(Specification.Read("spec/invariants.yaml")).Select(match => match.Groups[1].Value);

        Assert.Equal(written, TraceChecker.KnownInvariants);
    }

    [Fact]
    public void The_page_lists_what_is_judged_and_what_is_not()
    {
        var rows = RuleRow().Matches(Page).Select(match => match.Groups[1].Value).ToList();
        var verdict = TraceChecker.Check();

        // Of an empty trace nothing is judged, and each reason says whether a trace could.
        Assert.Equal(
            rows.Order(StringComparer.Ordinal),
            verdict.NotJudged.Where(left => !left.Why.Contains("a trace ends", StringComparison.Ordinal) && !left.Why.Contains("not in a trace", StringComparison.Ordinal)).Select(left => left.Id));
    }

    [Fact]
    public async Task Simulated_traces_match_the_schema()
    {
        var schema = await SchemaAsync();

        var lines = Simulated().Select(TraceWriter.Line).Prepend(TraceWriter.Line(new TraceHeader("test", new(StolenKey.Author)))).Select(Encoding.UTF8.GetString);

        Specification.AssertNone(lines.SelectMany(line => schema.Validate(line).Select(error => $"{error.Path} {error.Kind}: {line}")));
    }

    [Fact]
    public async Task The_example_matches_the_schema_and_fits()
    {
        var schema = await SchemaAsync();
        var example = Example().Match(Page).Groups[1].Value;

        Specification.AssertNone(example.Trim().Split('\n').SelectMany(line => schema.Validate(line).Select(error => $"{error.Path} {error.Kind}: {line}")));
        var verdict = TraceChecker.Check(TraceReader.Read("example", Encoding.UTF8.GetBytes(example)).Value);
        Assert.Null(verdict.Misfit);
        Assert.Contains("I-01", verdict.Judged);
    }

    [Fact]
    public void The_example_does_not_fit_when_any_next_is_another()
    {
        var lines = Example().Match(Page).Groups[1].Value.Trim().Split('\n');
        for (var index = 2; index < lines.Length; index++)
        {
            var line = JsonNode.Parse(lines[index])!;
            line["next"] = (string?)line["next"] == "Failed" ? "Trial" : (string?)line["machine"] == "DeviceCore" ? "Unbootable" : "Failed";
            var altered = string.Join('\n', [.. lines.Take(index), line.ToJsonString(), .. lines.Skip(index + 1), ""]);

            Assert.Equal(index + 1, TraceChecker.Check(TraceReader.Read("example", Encoding.UTF8.GetBytes(altered)).Value).Misfit?.Line);
        }
    }

    [Fact]
    public async Task Every_field_of_the_schema_stands_on_the_page()
    {
        var schema = JsonNode.Parse(Specification.Read("spec/schemas/trace.schema.json"))!;
        var fields = schema["definitions"]!.AsObject().SelectMany(definition => definition.Value!["properties"]?.AsObject().Select(field => field.Key) ?? []).Distinct().ToList();

        Assert.True(fields.Count > 30, $"only {fields.Count} fields");
        Specification.AssertNone(fields.Where(field => !Page.Contains($"`{field}`", StringComparison.Ordinal)));
        Assert.NotEmpty((await SchemaAsync()).Validate("""{"machine":"DeviceCore","subject":"d","started":"Off","phase":"Off"}"""));
    }

    private static Task<JsonSchema> SchemaAsync() => JsonSchema.FromJsonAsync(Specification.Read("spec/schemas/trace.schema.json"));

    private static IReadOnlyList<TraceEvent> Simulated()
    {
        var world = new World(new WorldSettings { Trace = true });
        world.Publish(2);
        world.RunUntil(() => world.Device.ConfirmedNow.Number.Value == 2);
        world.Device.Restart(TimeSpan.FromSeconds(1));
        world.Tracker.Cancel(world.Device.Id);
        world.RunFor(TimeSpan.FromMinutes(1));
        return world.Trace!.Events;
    }

    [GeneratedRegex(@"^  - id: (I-\d\d)$", RegexOptions.Multiline)]
    private static partial Regex InvariantId();

    [GeneratedRegex(@"^\| (I-\d\d) \|", RegexOptions.Multiline)]
    private static partial Regex RuleRow();

    [GeneratedRegex(@"```ndjson\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
