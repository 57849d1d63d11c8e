using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>Boot, trial, confirmation, revert, recovery.</summary>
public sealed class BootTests
{
    private readonly DeviceBench _device = new();

    [Fact]
    [Trait("requirement", "R-DC-25")]
    public void The_confirmed_image_is_invoked_after_it_was_read_back()
    {
        Expect.Kinds(_device.Restart().Outputs, "ReadSlot");

        Assert.Equal(new Output.Invoke(Slot.A, Releases.Base.Name), Expect.One<Output.Invoke>(_device.Feed(_device.ReadBack())));
    }

    [Theory]
    [Trait("requirement", "R-DC-25")]
    [Trait("requirement", "R-DC-31")]
    [Trait("requirement", "R-DC-39")]
    [InlineData("damage")]
    [InlineData("older")]
    [InlineData("nothing")]
    public void An_image_that_is_not_the_confirmed_one_is_not_invoked(string what)
    {
        _device.Restart();
        var read = _device.ReadBack();

        var outputs = _device.Feed(what switch
        {
            "damage" => read with { Digests = new(Digest.Of("damage"u8)) },
            "older" => new Input.SlotRead(Slot.A, Releases.Old.Envelope, new(Releases.Old.Components[0].Digest)),
            _ => read with { Envelope = default },
        });

        Assert.Equal(DevicePhase.Unbootable, _device.Phase);
        Assert.DoesNotContain(outputs, output => output is Output.Invoke);
    }

    [Fact]
    [Trait("requirement", "R-DC-26")]
    public void The_trial_is_spent_before_the_image_gets_control()
    {
        _device.To(DevicePhase.AwaitingBoot);
        Expect.Kinds(_device.Feed(new Input.TimerFired(TimerId.Reboot)), "Reboot");

        Expect.Kinds(_device.Restart().Outputs, "Persist", "ReadSlot");
        Assert.Equal(CandidateStage.Trial, _device.Durable!.Candidate!.Stage);
        Expect.Kinds(_device.Feed(_device.ReadBack()), "Invoke", "SetTimer", "SetTimer", "RunSelfTest");
        Assert.Equal(Releases.Next.Name, _device.State.Running!.Name);
    }

    [Fact]
    [Trait("requirement", "R-DC-26")]
    [Trait("requirement", "R-DC-36")]
    public void A_restart_without_confirmation_reverts()
    {
        _device.To(DevicePhase.Trial).Boot();

        Assert.Equal(Releases.Base.Name, _device.State.Running!.Name);
        Assert.Equal(new Outcome(Releases.Next.Name, ResultCode.RestartedDuringTrial, 1), _device.Ask().LastOutcome);
    }

    [Fact]
    [Trait("requirement", "R-DC-25")]
    [Trait("requirement", "R-DC-31")]
    public void An_image_damaged_before_its_trial_is_not_tried()
    {
        _device.To(DevicePhase.AwaitingBoot);
        _device.Damage(Slot.B);
        _device.Boot();

        Assert.Equal(Releases.Base.Name, _device.State.Running!.Name);
        Assert.Equal(ResultCode.BootVerificationFailed, _device.Durable!.LastOutcome!.Result);
    }

    [Fact]
    [Trait("requirement", "R-DC-27")]
    [Trait("requirement", "R-DC-30")]
    public void The_stored_number_advances_when_the_self_test_passed_and_not_before()
    {
        _device.To(DevicePhase.Trial);
        Assert.Equal(10ul, _device.Durable!.Confirmed.Name.Number.Value);

        Expect.Kinds(_device.Feed(new Input.SelfTested(true)), "Persist", "CancelTimer");
        Assert.Equal(11ul, _device.Durable.Confirmed.Name.Number.Value);
        Assert.Equal(new Outcome(Releases.Next.Name, ResultCode.Success, 1), _device.Durable.LastOutcome);
        Expect.Refused(ResultCode.RolledBack, _device.Offer(Releases.Base));
    }

    [Fact]
    [Trait("requirement", "R-DC-28")]
    public void A_failed_self_test_reverts() => Reverts(new Input.SelfTested(false), ResultCode.SelfTestFailed);

    [Fact]
    [Trait("requirement", "R-DC-29")]
    public void The_end_of_the_trial_period_reverts() => Reverts(new Input.TimerFired(TimerId.Trial), ResultCode.TrialExpired);

    [Fact]
    [Trait("requirement", "R-GEN-18")]
    public void A_trial_timer_that_fires_after_confirmation_is_harmless()
    {
        _device.To(DevicePhase.Trial).Feed(new Input.SelfTested(true));

        Expect.Refused(ResultCode.NotNow, _device.Feed(new Input.TimerFired(TimerId.Trial)));
        Assert.Equal(11ul, _device.Durable!.Confirmed.Name.Number.Value);
    }

    [Fact]
    [Trait("requirement", "R-DC-27")]
    public void A_confirmation_that_cannot_be_stored_is_none()
    {
        _device.To(DevicePhase.Trial).FeedFailing<Output.Persist>(new Input.SelfTested(true));

        Assert.Equal(DevicePhase.Off, _device.Phase);
        _device.Boot();
        Assert.Equal(Releases.Base.Name, _device.State.Running!.Name);
    }

