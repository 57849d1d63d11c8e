using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.Tests;

/// <summary>What is offered, how an update is followed, and how it ends.</summary>
public sealed class UpdateTests
{
    private readonly TrackBench _tracker = new TrackBench().Enrolled();

    [Fact]
    [Trait("requirement", "R-ST-09")]
    [Trait("requirement", "R-ST-10")]
    [Trait("requirement", "R-ST-28")]
    public void The_newest_package_is_offered_with_a_directive_bound_to_device_manifest_nonce_and_time()
    {
        var report = _tracker.Report();

        var outputs = _tracker.Reported(report);

        var directive = new Directive(DirectiveKind.Install, Known.Device, Releases.Next.Name.Manifest, Releases.Next.Name.Number, report.Nonce, Known.Start, Known.Start.Plus(TimeSpan.FromMinutes(10)));
        Assert.Equal(new Output.SendDirective(directive, true, Releases.Next.Envelope, 1), Expect.One<Output.SendDirective>(outputs));
        Assert.Equal((TrackPhase.Announced, Releases.Next.Name), (_tracker.Phase, _tracker.Record.Target));
    }

    [Fact]
    [Trait("requirement", "R-ST-11")]
    public void Up_to_date_is_signed_with_the_nonce_of_the_report()
    {
        _tracker.Newest = null;
        var report = _tracker.Report();

        var send = Expect.One<Output.SendDirective>(_tracker.Reported(report));

        Assert.Equal((DirectiveKind.UpToDate, report.Nonce, true, 300u), (send.Directive.Kind, send.Directive.Nonce, send.Signed, send.PollAfter));
    }

    [Fact]
    [Trait("requirement", "R-ST-10")]
    public void In_profile_Core_nothing_is_signed()
    {
        var tracker = new TrackBench().Enrolled(Profile.Core);

        Assert.False(Expect.One<Output.SendDirective>(tracker.Reported(tracker.Report())).Signed);
    }

    [Theory]
    [Trait("requirement", "R-ST-29")]
    [InlineData(9, false)]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void Only_a_number_above_the_confirmed_one_is_offered(ulong number, bool offered)
    {
        _tracker.Newest = new PackageSpec(number) { Variant = "-offer" }.Make();
        _tracker.Reported(_tracker.Report());

        Assert.Equal(offered ? DirectiveKind.Install : DirectiveKind.UpToDate, _tracker.Directive.Kind);
    }

    [Theory]
    [Trait("requirement", "R-ST-12")]
    [InlineData(DevicePhase.Receiving, 0, TrackPhase.Accepted)]
    [InlineData(DevicePhase.Receiving, 1, TrackPhase.Downloading)]
    [InlineData(DevicePhase.VerifyingImage, 150, TrackPhase.Downloaded)]
    [InlineData(DevicePhase.Verified, 150, TrackPhase.Verified)]
    [InlineData(DevicePhase.Installing, 150, TrackPhase.Installing)]
    [InlineData(DevicePhase.AwaitingBoot, 150, TrackPhase.AwaitingBoot)]
    [InlineData(DevicePhase.Trial, 150, TrackPhase.Trial)]
    public void Progress_follows_the_reports(DevicePhase reported, ulong received, TrackPhase expected)
    {
        _tracker.Reported(_tracker.Report(reported, candidate: new(Releases.Next.Name, received, 150)));

        Assert.Equal((expected, received, 150ul), (_tracker.Phase, _tracker.Record.Received, _tracker.Record.Total));
        Assert.Equal((DirectiveKind.Install, Releases.Next.Name.Manifest), (_tracker.Directive.Kind, _tracker.Directive.Manifest));
        Assert.True(Expect.One<Output.SendDirective>(_tracker.Outputs).Envelope.IsEmpty);
    }

