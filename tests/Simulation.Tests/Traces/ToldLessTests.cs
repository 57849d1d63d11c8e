using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol.Tracing;
using static SecUpIoT.Simulation.Tests.Traces.Samples;

namespace SecUpIoT.Simulation.Tests.Traces;

/// <summary>A log of another implementation tells less: that switches checks off and never makes a right trace wrong.</summary>
public sealed class ToldLessTests
{
    private static readonly Dictionary<string, Func<TraceEvent, TraceEvent>> Silences = new()
    {
        ["device"] = happened => happened with { Device = null },
        ["record"] = happened => happened with { Record = null },
        ["package"] = happened => happened with { Package = null },
        ["device.profile"] = OfDevice(data => data with { Profile = null }),
        ["device.confirmed"] = OfDevice(data => data with { Confirmed = null }),
        ["device.candidate"] = OfDevice(data => data with { Candidate = null }),
        ["device.outcome"] = OfDevice(data => data with { Outcome = null }),
        ["device.running"] = OfDevice(data => data with { Running = null }),
        ["device.nonce"] = OfDevice(data => data with { Nonce = null }),
        ["device.suspected"] = OfDevice(data => data with { Suspected = null }),
        ["device.directive"] = OfDevice(data => data with { Directive = null }),
        ["record.target"] = OfRecord(data => data with { Target = null }),
        ["record.confirmed"] = OfRecord(data => data with { Confirmed = null }),
        ["record.result"] = OfRecord(data => data with { Result = null }),
        ["record.verified"] = OfRecord(data => data with { Verified = null }),
        ["record.counter"] = OfRecord(data => data with { Counter = null }),
        ["record.completed"] = OfRecord(data => data with { Completed = null }),
        ["record.cancelWanted"] = OfRecord(data => data with { CancelWanted = null }),
        ["package.number"] = happened => happened.Package is { } data ? happened with { Package = data with { Number = null } } : happened,
        ["package.missing"] = happened => happened.Package is { } data ? happened with { Package = data with { Missing = null } } : happened,
    };

    public static TheoryData<string> Names => [.. Silences.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_field_that_is_not_told_is_not_missed(string field) => Assert.Null(Misfit(Eventful.With(Eventful.Events().Select(Silences[field]))));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_field_that_is_told_now_and_then_is_not_missed(string field)
    {
        for (var every = 2; every <= 5; every++)
        {
            for (var first = 0; first < every; first++)
                Assert.Null(Misfit(Eventful.With(Eventful.Events().Select((happened, index) => index % every == first ? Silences[field](happened) : happened))));
        }
    }

    [Fact]
    public void Phases_and_triggers_alone_can_be_judged()
    {
        var bare = Eventful.With(Eventful.Events().Select(happened => happened with { Device = null, Record = null, Package = null, At = null }));

        var verdict = TraceChecker.Check(bare);

        Assert.True(verdict.Fits, $"{verdict.Misfit}");
        Assert.Equal(["I-16"], verdict.Judged);
        Assert.Equal(TraceChecker.KnownInvariants.Count - 1, verdict.NotJudged.Count);
        Assert.All(verdict.NotJudged, left => Assert.NotEmpty(left.Why));
    }

    [Fact]
    public void A_trace_may_begin_anywhere()
    {
        for (var skipped = 0; skipped < Eventful.Entries.Count; skipped++) Assert.Null(Misfit(Eventful.With(Eventful.Events().Skip(skipped))));
    }

    [Fact]
    public void A_trace_may_end_anywhere()
    {
        for (var kept = 0; kept < Eventful.Entries.Count; kept++) Assert.Null(Misfit(Eventful.With(Eventful.Events().Take(kept))));
    }

    [Fact]
    public void Subjects_may_stand_in_files_of_their_own_in_any_order()
    {
        TraceFile[] files = [.. Enum.GetValues<TraceMachine>().Select(machine => Eventful.Only(machine))];

        Assert.Null(Misfit(files));
        Assert.Null(Misfit([.. files.Reverse()]));
        foreach (var file in files) Assert.Null(Misfit(file));
    }

    [Fact]
    public void Device_and_tracker_may_be_traced_from_different_times_on()
    {
        var (device, tracker) = (Eventful.Only(TraceMachine.DeviceCore), Eventful.Only(TraceMachine.StatusTracker));
        for (var skipped = 0; skipped < device.Entries.Count; skipped++) Assert.Null(Misfit(tracker, device.With(device.Events().Skip(skipped))));
        for (var skipped = 0; skipped < tracker.Entries.Count; skipped++) Assert.Null(Misfit(device, tracker.With(tracker.Events().Skip(skipped))));
    }

    private static Func<TraceEvent, TraceEvent> OfDevice(Func<DeviceData, DeviceData> change) => happened => happened.Device is { } data ? happened with { Device = change(data) } : happened;

    private static Func<TraceEvent, TraceEvent> OfRecord(Func<TrackData, TrackData> change) => happened => happened.Record is { } data ? happened with { Record = change(data) } : happened;
}
