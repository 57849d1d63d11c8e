using SecUpIoT.Crash.Checks;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Crash;

/// <summary>The ledger reports every record that was lost, fell back or claims what is not so, and nothing of a tracker that stands by its word.</summary>
public sealed class RecordLedgerTests
{
    private static readonly ImageName Two = Image(2);
    private static readonly ImageName Three = Image(3);
    private static readonly ImageName Four = Image(4);

    private static readonly TrackEntry Downloading = new(
        new DeviceId(new Guid(1, 2, 3, new byte[8])), default, default, Profile.Secure, TrackPhase.Downloading, Two, Three, ResultCode.None, false, 100, 200, false, new Moment(1000), default);

    private static readonly TrackEntry Confirmed = Downloading with
    {
        Phase = TrackPhase.Confirmed, Confirmed = Three, Result = ResultCode.Success, ResultVerified = true, LastSeen = new Moment(2000), CompletedAt = new Moment(2000),
    };

    private static readonly TrackEntry Announced = Confirmed with
    {
        Phase = TrackPhase.Announced, Target = Four, Result = ResultCode.None, ResultVerified = false, LastSeen = new Moment(3000), CompletedAt = default,
    };

    private readonly RecordLedger _ledger = new();

    [Fact]
    public void An_update_and_the_beginning_of_the_next_are_as_they_should_be()
    {
        _ledger.Enrolled(Downloading.Device);

        Assert.Empty(After(Downloading, Confirmed, Confirmed with { Phase = TrackPhase.Unreachable }, Confirmed with { LastSeen = new Moment(2500) }, Announced));
        Assert.Equal(1, _ledger.Completions);
        Assert.Equal(3UL, _ledger.CompletedNumber(Downloading.Device));
    }

    [Fact]
    public void An_acknowledged_enrolment_without_a_record_is_reported()
    {
        _ledger.Enrolled(Downloading.Device);
        _ledger.See([]);

        Assert.Equal("I-13", Assert.Single(_ledger.Violations).Invariant);
    }

    [Fact]
    public void A_record_that_was_shown_and_is_gone_is_reported()
    {
        _ledger.See([Downloading]);
        _ledger.See([]);

        Assert.Equal("I-13", Assert.Single(_ledger.Violations).Invariant);
    }

    [Fact]
    public void A_completion_that_was_shown_and_is_gone_is_reported() =>
        Assert.Equal("I-13", Assert.Single(After(Confirmed, Downloading with { Confirmed = Three, LastSeen = new Moment(2500) })).Invariant);

    [Fact]
    public void A_completion_with_another_time_is_reported() => Assert.Equal("I-13", Assert.Single(After(Confirmed, Confirmed with { CompletedAt = new Moment(2001) })).Invariant);

    [Fact]
    public void A_record_from_before_the_one_that_was_shown_is_reported() =>
        Assert.Equal("I-13", Assert.Single(After(Downloading, Downloading with { LastSeen = new Moment(999) })).Invariant);

    [Fact]
    public void A_confirmed_number_that_falls_is_reported() => Assert.Equal("I-04", Assert.Single(After(Announced, Announced with { Confirmed = Two })).Invariant);

    [Fact]
    public void A_confirmed_image_that_is_forgotten_is_reported() => Assert.Equal("I-04", Assert.Single(After(Announced, Announced with { Confirmed = null })).Invariant);

    [Fact]
    public void A_completion_of_what_is_not_confirmed_is_reported() => Assert.Equal("I-01", Assert.Single(After(Confirmed with { Confirmed = Two })).Invariant);

    [Fact]
    public void A_completion_on_a_word_that_was_not_verified_is_reported() => Assert.Equal("I-01", Assert.Single(After(Confirmed with { ResultVerified = false })).Invariant);

    [Fact]
    public void A_device_that_is_listed_as_completed_and_not_Confirmed_is_reported() =>
        Assert.Equal("I-17", Assert.Single(After(Downloading with { CompletedAt = new Moment(1) })).Invariant);

    [Fact]
    public void A_device_that_is_Confirmed_and_not_listed_is_reported() => Assert.Equal("I-17", Assert.Single(After(Confirmed with { CompletedAt = default })).Invariant);

    [Fact]
    public void A_completion_after_an_acknowledged_cancellation_is_reported()
    {
        _ledger.Cancelled(Downloading.Device, Three);

        Assert.Equal("I-13", Assert.Single(After(Downloading, Confirmed)).Invariant);
    }

    [Fact]
    public void The_next_update_after_a_cancellation_is_as_it_should_be()
    {
        _ledger.Cancelled(Downloading.Device, Two);

        Assert.Empty(After(Downloading, Confirmed));
    }

    private IReadOnlyList<Violation> After(params TrackEntry[] shown)
    {
        foreach (var entry in shown) _ledger.See([entry]);
        return _ledger.Violations;
    }

    private static ImageName Image(ulong number) => new(new SequenceNumber(number), Digest.Of([(byte)number]));
}
