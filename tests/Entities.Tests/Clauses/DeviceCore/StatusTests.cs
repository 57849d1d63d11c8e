using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.Tests;

/// <summary>Reports: what they say, their counters and nonces, the suspicion of a freeze.</summary>
public sealed class StatusTests
{
    private readonly DeviceBench _device = new DeviceBench().Boot();

    [Fact]
    [Trait("requirement", "R-DC-02")]
    [Trait("requirement", "R-DC-40")]
    public void A_report_says_where_the_device_stands()
    {
        _device.Offer(Releases.Next);
        _device.Feed(_device.Wanted(Releases.Next));

        Assert.Equal(
            new DeviceReport(Known.Device, Known.Vendor, Known.Class, DevicePhase.Receiving, Releases.Base.Name, Releases.Base.Name,
                new CandidateStatus(Releases.Next.Name, 100, 150), null, 2, _device.Ask().Nonce, false, DeviceBench.Capacity, 100),
            _device.Reports[^1]);
    }

    [Fact]
    [Trait("requirement", "R-DC-03")]
    public void Counters_rise_across_any_number_of_restarts()
    {
        for (var restart = 0; restart < 5; restart++)
        {
            for (var report = 0; report <= restart * 3; report++) _device.Ask();
            _device.Boot();
        }

        var counters = _device.Reports.Select(report => report.Counter).ToList();
        Assert.Equal(counters.Order().Distinct(), counters);
    }

    [Fact]
    [Trait("requirement", "R-DC-03")]
    [Trait("requirement", "R-GEN-03")]
    public void A_counter_is_reserved_durably_before_it_is_used_and_then_only_when_the_reserve_ends()
    {
        var writes = new List<bool>();
        for (var i = 0; i < 9; i++)
        {
            var report = _device.Ask();
            Assert.True(report.Counter < _device.Durable!.ReservedCounter);
            writes.Add(_device.Outputs[0] is Output.Persist);
        }

        Assert.Equal([true, false, false, false, true, false, false, false, true], writes);
    }

    [Fact]
    [Trait("requirement", "R-DC-41")]
    public void A_nonce_stays_outstanding_over_several_reports()
    {
        var first = _device.Ask();

        Assert.Equal(first.Nonce, _device.Ask().Nonce);
        Expect.No<Output.SetTimer>(_device.Outputs);
    }

    [Fact]
    [Trait("requirement", "R-DC-41")]
    public void A_nonce_that_lived_too_long_is_replaced_and_no_longer_believed()
    {
        var first = _device.Ask();
        var directive = _device.Word(DirectiveKind.UpToDate);
        _device.Feed(new Input.TimerFired(TimerId.NonceLifetime));

        Assert.NotEqual(first.Nonce, _device.Ask().Nonce);
        Assert.Equal(TimerId.NonceLifetime, Expect.One<Output.SetTimer>(_device.Outputs).Timer);
        Expect.Refused(ResultCode.StaleNonce, _device.Feed(_device.Deliver(directive)));
    }

    [Fact]
    [Trait("requirement", "R-DC-37")]
    public void Without_a_fresh_word_a_freeze_is_suspected_until_one_comes()
    {
        _device.Feed(new Input.TimerFired(TimerId.Freshness));
        Assert.True(_device.Ask().FreezeSuspected);

        var outputs = _device.Feed(_device.Deliver(_device.Word(DirectiveKind.UpToDate)));

        Assert.Contains(new Output.SetTimer(TimerId.Freshness, DeviceBench.Default.FreshnessLimit), outputs);
        Assert.False(_device.Ask().FreezeSuspected);
    }

    [Fact]
    [Trait("requirement", "R-DC-37")]
    [Trait("requirement", "R-DC-39")]
    public void A_device_that_boots_nothing_waits_for_a_fresh_word_as_well()
    {
        _device.Restart();
        var outputs = _device.Feed(_device.ReadBack() with { Envelope = default });

        Assert.Equal(DevicePhase.Unbootable, _device.Phase);
        Assert.Equal(new Output.SetTimer(TimerId.Freshness, DeviceBench.Default.FreshnessLimit), Assert.Single(outputs));
        _device.Feed(new Input.TimerFired(TimerId.Freshness));
        Assert.True(_device.Ask().FreezeSuspected);
    }

    [Fact]
    [Trait("requirement", "R-DC-37")]
    public void A_refused_directive_is_no_fresh_word()
    {
        _device.Feed(new Input.TimerFired(TimerId.Freshness));
        _device.Offer(Releases.Old);

        Assert.True(_device.Ask().FreezeSuspected);
    }

    [Fact]
    [Trait("requirement", "R-DC-36")]
    public void Serials_of_outcomes_count_the_updates_that_ended()
    {
        for (var serial = 1ul; serial <= 3; serial++)
        {
            _device.Offer(Releases.Next);
            _device.Feed(new Input.StorageFailed(ResultCode.StorageFailed));
            Assert.Equal(serial, _device.Ask().LastOutcome!.Serial);
        }
    }

    [Theory]
    [Trait("requirement", "R-DC-02")]
    [InlineData(DevicePhase.Off)]
    [InlineData(DevicePhase.VerifyingBoot)]
    public void A_device_that_is_not_up_does_not_report(DevicePhase phase)
    {
        var device = new DeviceBench().To(phase);

        Expect.Refused(ResultCode.NotNow, device.Feed(device.Hear(new StatusRequest())));
    }
}
