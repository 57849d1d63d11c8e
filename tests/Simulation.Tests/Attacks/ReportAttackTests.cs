using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Tests.Attacks;

/// <summary>Attacks on what devices say of themselves, and on who may say it.</summary>
[Trait("threat", "THREAT.NET.ONPATH")]
public sealed class ReportAttackTests
{
    [Fact]
    [Trait("requirement", "R-ST-03")]
    public void An_altered_report_is_refused()
    {
        var world = Play.Secure();
        world.Withstands(OnPath.Altering<CheckIn>(checkIn => checkIn with { SignedReport = OnPath.Flip(checkIn.SignedReport) }), "T", ResultCode.ReportNotAuthentic);
    }

    [Fact]
    [Trait("requirement", "R-ST-03")]
    [Trait("requirement", "R-ST-06")]
    public void A_report_that_is_rewritten_to_claim_completion_is_refused_and_nothing_is_recorded()
    {
        var world = Play.Secure();
        world.Device.SelfTest = SelfTest.Fails;
        var package = world.Publish(2);
        world.Attach(LyingCommunicator.RewritesReports("C1", report => report with
        {
            Phase = DevicePhase.Idle,
            Confirmed = package.Name,
            Running = package.Name,
            Candidate = null,
            LastOutcome = null,
        }));

        world.Reaches(() => world.HasRefused("T", ResultCode.ReportNotAuthentic));

        Assert.Equal((0UL, default), (world.Track.LastCounter, world.Track.CompletedAt));
        Assert.NotEqual(TrackPhase.Confirmed, world.Track.Phase);
    }

    [Fact]
    [Trait("requirement", "R-ST-04")]
    [Trait("threat", "Uptane.ReportReplay")]
    public void A_replayed_report_is_refused()
    {
        var world = Play.Secure();
        world.Withstands(OnPath.Replaying<CheckIn>(), "T", ResultCode.StaleReport);
    }

    [Fact]
    [Trait("requirement", "R-ST-04")]
    [Trait("requirement", "R-ST-07")]
    [Trait("threat", "Uptane.ReportReplay")]
    public void An_old_report_of_success_does_not_close_a_reopened_record()
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        CheckIn? success = null;
        world.Attach(new Attacker("keeps the reports", packet =>
        {
            if (packet.Message is CheckIn heard && Forgery.Peek(heard.SignedReport)?.Confirmed == package.Name) success ??= heard;
            return [packet];
        }));
        world.Completes(package);
        world.Invariants.ExcuseDamage(world.Device);
        world.Device.Flash.Damage(world.Device.State.Running!.Slot, 0);
        world.Device.Restart(TimeSpan.FromSeconds(1));
        world.Reaches(() => world.Track.Result == ResultCode.FellBack);

        world.Inject(new Packet(0, "C1", "T", Link.Tracker, success!));
        world.Reaches(() => world.HasRefused("T", ResultCode.StaleReport));

        Assert.Equal(default, world.Track.CompletedAt);
    }

    [Fact]
    [Trait("requirement", "R-ST-02")]
    public void A_device_that_nobody_enrolled_is_refused()
    {
        var world = Play.Secure();
        var stranger = new SymbolicKey("stranger");
        world.Withstands(
            OnPath.Altering<CheckIn>(checkIn => checkIn with
            {
                SignedReport = Forgery.Sign(stranger, Forgery.Peek(checkIn.SignedReport)! with { Device = new DeviceId(new Guid("99999999-0000-0000-0000-000000000000")) }),
            }),
            "T", ResultCode.NotEnrolled);
    }

    [Fact]
    [Trait("requirement", "R-ST-01")]
    public void An_enrolment_with_another_key_is_refused()
    {
        var world = Play.Secure();
        var device = world.Device.Configuration;

        var answer = Assert.IsType<Refusal>(world.Tracker.Enrol(device.Device, device.Vendor, device.Class, device.Profile, new SymbolicKey("stranger").PublicKey));

        Assert.Equal(ResultCode.AlreadyEnrolled, answer.Code);
        world.Installs(2);
    }
}
