using SecUpIoT.SpecTool;

namespace SecUpIoT.Traceability;

public sealed class SourceTests
{
    private static readonly SpecFiles Spec = Specification.Files;

    private static readonly HashSet<string> Cited = [.. Spec.Requirements.SelectMany(requirement => requirement.Sources.Concat(requirement.Counters))];

    [Theory]
    [InlineData("liaison-statement", 20)]
    [InlineData("rfc-9124-security", 21)]
    [InlineData("rfc-9124-usability", 14)]
    [InlineData("rfc-9124-threat", 18)]
    [InlineData("tuf-attack", 10)]
    [InlineData("uptane-attack", 10)]
    public void The_list_of_sources_is_complete(string kind, int count) => Assert.Equal(count, Spec.Sources.Count(source => source.Kind == kind));

    [Fact]
    public void Source_ids_are_unique() =>
        Specification.AssertNone(Spec.Sources.GroupBy(source => source.Id).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_source_is_cited_or_excluded_with_a_reason()
    {
        var excluded = Spec.Exclusions.Select(exclusion => exclusion.Source).ToHashSet();

        Specification.AssertNone(Spec.Sources.Select(source => source.Id).Where(id => !Cited.Contains(id) && !excluded.Contains(id)));
    }

    [Fact]
    public void Nothing_is_cited_or_excluded_that_is_not_a_source()
    {
        var known = Spec.Sources.Select(source => source.Id).ToHashSet();

        Specification.AssertNone(Cited.Concat(Spec.Exclusions.Select(exclusion => exclusion.Source)).Where(id => !known.Contains(id)));
    }

    [Fact]
    public void What_is_excluded_as_a_whole_is_not_cited_and_what_is_excluded_in_part_is() =>
        Specification.AssertNone(Spec.Exclusions.Where(exclusion => Cited.Contains(exclusion.Source) != (exclusion.Extent == "part"))
            .Select(exclusion => $"{exclusion.Source} is excluded as {exclusion.Extent}"));

    [Fact]
    public void A_threat_says_how_it_is_countered_exactly_when_a_requirement_counters_it()
    {
        var countered = Spec.Requirements.SelectMany(requirement => requirement.Counters).ToHashSet();

        Specification.AssertNone(Spec.Sources.Where(source => source.Kind.EndsWith("threat", StringComparison.Ordinal) || source.Kind.EndsWith("attack", StringComparison.Ordinal))
            .Where(source => countered.Contains(source.Id) != source.CounteredBy is not null)
            .Select(source => source.Id));
    }

    [Fact]
    public void Only_threats_and_attacks_are_countered()
    {
        var attacks = Spec.Sources.Where(source => source.Kind is "rfc-9124-threat" or "tuf-attack" or "uptane-attack").Select(source => source.Id).ToHashSet();

        Specification.AssertNone(Spec.Requirements.SelectMany(requirement => requirement.Counters.Where(id => !attacks.Contains(id)).Select(id => $"{requirement.Id} counters {id}")));
    }

    [Fact]
    public void A_requirement_that_mixes_the_liaison_statement_with_our_own_choice_says_which_part_is_ours() =>
        Specification.AssertNone(Spec.Requirements
            .Where(requirement => requirement.Note is null)
            .Where(requirement => requirement.Sources.Any(source => source.StartsWith("LS-", StringComparison.Ordinal)) && requirement.Sources.Contains("this specification"))
            .Select(requirement => requirement.Id));
}
