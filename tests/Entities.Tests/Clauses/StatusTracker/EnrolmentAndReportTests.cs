using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.Tests;

/// <summary>Who is enrolled, which reports are believed, and what is stored before the answer.</summary>
public sealed class EnrolmentAndReportTests
{
    private readonly TrackBench _tracker = new();

    [Fact]
    [Trait("requirement", "R-ST-01")]
    public void An_enrolment_is_stored_before_it_is_answered()
    {
        Expect.Kinds(_tracker.Feed(_tracker.FromOperator(TrackBench.Enrolment)), "Persist", "SetTimer", "Send");
        Assert.Equal((Known.Vendor, Known.Class, Known.DeviceKey.Public), (_tracker.Record.Vendor, _tracker.Record.Class, _tracker.Record.PublicKey));
    }

    [Fact]
    [Trait("requirement", "R-ST-01")]
    public void The_same_enrolment_again_changes_nothing()
    {
        _tracker.Completed();
        var before = _tracker.State;

        Expect.Kinds(_tracker.Feed(_tracker.FromOperator(TrackBench.Enrolment)), "Send");
        Assert.Equal(before, _tracker.State);
    }

    public static TheoryData<string> Contradictions => ["vendor", "class", "profile", "key"];

    [Theory]
    [MemberData(nameof(Contradictions))]
    [Trait("requirement", "R-ST-01")]
    public void A_contradicting_enrolment_is_refused(string what)
    {
        _tracker.Enrolled();

        Expect.Refused(ResultCode.AlreadyEnrolled, _tracker.Feed(_tracker.FromOperator(what switch
        {
            "vendor" => TrackBench.Enrolment with { Vendor = Known.OtherVendor },
            "class" => TrackBench.Enrolment with { Class = Known.OtherClass },
            "profile" => TrackBench.Enrolment with { Profile = Profile.Core },
            _ => TrackBench.Enrolment with { PublicKey = Known.Stranger.Public },
        })));
    }

    [Fact]
    [Trait("requirement", "R-ST-01")]
    public void What_is_no_key_is_not_enrolled() =>
        Expect.Refused(ResultCode.UnsupportedAlgorithm, _tracker.Feed(_tracker.FromOperator(TrackBench.Enrolment with { PublicKey = new byte[] { 1 } })));

    [Fact]
    [Trait("requirement", "R-ST-02")]
    public void A_device_that_is_not_enrolled_is_refused() => Expect.Refused(ResultCode.NotEnrolled, _tracker.Reported(_tracker.Report()));

    [Fact]
    [Trait("requirement", "R-ST-03")]
    public void A_report_of_another_key_is_refused()
    {
        _tracker.Enrolled();

        Expect.Refused(ResultCode.ReportNotAuthentic, _tracker.Feed(_tracker.CheckIn(_tracker.Report(runs: Releases.Next), Known.Stranger)));
    }

    [Fact]
    [Trait("requirement", "R-ST-03")]
    public void What_the_device_signed_for_another_purpose_is_no_report()
    {
        _tracker.Enrolled();
        var checkIn = _tracker.CheckIn(_tracker.Report());
        var signed = SignedStatement.Sign(Known.DeviceKey, Directive.Domain, DeviceReport.ContentType, _tracker.Report().Encode());

        Expect.Refused(ResultCode.ReportNotAuthentic, _tracker.Feed(checkIn with { CheckIn = checkIn.CheckIn with { SignedReport = signed } }));
    }

    [Fact]
    [Trait("requirement", "R-ST-03")]
    public void A_report_that_names_others_is_refused()
    {
        _tracker.Enrolled();

        Expect.Refused(ResultCode.WrongDevice, _tracker.Reported(_tracker.Report() with { Device = Known.OtherDevice }));
        Expect.Refused(ResultCode.WrongVendor, _tracker.Reported(_tracker.Report() with { Vendor = Known.OtherVendor }));
        Expect.Refused(ResultCode.WrongClass, _tracker.Reported(_tracker.Report() with { Class = Known.OtherClass }));
    }

    [Theory]
    [Trait("requirement", "R-ST-04")]
    [InlineData(9, false)]
    [InlineData(10, false)]
    [InlineData(11, true)]
    [InlineData(ulong.MaxValue, true)]
    public void A_counter_is_higher_than_the_last_one(ulong counter, bool believed)
    {
        _tracker.Enrolled().Reported(_tracker.Report() with { Counter = 10 });

        var outputs = _tracker.Reported(_tracker.Report() with { Counter = counter });

        if (believed) Assert.Equal(counter, _tracker.Record.LastCounter);
        else Expect.Refused(ResultCode.StaleReport, outputs);
    }

    [Fact]
    [Trait("requirement", "R-ST-05")]
    [Trait("requirement", "R-GEN-03")]
    public void A_report_is_stored_before_it_is_answered()
    {
        _tracker.Enrolled();

        Expect.Kinds(_tracker.Reported(_tracker.Report()), "Persist", "SetTimer", "SendDirective");
    }

    [Fact]
    [Trait("requirement", "R-ST-17")]
    [Trait("requirement", "R-ST-18")]
    public void A_silent_device_is_unreachable_until_its_next_report()
    {
        _tracker.Enrolled().Reported(_tracker.Report(DevicePhase.Receiving, candidate: TrackBench.Half(Releases.Next)));

        Expect.Kinds(_tracker.Feed(new Input.TimerFired(TimerId.Silence)), "Persist");
        Assert.Equal(TrackPhase.Unreachable, _tracker.Phase);
        _tracker.Reported(_tracker.Report(DevicePhase.Receiving, candidate: TrackBench.Half(Releases.Next)));
        Assert.Equal(TrackPhase.Downloading, _tracker.Phase);
    }

    [Fact]
    [Trait("requirement", "R-ST-27")]
    public void The_suspicion_of_a_freeze_is_shown_as_long_as_it_is_reported()
    {
        _tracker.Enrolled().Reported(_tracker.Report() with { FreezeSuspected = true });
        Assert.True(_tracker.Record.ToEntry().FreezeSuspected);

        _tracker.Reported(_tracker.Report());

        Assert.False(_tracker.Record.ToEntry().FreezeSuspected);
    }
}
