using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Coyote;
using Microsoft.Coyote.Actors;
using Microsoft.Coyote.SystematicTesting;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>Every invariant has a monitor, and every monitor fires on what breaks its invariant and on nothing else.</summary>
public sealed class MonitorTests
{
    public static TheoryData<string> Ids => [.. Judges.All.Select(static judge => judge.Id)];

    [Fact]
    public void Every_invariant_has_exactly_one_monitor_and_every_monitor_an_invariant()
    {
        var specified = Regex.Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "spec", "invariants.yaml")), @"(?m)^\s*- id: (I-\d\d)\s*$").Select(static match => match.Groups[1].Value);
        var files = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Folder, "tests", "Interleavings", "Monitors"), "I??*.cs")
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => Regex.IsMatch(name, @"^I\d\d"));
        var types = typeof(Judges).Assembly.GetTypes().Where(static type => !type.IsAbstract && type.IsAssignableTo(typeof(Microsoft.Coyote.Specifications.Monitor)) && type.Namespace == typeof(Judges).Namespace);

        Assert.Equal(specified.Order(), Judges.All.Select(static judge => judge.Id).Order());
        Assert.Equal(files.Order(), Judges.All.Select(static judge => judge.Type.Name).Order());
        Assert.Equal(types.OrderBy(static type => type.Name).Select(static type => type.Name), Judges.All.Select(static judge => judge.Type.Name).Order());
        Assert.All(Judges.All, static judge => Assert.StartsWith(judge.Id.Replace("-", "", StringComparison.Ordinal), judge.Type.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_monitor_sees_what_its_states_handle() => Assert.All(Judges.All, static judge =>
    {
        foreach (var state in judge.Type.GetNestedTypes(BindingFlags.NonPublic))
        {
            var handled = state.GetCustomAttributesData()
                .Where(static attribute => attribute.AttributeType.Name == "OnEventDoActionAttribute")
                .Select(static attribute => (Type)attribute.ConstructorArguments[0].Value!)
                .ToHashSet();
            if (handled.Count > 0) Assert.Equal(judge.Sees.Append(typeof(Observation.Began)).Select(static type => type.Name).Order(), handled.Select(static type => type.Name).Order());
        }
    });

    [Fact]
    public void Every_monitor_has_a_right_and_a_wrong_sequence() =>
        Assert.Equal(Judges.All.Select(static judge => judge.Id).Order(), Sequences.Wrong.Keys.Intersect(Sequences.Right.Keys).Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_monitor_is_content_with_what_is_right(string id)
    {
        foreach (var sequence in Sequences.Right[id]) Assert.Null(Watch(id, sequence));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_monitor_fires_on_what_is_wrong(string id)
    {
        foreach (var sequence in Sequences.Wrong[id]) Assert.StartsWith($"{id}: ", Watch(id, sequence), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I-18")]
    [InlineData("I-19")]
    [InlineData("I-20")]
    [InlineData("I-21")]
    [InlineData("I-22")]
    public void A_monitor_of_liveness_is_hot_as_long_as_something_is_due(string id)
    {
        // The run ends without anybody saying so: what is due then shows by the hot state.
        foreach (var sequence in Sequences.Wrong[id].Where(static sequence => sequence[^1] is Observation.Ended))
            Assert.Contains($"hot state '{id.Replace("-", "", StringComparison.Ordinal)}Due'", Watch(id, [.. sequence.SkipLast(1)]), StringComparison.Ordinal);
        foreach (var sequence in Sequences.Right[id]) Assert.Null(Watch(id, [.. sequence.Where(static seen => seen is not Observation.Ended)]));
    }

    /// <summary>What the monitor says to the sequence; null when it is content.</summary>
    private static string? Watch(string id, IReadOnlyList<Observation> sequence)
    {
        var judge = Judges.All.Single(judge => judge.Id == id);
        Assert.All(sequence.Skip(1), seen => Assert.Contains(seen.GetType(), judge.Sees));
        var configuration = Configuration.Create().WithTelemetryEnabled(false).WithConsoleLoggingEnabled(false).WithTestingIterations(1).WithRandomGeneratorSeed(1);
        using var engine = TestingEngine.Create(configuration, (IActorRuntime runtime) =>
        {
            judge.Register(runtime);
            foreach (var seen in sequence) judge.Tell(runtime, seen);
            return Task.CompletedTask;
        });
        engine.Run();
        Assert.Empty(engine.TestReport.InternalErrors);
        return engine.TestReport.BugReports.SingleOrDefault();
    }
}
