using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Reference.Hosted;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.SelfTesting;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.SelfTesting;

/// <summary>A shim that lies makes nothing pass that the suite must see itself.</summary>
public sealed class LyingShimTests
{
    public static TheoryData<string> Ids() => [.. Mutants.All.Where(static mutant => mutant.Design.Hosts == HostedDesign.Right).Select(static mutant => mutant.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_hides_nothing(string id)
    {
        var mutant = Mutants.All.Single(mutant => mutant.Id == id);
        foreach (var requirement in mutant.Violates.Select(Requirements.Find).OfType<Requirement>().Where(static requirement => requirement.Evidence >= EvidenceClass.Wire))
        {
            // What a run would say of the requirement.
            var pickles = Suite.For(mutant.Role).Where(pickle => pickle.Requirements.Contains(requirement.Id) && !pickle.Has("links:native")).ToList();

            var results = Suite.Run(pickles, _ => new Implementation(new LyingShim(mutant), mutant.Role)).ToList();

            var plan = new Plan([.. pickles.Select(static pickle => new Planned(pickle, true, ""))]);
            var judged = Assert.Single(RollUp.Judge([new RequirementRow(mutant.Role, requirement)], plan, results));
            Assert.True(judged.Verdict != RequirementVerdict.Pass, $"{requirement.Id} passes at {mutant.Id} ({mutant.Wrong}), because its shim lies");
        }
    }
}
