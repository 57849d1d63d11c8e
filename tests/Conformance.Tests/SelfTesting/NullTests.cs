using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.SelfTesting;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.SelfTesting;

/// <summary>What is no implementation resists no attack.</summary>
public sealed class NullTests
{
    public static TheoryData<Role, Nullity> Nothings()
    {
        var nothings = new TheoryData<Role, Nullity>();
        foreach (var role in Names.AllRoles)
            foreach (var nullity in NullImplementations.All) nothings.Add(role, nullity);
        return nothings;
    }

    [Theory]
    [MemberData(nameof(Nothings))]
    public void It_passes_no_attack(Role role, Nullity nullity)
    {
        var outcome = NullTrial.Run(role, nullity);

        Assert.True(outcome.Attacks > 0);
        Assert.True(outcome.Wrong.Count == 0, outcome.ToString());
    }

    [Theory]
    [InlineData(Nullity.Silent)]
    [InlineData(Nullity.Closing)]
    [InlineData(Nullity.Refusing)]
    [InlineData(Nullity.Babbling)]
    public void What_does_nothing_obeys_nothing(Nullity nullity)
    {
        foreach (var role in Names.AllRoles)
        {
            var obeys = Suite.For(role).Where(pickle => pickle.Has("kind:obey")).ToList();

            var results = Suite.Run(obeys, _ => new Implementation(NullImplementations.Build(role, nullity), role)).ToList();

            Assert.Equal([], results.Where(result => result.Verdict is Verdict.Pass or Verdict.Error).Select(result => $"{result}"));
        }
    }
}
