using CsCheck;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Tests;

/// <summary>The property-based pass: valid inputs that were changed keep every promise too.</summary>
public sealed class HostileInputTests
{
    private const long Samples = 1500;

    // Those that open files, walk a model or read long texts.
    private static readonly Dictionary<string, long> Slow = new() { ["counterexample"] = 100, ["flash"] = 500, ["run-folder"] = 250, ["results"] = 250, ["claims"] = 100, ["package"] = 600 };

    public static TheoryData<string> Targets() => ReplayTests.Targets();

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_changed_input_keeps_every_promise(string name)
    {
        var target = AllTargets.Find(name).Single();
        var refused = 0;

        HostileInputs.Of(target).Sample(
            input =>
            {
                if (target.Examine(input) is { } breach) Assert.Fail($"{breach}; the input in base64: {Convert.ToBase64String(input)}");
                if (!target.Examination.Accepts(input)) refused++;
            },
            seed: HostileInputs.Seed,
            iter: Slow.GetValueOrDefault(name, Samples),
            threads: 1);

        // Changes that change nothing would prove nothing; a stream of frames always ends in some way and so is never refused.
        Assert.True(refused > 0 || name == "frames", "no changed input was refused");
    }
}