    [Fact]
    [Trait("requirement", "R-ST-06")]
    [Trait("requirement", "R-ST-08")]
    public void Completed_is_recorded_when_the_device_runs_and_has_confirmed_the_target()
    {
        _tracker.Reported(_tracker.Report());
        _tracker.Now = Known.Start.Plus(TimeSpan.FromHours(1));

        _tracker.Reported(_tracker.Report(runs: Releases.Next));

        Assert.Equal((TrackPhase.Confirmed, ResultCode.Success, true, _tracker.Now), (_tracker.Phase, _tracker.Record.Result, _tracker.Record.ResultVerified, _tracker.Record.CompletedAt));
        var completed = _tracker.Now;
        _tracker.Now = completed.Plus(TimeSpan.FromHours(1));
        _tracker.Reported(_tracker.Report(runs: Releases.Next));
        Assert.Equal(completed, _tracker.Record.CompletedAt);
    }

    public static TheoryData<string> NotCompleted => ["on trial", "confirmed, not running", "running, not confirmed", "success as outcome only", "bytes only"];

    [Theory]
    [MemberData(nameof(NotCompleted))]
    [Trait("requirement", "R-ST-06")]
    public void Completed_is_not_recorded_before(string what)
    {
        _tracker.Reported(_tracker.Report());
        var next = Releases.Next.Name;

        _tracker.Reported(what switch
        {
            "on trial" => _tracker.Report(DevicePhase.Trial, candidate: new(next, 150, 150)) with { Running = next },
            "confirmed, not running" => _tracker.Report() with { Confirmed = next },
            "running, not confirmed" => _tracker.Report() with { Running = next },
            "success as outcome only" => _tracker.Report(outcome: new(next, ResultCode.Success, 1)),
            _ => _tracker.Report(DevicePhase.Verified, candidate: new(next, 150, 150)),
        });

        Assert.NotEqual(TrackPhase.Confirmed, _tracker.Phase);
        Assert.NotEqual(ResultCode.Success, _tracker.Record.Result);
    }