    [Fact]
    [Trait("requirement", "R-DC-46")]
    public void An_installation_that_was_cut_is_repeated()
    {
        _device.To(DevicePhase.Installing).Boot();

        Assert.Equal(DevicePhase.Verified, _device.Phase);
        Expect.Kinds(_device.Feed(_device.AskInstall(Releases.Next)), "Persist", "InstallSlot");
    }

    [Fact]
    [Trait("requirement", "R-DC-32")]
    [Trait("requirement", "R-DC-38")]
    public void The_confirmed_image_runs_even_if_the_record_of_a_cut_installation_cannot_be_stored()
    {
        _device.To(DevicePhase.Installing).Restart();
        var outputs = _device.Feed(_device.ReadBack());

        Assert.True(outputs.IndexOf(Expect.One<Output.Invoke>(outputs)) < outputs.IndexOf(Expect.One<Output.Persist>(outputs)));
    }

    [Fact]
    [Trait("requirement", "R-DC-36")]
    [Trait("requirement", "R-DC-38")]
    public void A_trial_that_cannot_be_recorded_ends_with_an_outcome_that_is_stored_before_it_is_reported()
    {
        _device.To(DevicePhase.AwaitingBoot).Cut();

        _device.FeedFailing<Output.Persist>(new Input.PoweredOn(_device.Durable));
        _device.Feed(_device.ReadBack());

        Assert.Equal(Releases.Base.Name, _device.State.Running!.Name);
        Assert.Equal(_device.Durable!.LastOutcome, _device.Ask().LastOutcome);
        Assert.Equal(ResultCode.StorageFailed, _device.Durable.LastOutcome!.Result);
    }

    [Fact]
    [Trait("requirement", "R-DC-39")]
    public void A_device_that_runs_nothing_reports_so_and_takes_a_recovery()
    {
        _device.ToUnbootable();

        var report = _device.Ask();
        Assert.Equal((DevicePhase.Unbootable, null), (report.Phase, report.Running));
        _device.Feed(_device.Install(Releases.Next));
        _device.Transfer(Releases.Next);
        _device.Feed(_device.ReadBack());
        _device.Feed(_device.AskInstall(Releases.Next));
        _device.Feed(new Input.SlotInstalled(Slot.B));
        _device.Feed(new Input.TimerFired(TimerId.Reboot));
        _device.Boot().Feed(new Input.SelfTested(true));
        Assert.Equal(Releases.Next.Name, _device.Durable!.Confirmed.Name);
    }

    [Theory]
    [Trait("requirement", "R-DC-39")]
    [Trait("requirement", "R-DC-31")]
    [InlineData(9, ResultCode.RolledBack)]
    [InlineData(10, ResultCode.None)]
    [InlineData(11, ResultCode.None)]
    public void Recovery_takes_the_confirmed_image_or_a_newer_one(ulong number, ResultCode refused)
    {
        var outputs = _device.ToUnbootable().Offer(new PackageSpec(number).Make());

        if (refused == ResultCode.None) Assert.Equal(DevicePhase.Receiving, _device.Phase);
        else Expect.Refused(refused, outputs);
    }

    [Fact]
    [Trait("requirement", "R-DC-39")]
    public void A_device_that_stops_running_anything_forgets_what_ran_before()
    {
        _device.Boot();
        _device.Feed(new Input.StorageFailed(ResultCode.StorageFailed));
        _device.Damage(Slot.A);
        _device.Feed(new Input.PoweredOn(_device.Durable));
        _device.Feed(_device.ReadBack());

        Assert.Null(_device.Ask().Running);
    }

    [Theory]
    [Trait("requirement", "R-DC-39")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_recovery_that_fails_ends_with_an_outcome_and_a_restart(bool damaged)
    {
        _device.ToUnbootable().Offer(Releases.Next);
        _device.Transfer(Releases.Next);
        if (damaged) _device.Damage(Slot.B);

        var outputs = _device.Feed(damaged ? _device.ReadBack() : new Input.StorageFailed(ResultCode.StorageFailed));

        Expect.Kinds(outputs, "Persist", "Reboot");
        Assert.Equal(DevicePhase.Unbootable, _device.Boot().Phase);
        Assert.Equal(damaged ? ResultCode.PayloadDigestMismatch : ResultCode.StorageFailed, _device.Ask().LastOutcome!.Result);
    }

    [Fact]
    [Trait("requirement", "R-DC-39")]
    public void A_device_that_was_never_provisioned_answers_and_takes_nothing()
    {
        var device = new DeviceBench(provisioned: false).Boot();

        Assert.Null(device.Ask().Confirmed);
        Expect.Refused(ResultCode.NothingBootable, device.Feed(device.Install(Releases.Next)));
    }

    private void Reverts(Input input, ResultCode why)
    {
        _device.To(DevicePhase.Trial);

        Expect.Kinds(_device.Feed(input), "CancelTimer", "Persist", "Reboot");
        _device.Boot();
        Assert.Equal(Releases.Base.Name, _device.State.Running!.Name);
        Assert.Equal(new Outcome(Releases.Next.Name, why, 1), _device.Ask().LastOutcome);
    }
}
