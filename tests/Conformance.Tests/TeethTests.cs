using SecUpIoT.Conformance.Drivers;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Tests;

/// <summary>The suite notices: an implementation that breaks a requirement fails the scenarios that carry it, and one that does nothing passes none.</summary>
public sealed class TeethTests
{
    public static TheoryData<string, string> Mutants() => new()
    {
        { "any sequence number", "R-DC-04" },
        { "any sequence number", "R-DC-05" },
        { "any sequence number", "R-DC-06" },
        { "any author", "R-DC-07" },
        { "any tracker", "R-DC-15" },
        { "any vendor", "R-DC-09" },
        { "any class", "R-DC-10" },
        { "any size", "R-DC-13" },
    };

    [Theory]
    [MemberData(nameof(Mutants))]
    public void A_mutant_fails_the_attacks_of_the_requirement_that_it_breaks(string mutant, string requirement)
    {
        var attacks = Suite.Pickles.Where(pickle => pickle.Has("kind:attack") && pickle.Requirements.Contains(requirement)).ToList();

        var results = Suite.Run(attacks, () => new ReferenceTestee(configuration => Mutate(configuration, mutant)));

        Assert.Contains(results, result => result.Verdict == Verdict.Fail);
        Assert.DoesNotContain(results, result => result.Verdict is Verdict.Error or Verdict.Inconclusive);
    }

    [Theory]
    [InlineData("any sequence number", new[] { "R-DC-04", "R-DC-05", "R-DC-06" })]
    [InlineData("any author", new[] { "R-DC-07" })]
    [InlineData("any tracker", new[] { "R-DC-15" })]
    [InlineData("any vendor", new[] { "R-DC-09" })]
    [InlineData("any class", new[] { "R-DC-10" })]
    [InlineData("any size", new[] { "R-DC-13" })]
    public void A_mutant_fails_nothing_else(string mutant, string[] requirements)
    {
        var results = Suite.Run(Suite.Pickles, () => new ReferenceTestee(configuration => Mutate(configuration, mutant)));

        Assert.All(results.Where(result => result.Verdict != Verdict.Pass), result => Assert.Contains(result.Pickle.Requirements, requirements.Contains));
    }

    [Fact]
    public void An_implementation_that_refuses_everything_passes_no_scenario()
    {
        var results = Suite.Run(Suite.Pickles, () => new Refuser(new Refusal(ResultCode.NotNow, "no")));

        Assert.All(results, result => Assert.True(result.Verdict is Verdict.Fail or Verdict.Inconclusive, result.ToString()));
    }

    [Fact]
    public void An_implementation_that_says_nothing_passes_no_scenario()
    {
        var results = Suite.Run(Suite.Pickles, () => new Refuser(null));

        Assert.All(results, result => Assert.True(result.Verdict is Verdict.Fail or Verdict.Inconclusive, result.ToString()));
    }

    [Fact]
    public void An_implementation_that_refuses_only_packages_passes_no_attack()
    {
        var attacks = Suite.Pickles.Where(pickle => pickle.Has("kind:attack")).ToList();

        var results = Suite.Run(attacks, () => new Shy(new ReferenceTestee()));

        Assert.All(results, result => Assert.True(result.Verdict is Verdict.Fail or Verdict.Inconclusive, result.ToString()));
    }

    private static DeviceJudges Mutate(DeviceCoreConfiguration configuration, string mutant)
    {
        var right = DeviceJudges.For(configuration);
        return mutant switch
        {
            "any sequence number" => right with { Number = static (_, _) => ResultCode.None },
            "any author" => right with { Package = envelope => right.Package(Resign(envelope)) },
            "any tracker" => right with
            {
                Directive = signed => Forgery.PeekDirective(signed) is { } directive ? directive : (ResultCode.MalformedMessage, "no directive"),
            },
            "any vendor" => Lenient(configuration with { Vendor = Uuid5.Vendor("other.example") }),
            "any class" => Lenient(configuration with { Class = Uuid5.Class(configuration.Vendor, "other") }),
            "any size" => Lenient(configuration with { SlotCapacity = 2 * configuration.SlotCapacity }),
            _ => throw new ArgumentException(mutant, nameof(mutant)),
        };

        // What this device must not accept, and the device of the other configuration may.
        DeviceJudges Lenient(DeviceCoreConfiguration other) => right with
        {
            Package = envelope => right.Package(envelope) is { Value: null } refused
                ? DeviceJudges.For(other).Package(envelope) is { Value: not null } accepted ? accepted : refused
                : right.Package(envelope),
        };
    }

    // Whoever signed it, or nobody: for this judge it is the author's.
    private static Bytes Resign(Bytes encoded)
    {
        var envelope = EnvelopeReader.Read(encoded.Memory, SuitLimits.Default);
        if (!envelope.IsOk) return encoded;
        var signed = EnvelopeWriter.Sign(envelope.Value with { Blocks = [] }, new SymbolicKey("author"));
        return signed.IsOk ? EnvelopeWriter.Encode(signed.Value) : encoded;
    }

    private sealed class Refuser(Message? answer) : ITestee
    {
        public Bytes ReportKey => new SymbolicKey("device").PublicKey;

        public Moment Clock => new(1_700_000_000_000);

        public void Provision(Provisioning provisioning)
        {
        }

        public Message? Ask(Message request) => answer;

        public void LosePower()
        {
        }

        public void Wait(TimeSpan span)
        {
        }

        public void Choose(SelfTest behaviour)
        {
        }
    }

    private sealed class Shy(ReferenceTestee inner) : ITestee
    {
        public Bytes ReportKey => inner.ReportKey;

        public Moment Clock => inner.Clock;

        public void Provision(Provisioning provisioning) => inner.Provision(provisioning);

        public Message? Ask(Message request) => request is DirectiveDelivery ? new Refusal(ResultCode.RolledBack, "never") : inner.Ask(request);

        public void LosePower() => inner.LosePower();

        public void Wait(TimeSpan span) => inner.Wait(span);

        public void Choose(SelfTest behaviour) => inner.Choose(behaviour);
    }
}
