using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>What profile Fleet adds to the record of a device: held updates, pauses between attempts, tags, and the end of the administration.</summary>
public sealed class FleetTests
{
    private readonly TrackBench _tracker = new TrackBench().Enrolled();

    [Theory]
    [InlineData(DevicePhase.Receiving, DirectiveKind.UpToDate)]
    [InlineData(DevicePhase.VerifyingImage, DirectiveKind.UpToDate)]
    [InlineData(DevicePhase.Verified, DirectiveKind.UpToDate)]
    [InlineData(DevicePhase.Installing, DirectiveKind.Install)]
    [InlineData(DevicePhase.AwaitingBoot, DirectiveKind.Install)]
    [InlineData(DevicePhase.Trial, DirectiveKind.Install)]
    [Trait("requirement", "R-ST-44")]
    [Trait("requirement", "R-ST-47")]
    public void A_held_update_goes_on_only_once_it_is_being_installed(DevicePhase phase, DirectiveKind told)
    {
        _tracker.Reported(_tracker.Report());

        _tracker.Feed(_tracker.CheckIn(_tracker.Report(phase, candidate: TrackBench.Half(Releases.Next))) with { Held = new(Releases.Next.Name.Manifest) });

        Assert.Equal(told, _tracker.Directive.Kind);
        Assert.Equal(Releases.Next.Name, _tracker.Record.Target);
    }

    [Fact]
    [Trait("requirement", "R-ST-45")]
    public void An_attempt_is_repeated_after_the_pause_which_doubles_up_to_the_longest()
    {
        var rule = new RetryRule(10, 60, 200, Sequence<CodeRule>.Empty);
        foreach (var (seconds, serial) in new[] { (60, 1UL), (120, 2UL), (200, 3UL), (200, 4UL) })
        {
            Ended(rule, ResultCode.StorageFailed, serial);
            _tracker.Now = _tracker.Now.Plus(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(DirectiveKind.UpToDate, Told(rule));
            _tracker.Now = _tracker.Now.Plus(TimeSpan.FromSeconds(1));
            Assert.Equal(DirectiveKind.Install, Told(rule));
        }
    }

    [Theory]
    [InlineData(ResultCode.StorageFailed, DirectiveKind.UpToDate)]
    [InlineData(ResultCode.PayloadDigestMismatch, DirectiveKind.Install)]
    [Trait("requirement", "R-ST-45")]
    public void A_code_may_have_a_rule_of_its_own(ResultCode code, DirectiveKind told)
    {
        var rule = new RetryRule(5, 0, 0, new(new CodeRule(ResultCode.StorageFailed, 1)));
        Ended(rule, code, 1);

        Assert.Equal(told, Told(rule));
    }

    [Fact]
    [Trait("requirement", "R-ST-45")]
    [Trait("requirement", "R-ST-16")]
    public void No_rule_repeats_what_failed_for_good()
    {
        var rule = new RetryRule(5, 0, 0, new(new CodeRule(ResultCode.ImageTooLarge, 5)));
        Ended(rule, ResultCode.ImageTooLarge, 1);

        Assert.Equal(DirectiveKind.UpToDate, Told(rule));
    }

    [Fact]
    [Trait("requirement", "R-ST-37")]
    public void The_tags_that_were_named_last_are_kept()
    {
        _tracker.Feed(_tracker.FromOperator(new TagRequest(Known.Device, new("canary", "site=lab"))));
        _tracker.Feed(_tracker.FromOperator(new TagRequest(Known.Device, new("site=home"))));
        _tracker.Reported(_tracker.Report());

        Assert.Equal(["site=home"], _tracker.Record.Tags);
    }

    [Fact]
    [Trait("requirement", "R-ST-50")]
    public void Nothing_of_a_decommissioned_device_counts()
    {
        _tracker.Completed();
        _tracker.Feed(_tracker.FromOperator(new DecommissionRequest(Known.Device)));
        Assert.Equal((TrackPhase.Decommissioned, default(Moment)), (_tracker.Phase, _tracker.Record.CompletedAt));
        var before = _tracker.State;

        var outputs = _tracker.Reported(_tracker.Report(runs: Releases.Next));

        Assert.Equal(ResultCode.NotEnrolled, Expect.One<Output.Refuse>(outputs).Code);
        Assert.Equal(before, _tracker.State);
    }

    [Fact]
    [Trait("requirement", "R-ST-50")]
    [Trait("requirement", "R-ST-04")]
    public void Enrolled_again_with_the_same_key_it_cannot_be_answered_for_with_old_reports()
    {
        var old = _tracker.CheckIn(_tracker.Report());
        _tracker.Feed(old);
        _tracker.Feed(_tracker.FromOperator(new DecommissionRequest(Known.Device)));
        _tracker.Feed(_tracker.FromOperator(TrackBench.Enrolment));

        Assert.Equal(ResultCode.StaleReport, Expect.One<Output.Refuse>(_tracker.Feed(old)).Code);
        Assert.Equal((TrackPhase.Enrolled, 0), (_tracker.Phase, _tracker.Record.Tags.Count));
        Assert.IsType<Output.Persist>(_tracker.Reported(_tracker.Report())[0]);
    }

    private void Ended(RetryRule rule, ResultCode code, ulong serial)
    {
        Told(rule);
        _tracker.Feed(With(rule, _tracker.CheckIn(_tracker.Report(DevicePhase.Receiving, candidate: TrackBench.Half(Releases.Next)))));
        _tracker.Feed(With(rule, _tracker.CheckIn(_tracker.Report(outcome: new Outcome(Releases.Next.Name, code, serial)))));
    }

    private DirectiveKind Told(RetryRule rule)
    {
        var ended = _tracker.Record.OutcomeSerial is > 0 and var serial ? new Outcome(Releases.Next.Name, _tracker.Record.Result, serial) : null;
        _tracker.Feed(With(rule, _tracker.CheckIn(_tracker.Report(outcome: ended))));
        return _tracker.Directive.Kind;
    }

    private static Input.CheckedIn With(RetryRule rule, Input.CheckedIn input) => input with { Newest = input.Newest! with { Retry = rule } };
}
