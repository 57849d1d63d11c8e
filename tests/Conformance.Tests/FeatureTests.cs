using System.Text.RegularExpressions;
using Gherkin;
using Gherkin.CucumberMessages;
using Gherkin.CucumberMessages.Pickles;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Tests;

/// <summary>The features say what they must say.</summary>
public sealed partial class FeatureTests
{
    private static readonly string Root = RepositoryRoot.Folder;

    [Fact]
    public void Every_requirement_that_a_scenario_names_stands_in_the_catalogue()
    {
        var catalogue = RequirementId().Matches(File.ReadAllText(Path.Combine(Root, "spec", "requirements.yaml"))).Select(match => match.Groups["id"].Value).ToHashSet();

        Assert.NotEmpty(catalogue);
        Assert.All(Suite.Pickles, pickle => Assert.All(pickle.Requirements, id => Assert.Contains(id, catalogue)));
    }

    [Fact]
    public void Every_scenario_has_requirement_role_and_kind_and_no_other_tag() => Assert.All(Suite.Pickles, pickle =>
    {
        Assert.NotEmpty(pickle.Requirements);
        Assert.NotNull(Names.FindRole(Assert.Single(pickle.Values("role"))));
        Assert.Single(pickle.Values("tp"));
        Assert.Single(pickle.Values("clause"));
        Assert.Contains(Assert.Single(pickle.Values("kind")), new[] { "obey", "attack" });
        Assert.All(pickle.Tags, tag => Assert.Contains(tag.Split(':')[0], new[] { "req", "role", "kind", "tp", "clause", "version", "links", "profile" }));
    });

    [Fact]
    public void Every_scenario_observes_after_it_did_something() => Assert.All(Suite.Pickles, pickle =>
    {
        var kinds = pickle.Steps.Select(step => step.Kind).ToList();
        Assert.Equal(StepKind.Given, kinds[0]);
        Assert.Contains(StepKind.When, kinds);
        Assert.Equal(StepKind.Then, kinds[^1]);
        Assert.Equal(kinds.Order(), kinds);
    });

    [Theory]
    [InlineData("TechTalk.SpecFlow", "Runner/", "Steps/")]
    [InlineData("SecUpIoT.Entities", "Reference/", "SelfTesting/")]
    [InlineData("SecUpIoT.Hosting.Hosts", "Reference/Hosted/", "SelfTesting/Gateway")]
    [InlineData("SecUpIoT.Hosting", "Reports/", "Attachment/Native/", "Reference/Hosted/", "Lab/Protection/", "Steps/Protection/", "SelfTesting/Protection", "SelfTesting/Gateway")]
    public void A_library_is_named_in_its_folders_only(string library, params string[] folders)
    {
        var conformance = Path.Combine(Root, "conformance");

        var naming = Directory.EnumerateFiles(conformance, "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains(library, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(conformance, file).Replace('\\', '/'))
            .ToList();

        Assert.NotEmpty(naming);
        Assert.All(naming, file => Assert.Contains(folders, folder => file.StartsWith(folder, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_walk_finds_what_Gherkins_own_compiler_finds()
    {
        var features = Directory.EnumerateFiles(Path.Combine(Root, "conformance", "Features"), "*.feature", SearchOption.AllDirectories);

        var compiled = features.SelectMany(Compile)
            .Select(pickle => $"{pickle.Name}: {string.Join(" | ", pickle.Steps.Select(step => step.Text))} {string.Join(' ', pickle.Tags.Select(tag => tag.Name).Order(StringComparer.Ordinal))}");
        var walked = Suite.Pickles
            .Select(pickle => $"{pickle.Title}: {string.Join(" | ", pickle.Steps.Select(step => step.Text))} {string.Join(' ', pickle.Tags.Select(tag => "@" + tag).Order(StringComparer.Ordinal))}");

        Assert.Equal(compiled.Order(StringComparer.Ordinal), walked.Order(StringComparer.Ordinal));
    }

    private static List<Gherkin.CucumberMessages.Types.Pickle> Compile(string file)
    {
        var ids = new IncrementingIdGenerator();
        return new PickleCompiler(ids).Compile(new AstMessagesConverter(ids).ConvertGherkinDocumentToEventArgs(new Parser().Parse(file), file));
    }

    [GeneratedRegex(@"^  - id: (?<id>R-[A-Z]+-\d+)$", RegexOptions.Multiline)]
    private static partial Regex RequirementId();
}