    [Theory]
    [Trait("requirement", "R-ST-07")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fall_back_after_completion_reopens_the_record(bool wasUnreachable)
    {
        var tracker = new TrackBench().Completed();
        if (wasUnreachable) tracker.Feed(new Input.TimerFired(TimerId.Silence));

        tracker.Reported(tracker.Report());

        Assert.Equal((TrackPhase.Reverted, ResultCode.FellBack, default(Moment)), (tracker.Phase, tracker.Record.Result, tracker.Record.CompletedAt));
    }

    [Theory]
    [Trait("requirement", "R-ST-13")]
    [Trait("requirement", "R-ST-14")]
    [Trait("requirement", "R-ST-19")]
    [InlineData(ResultCode.ImageTooLarge, TrackPhase.Failed)]
    [InlineData(ResultCode.StorageFailed, TrackPhase.Failed)]
    [InlineData(ResultCode.SelfTestFailed, TrackPhase.Reverted)]
    [InlineData(ResultCode.TrialExpired, TrackPhase.Reverted)]
    [InlineData(ResultCode.Cancelled, TrackPhase.Cancelled)]
    public void The_end_is_recorded_with_its_code(ResultCode code, TrackPhase expected)
    {
        _tracker.Reported(_tracker.Report());

        _tracker.Reported(_tracker.Report(outcome: new(Releases.Next.Name, code, 1)));

        Assert.Equal((expected, code, true), (_tracker.Phase, _tracker.Record.Result, _tracker.Record.ResultVerified));
    }

    [Fact]
    [Trait("requirement", "R-ST-13")]
    public void An_outcome_that_is_known_already_is_not_taken_for_the_end_of_the_next_attempt()
    {
        _tracker.Reported(_tracker.Report(outcome: new(Releases.Next.Name, ResultCode.StorageFailed, 4)));

        _tracker.Reported(_tracker.Report(outcome: new(Releases.Next.Name, ResultCode.StorageFailed, 4)));

        Assert.Equal((TrackPhase.Announced, ResultCode.None), (_tracker.Phase, _tracker.Record.Result));
    }

    [Fact]
    [Trait("requirement", "R-ST-13")]
    public void An_outcome_without_a_result_is_no_end()
    {
        _tracker.Reported(_tracker.Report());

        _tracker.Reported(_tracker.Report(outcome: new(Releases.Next.Name, ResultCode.None, 1)));

        Assert.Equal(TrackPhase.Announced, _tracker.Phase);
    }

    [Theory]
    [Trait("requirement", "R-ST-15")]
    [InlineData(ResultCode.WrongClass, TrackPhase.Failed)]
    [InlineData(ResultCode.Busy, TrackPhase.Announced)]
    [InlineData(ResultCode.Success, TrackPhase.Announced)]
    public void A_relayed_refusal_is_a_failure_that_is_not_verified(ResultCode code, TrackPhase expected)
    {
        _tracker.Reported(_tracker.Report());

        _tracker.Feed(_tracker.CheckIn(_tracker.Report(), refused: Releases.Next.Name.Manifest, why: code));

        Assert.Equal((expected, false), (_tracker.Phase, _tracker.Record.ResultVerified));
    }

    [Fact]
    [Trait("requirement", "R-ST-15")]
    public void A_relayed_refusal_of_another_manifest_means_nothing()
    {
        _tracker.Reported(_tracker.Report());

        _tracker.Feed(_tracker.CheckIn(_tracker.Report(), refused: Releases.Old.Name.Manifest, why: ResultCode.WrongClass));

        Assert.Equal(TrackPhase.Announced, _tracker.Phase);
    }

    [Theory]
    [Trait("requirement", "R-ST-16")]
    [InlineData(ResultCode.WrongClass, 1)]
    [InlineData(ResultCode.StorageFailed, 3)]
    public void A_package_is_offered_again_only_after_transient_failures_and_not_without_end(ResultCode code, int expected)
    {
        var offers = 0;
        for (var serial = 0ul; serial < 20; serial++)
        {
            var outcome = serial == 0 ? null : new Outcome(Releases.Next.Name, code, (ulong)offers);
            _tracker.Reported(_tracker.Report(outcome: outcome));
            if (_tracker.Directive.Kind == DirectiveKind.Install) offers++;
        }

        Assert.Equal(expected, offers);
    }

    [Fact]
    [Trait("requirement", "R-ST-16")]
    public void A_newer_package_is_offered_after_a_permanent_failure()
    {
        _tracker.Reported(_tracker.Report());
        var outcome = new Outcome(Releases.Next.Name, ResultCode.WrongClass, 1);
        _tracker.Reported(_tracker.Report(outcome: outcome));
        _tracker.Newest = Releases.Newer;

        _tracker.Reported(_tracker.Report(outcome: outcome));

        Assert.Equal((Releases.Newer.Name.Manifest, 0u), (_tracker.Directive.Manifest, _tracker.Record.Attempts));
    }

    [Theory]
    [Trait("requirement", "R-ST-19")]
    [InlineData(DevicePhase.Receiving, true)]
    [InlineData(DevicePhase.Verified, true)]
    [InlineData(DevicePhase.AwaitingBoot, true)]
    [InlineData(DevicePhase.Trial, false)]
    public void An_update_is_cancelled_until_the_restart(DevicePhase phase, bool possible)
    {
        _tracker.Reported(_tracker.Report(phase, candidate: TrackBench.Half(Releases.Next)));

        var outputs = _tracker.Feed(_tracker.FromOperator(new CancelRequest(Known.Device)));

        if (!possible)
        {
            Expect.Refused(ResultCode.TooLateToCancel, outputs);
            return;
        }

        Expect.Kinds(outputs, "Persist", "Send");
        Assert.NotEqual(TrackPhase.Cancelled, _tracker.Phase);
        _tracker.Reported(_tracker.Report(phase, candidate: TrackBench.Half(Releases.Next)));
        Assert.Equal((DirectiveKind.Cancel, Releases.Next.Name.Manifest), (_tracker.Directive.Kind, _tracker.Directive.Manifest));
        _tracker.Reported(_tracker.Report(outcome: new(Releases.Next.Name, ResultCode.Cancelled, 1)));
        Assert.Equal((TrackPhase.Cancelled, true), (_tracker.Phase, _tracker.Record.ResultVerified));
    }

    [Fact]
    [Trait("requirement", "R-ST-19")]
    public void A_device_that_seals_its_slot_is_told_to_cancel_when_it_has_sealed_it()
    {
        _tracker.Reported(_tracker.Report(DevicePhase.Installing, candidate: TrackBench.Half(Releases.Next)));
        _tracker.Feed(_tracker.FromOperator(new CancelRequest(Known.Device)));

        _tracker.Reported(_tracker.Report(DevicePhase.Installing, candidate: TrackBench.Half(Releases.Next)));
        var sealing = _tracker.Directive.Kind;
        _tracker.Reported(_tracker.Report(DevicePhase.AwaitingBoot, candidate: TrackBench.Half(Releases.Next)));

        Assert.Equal((DirectiveKind.Install, DirectiveKind.Cancel), (sealing, _tracker.Directive.Kind));
    }

    [Fact]
    [Trait("requirement", "R-ST-16")]
    public void Only_failures_that_may_pass_are_counted()
    {
        _tracker.Reported(_tracker.Report());

        _tracker.Reported(_tracker.Report(outcome: new(Releases.Next.Name, ResultCode.SelfTestFailed, 1)));

        Assert.Equal((TrackPhase.Reverted, 0u), (_tracker.Phase, _tracker.Record.Attempts));
    }

    [Fact]
    [Trait("requirement", "R-ST-19")]
    public void A_device_that_confirmed_although_it_was_to_be_cancelled_is_completed()
    {
        _tracker.Reported(_tracker.Report(DevicePhase.AwaitingBoot, candidate: TrackBench.Half(Releases.Next)));
        _tracker.Feed(_tracker.FromOperator(new CancelRequest(Known.Device)));

        _tracker.Reported(_tracker.Report(runs: Releases.Next));

        Assert.Equal(TrackPhase.Confirmed, _tracker.Phase);
    }

    [Theory]
    [Trait("requirement", "R-ST-19")]
    [InlineData(false, ResultCode.NotEnrolled)]
    [InlineData(true, ResultCode.TooLateToCancel)]
    public void There_is_nothing_to_cancel_before_enrolment_and_after_completion(bool completed, ResultCode code)
    {
        var tracker = new TrackBench();
        if (completed) tracker.Completed();

        Expect.Refused(code, tracker.Feed(tracker.FromOperator(new CancelRequest(Known.Device))));
    }

    [Fact]
    [Trait("requirement", "R-ST-20")]
    public void A_withdrawn_package_is_cancelled_on_the_device()
    {
        _tracker.Newest = null;

        _tracker.Reported(_tracker.Report(DevicePhase.Receiving, candidate: TrackBench.Half(Releases.Next)));

        Assert.Equal((DirectiveKind.Cancel, Releases.Next.Name.Manifest), (_tracker.Directive.Kind, _tracker.Directive.Manifest));
    }

    [Theory]
    [Trait("requirement", "R-ST-21")]
    [Trait("requirement", "R-ST-26")]
    [InlineData(DevicePhase.Receiving, true)]
    [InlineData(DevicePhase.Verified, true)]
    [InlineData(DevicePhase.VerifyingImage, false)]
    [InlineData(DevicePhase.Installing, false)]
    [InlineData(DevicePhase.AwaitingBoot, false)]
    [InlineData(DevicePhase.Trial, false)]
    public void A_newer_package_supersedes_what_is_not_yet_installed(DevicePhase phase, bool superseded)
    {
        _tracker.Newest = Releases.Newer;

        _tracker.Reported(_tracker.Report(phase, candidate: TrackBench.Half(Releases.Next)));

        Assert.Equal(superseded ? Releases.Newer.Name.Manifest : Releases.Next.Name.Manifest, _tracker.Directive.Manifest);
        Assert.Equal(superseded, _tracker.Phase == TrackPhase.Superseded);
    }

    [Fact]
    [Trait("requirement", "R-ST-07")]
    public void A_device_that_runs_nothing_is_offered_its_confirmed_image_again()
    {
        _tracker.Newest = Releases.Base;

        _tracker.Reported(_tracker.Report(DevicePhase.Unbootable) with { Running = null });

        Assert.Equal((DirectiveKind.Install, Releases.Base.Name.Manifest), (_tracker.Directive.Kind, _tracker.Directive.Manifest));
    }
}
