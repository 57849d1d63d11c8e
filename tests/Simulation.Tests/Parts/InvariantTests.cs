using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation.Tests.Parts;

/// <summary>A checker that never failed proves nothing: each invariant is broken once, by a wrong judge or by a key that an attacker must not have.</summary>
public sealed class InvariantTests
{
    [Fact]
    [Trait("requirement", "R-ST-06")]
    public void A_completion_that_no_device_confirmed_is_a_violation()
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        world.Device.SelfTest = SelfTest.Fails;
        world.Attach(OnPath.Altering<CheckIn>(checkIn => checkIn with
        {
            SignedReport = Forgery.Sign(world.Device.Key, Forgery.Peek(checkIn.SignedReport)! with { Phase = DevicePhase.Idle, Confirmed = package.Name, Running = package.Name, Candidate = null }),
        }));

        var violation = Assert.Throws<InvariantViolationException>(() => world.RunUntil(() => false, 500));

        Assert.Contains("which it never confirmed", violation.Message, StringComparison.Ordinal);
        Assert.Contains("M-10 CheckIn", violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("requirement", "R-DC-04")]
    public void A_device_without_rollback_protection_is_a_violation() => Violates(
        judges => judges with { Number = (_, _) => ResultCode.None },
        world => CompromisedTracker.Directs(world, world.Author.Make(0)),
        "has confirmed");

    [Fact]
    [Trait("requirement", "R-DC-07")]
    public void A_device_that_believes_any_author_is_a_violation()
    {
        var stranger = new SymbolicKey("stranger");
        Violates(
            judges => judges,
            world => CompromisedTracker.Directs(world, new Author("stranger", world.Author.Vendor, world.Author.Class).Make(2)),
            "which no author made",
            configuration => configuration with { AuthorAnchors = [.. configuration.AuthorAnchors, stranger] });
    }

    [Fact]
    [Trait("requirement", "R-DC-15")]
    public void A_device_that_needs_no_directive_is_a_violation() => Violates(
        judges => judges with
        {
            Directive = signed => Forgery.PeekDirective(signed) is { } directive ? directive : (ResultCode.MalformedMessage, "none"),
        },
        world =>
        {
            var package = world.Author.Make(2);
            return new Attacker("forges directives", packet => packet.Message is DirectiveDelivery delivery && Forgery.PeekDirective(delivery.Directive) is { } directive
                ? [packet with { Message = new DirectiveDelivery(Forgery.Sign(new SymbolicKey("nobody"), directive with { Kind = DirectiveKind.Install, Manifest = package.Name.Manifest }), package.Envelope) }]
                : [packet]);
        },
        "which the tracker did not direct");

    [Fact]
    [Trait("requirement", "R-DC-22")]
    [Trait("requirement", "R-DC-25")]
    public void A_confirmed_slot_that_changes_is_a_violation()
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        world.Device.Flash.Damage(Slot.A, 0);
        world.Device.Restart(TimeSpan.FromSeconds(1));

        var violation = Assert.Throws<InvariantViolationException>(() => world.RunUntil(() => false, 100));

        Assert.Contains("cannot be booted", violation.Message, StringComparison.Ordinal);
    }

    private static void Violates(
        Func<DeviceJudges, DeviceJudges> wrong, Func<World, IAttacker> attacker, string expected, Func<DeviceCoreConfiguration, DeviceCoreConfiguration>? device = null)
    {
        var world = new World(new WorldSettings { Device = device ?? (configuration => configuration), Judges = configuration => wrong(DeviceJudges.For(configuration)) });
        world.Attach(attacker(world));

        var violation = Assert.Throws<InvariantViolationException>(() => world.RunUntil(() => false, 2_000));

        Assert.Contains(expected, violation.Message, StringComparison.Ordinal);
    }
}
