using SecUpIoT.Power.Tests.Cuts;
using SecUpIoT.Power.Tests.Lives;
using SecUpIoT.Power.Tests.Media;
using SecUpIoT.Power.Tests.Mutants;
using Xunit.Abstractions;

namespace SecUpIoT.Power.Tests;

/// <summary>An exploration that never found anything proves nothing: each of these devices has a fault, and the cuts find it.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. Mutant.All.Select(static mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutant_is_found(string name)
    {
        var mutant = Mutant.All.Single(mutant => mutant.Name == name);
        var exploration = new Exploration(mutant.Rig, name, Chapter.Of(mutant.Chapter), new Bounds(2, Fineness.Every, Fineness.Every, 0, 0));

        var found = Assert.Throws<CutException>(() => exploration.Run());

        output.WriteLine(found.Message);
        Assert.Equal(mutant.Id, found.Id);
        var again = Assert.Throws<CutException>(() => new Exploration(mutant.Rig, name, Chapter.Of(mutant.Chapter), new Bounds(2, Fineness.Every, Fineness.Every, 0, 0)).Repeat(found.Path));
        Assert.Equal(found.Message, again.Message);
        MutantTable.Hold(mutant, found, exploration.Tally, Mutant.All.Count);
    }

    [Fact]
    public void Mutants_have_names_of_their_own() => Assert.Equal(Mutant.All.Count, Mutant.All.Select(static mutant => mutant.Name).Distinct().Count());
}
