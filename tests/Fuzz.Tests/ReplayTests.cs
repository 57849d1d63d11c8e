using SecUpIoT.Fuzz.Seeds;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Tests;

/// <summary>Every seed, every kept input and every finding of the past keeps every promise.</summary>
public sealed class ReplayTests
{
    public static TheoryData<string> Targets() => [.. AllTargets.List.Select(static target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_known_input_keeps_every_promise(string name)
    {
        var target = AllTargets.Find(name).Single();
        var inputs = SeedFolder.All(target).ToList();

        Assert.NotEmpty(inputs);
        Assert.Empty(inputs.Select(input => (input.Name, Breach: target.Examine(input.Input))).Where(static tried => tried.Breach is not null).Select(static tried => $"{tried.Name}: {tried.Breach}"));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_target_accepts_a_seed_and_refuses_another_input(string name)
    {
        var target = AllTargets.Find(name).Single();

        Assert.Contains(target.Seeds(), target.Examination.Accepts);
        Assert.False(target.Examination.Accepts([0xfe, 0xc1, 0x00]) && name != "frames", "nonsense is accepted");
    }

    [Fact]
    public void Names_are_unique_and_belong_to_three_groups()
    {
        Assert.Equal(AllTargets.List.Count, AllTargets.List.Select(static target => target.Name).Distinct().Count());
        Assert.Equal(["wire", "packages", "text"], AllTargets.Groups);
        Assert.Empty(AllTargets.Find("no such target"));
    }

    [Fact]
    public void Every_kept_file_belongs_to_a_target_and_all_are_small()
    {
        var names = AllTargets.List.Select(static target => target.Name).ToHashSet();
        var corpus = Directory.EnumerateFiles(Repository.Corpus).ToList();
        var findings = Directory.Exists(Repository.Findings) ? Directory.EnumerateFiles(Repository.Findings, "*", SearchOption.AllDirectories).ToList() : [];

        Assert.All(corpus, file => Assert.Contains(Path.GetFileNameWithoutExtension(file), names));
        Assert.All(findings, file => Assert.Contains(Path.GetFileName(Path.GetDirectoryName(file)!), names));
        Assert.InRange(corpus.Concat(findings).Sum(static file => new FileInfo(file).Length), 0, 300 * 1024);
    }
}
