using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Tracing;
using static SecUpIoT.Simulation.Tests.Traces.Samples;

namespace SecUpIoT.Simulation.Tests.Traces;

/// <summary>Each rule of the checker rejects a trace that breaks it alone, and names itself and the line.</summary>
public sealed class RuleTests
{
    private const TraceMachine Device = TraceMachine.DeviceCore;
    private const TraceMachine Tracker = TraceMachine.StatusTracker;
    private const TraceMachine Server = TraceMachine.FirmwareServer;

    private static readonly ImageName Other = new(new SequenceNumber(9), Digest.Of("another image"u8));

    private static readonly TraceFile Trace = Eventful;

    private static readonly Dictionary<string, Broken> All = new()
    {
        ["a phase that is none"] = new("table", On(Device, "StartedPlain"), happened => happened with { Next = "Awake" }),
        ["a trigger that is none"] = new("table", On(Device, "BootedIdle"), happened => happened with { Step = happened.Step! with { Trigger = "Booted" } }),
        ["a step that no row permits"] = new("table", On(Device, "StatusAsked"), happened => happened with { Step = happened.Step! with { Trigger = "LastBlockStored" } }),
        ["a row that is refused"] = new("table", On(Device, "StatusAsked"), happened => happened with { Step = happened.Step! with { Refused = ResultCode.NotNow } }),
        ["a refusal without a code"] = new("table", On(Tracker, "CancelRequested"), happened => happened with { Step = happened.Step! with { Refused = null } }),
        ["a beginning in another phase"] = new("table", Begins(Device), happened => happened with { Next = "Idle" }),
        ["a step from another phase"] = new("order", On(Device, "UpdateAccepted"), happened => happened with { Step = happened.Step! with { Phase = "Verified" } }),

        ["a refusal that changes the phase"] = new("I-16", On(Tracker, "CancelRequested"), happened => happened with { Next = "Cancelled" }),
        ["a refusal that sets a target"] = new("I-16", On(Tracker, "CancelRequested"), happened => happened.Record(data => data with { Target = new(Other) })),
        ["a refusal that makes a report"] = new("I-16", On(Device, "Unexpected"), happened => happened.Device(data => data with { Report = 900_000 })),
        ["a refusal that issues a directive"] = new(
            "I-16", On(Tracker, "CancelRequested"), happened => happened.Record(data => data with { Directive = Trace.Events().First(On(Tracker, "UpdateDue")).Record!.Directive })),

        ["completed with a target that is not confirmed"] = new("I-01", On(Tracker, "CompletionReported"), happened => happened.Record(data => data with { Target = new(Other) })),
        ["completed without a verified report"] = new("I-01", On(Tracker, "CompletionReported"), happened => happened.Record(data => data with { Verified = new(false) })),
        ["completed by a report from the trial"] = new(
            "I-01",
            On(Tracker, "TransferReported"),
            happened => happened.Record(data => data with { Completed = new(true), Target = data.Confirmed, Result = new(ResultCode.Success), Verified = new(true) })),

        ["an older image runs"] = new("I-03", On(Device, "BootedIdle"), happened => happened.Device(data => data with { Running = new(new(default, Other.Manifest)) })),
        ["confirmed before the self-test"] = new("I-04", On(Device, "TrialImageAuthentic"), happened => happened.Device(data => data with { Confirmed = data.Running })),
        ["an older image is confirmed by the self-test"] = new(
            "I-04", On(Device, "SelfTestPassed"), happened => happened.Device(data => data with { Confirmed = new(new(default, Other.Manifest)), Running = new(null) })),
        ["an older image is confirmed after a restart"] = new(
            "I-04", Last(Begins(Device)), happened => happened.Device(data => data with { Confirmed = new(new(default, Other.Manifest)) })),

        ["a block without an accepted update"] = new("I-05", SecondBlock(), happened => happened, Before: happened => happened.Device(data => data with { Candidate = new(null) })),
        ["a candidate that was not accepted"] = new("I-05", On(Device, "StatusAsked"), happened => happened.Device(data => data with { Candidate = new(new(Other, "Receiving", 0, 64)) })),
        ["bytes that no block brought"] = new("I-06", On(Device, "BlockStored"), Received(static candidate => candidate.Total)),
        ["a block that brings nothing"] = new("I-06", On(Device, "BlockStored"), Received(static _ => 0)),
        ["a candidate that is verified half"] = new("I-07", On(Device, "ImageAuthentic"), Received(static candidate => candidate.Total - 1)),

        ["another manifest than the directive's"] = new(
            "I-09", On(Device, "UpdateAccepted"), happened => happened.Device(data => data with { Directive = new(data.Directive!.Value! with { Manifest = Other.Manifest }) })),
        ["an update without a directive"] = new("I-09", On(Device, "UpdateAccepted"), happened => happened.Device(data => data with { Directive = new(null) })),
        ["a directive for another nonce"] = new(
            "I-10", On(Device, "UpdateAccepted"), happened => happened.Device(data => data with { Directive = new(data.Directive!.Value! with { Nonce = ShortDigest.Of("x"u8) }) })),
        ["a nonce that is not spent"] = new("I-10", On(Device, "UpdateAccepted"), happened => happened.Device(data => data with { Nonce = new(data.Directive!.Value!.Nonce) })),
        ["a directive that was never issued"] = new(
            "I-10", On(Device, "UpdateAccepted"), happened => happened.Device(data => data with { Directive = new(data.Directive!.Value! with { Digest = ShortDigest.Of("x"u8) }) })),
        ["a directive that is believed twice"] = new(
            "I-10", On(Device, "UpdateResumed"), happened => happened.Device(data => data with { Directive = new(data.Directive!.Value! with { Digest = Trace.Events().First(On(Device, "UpdateAccepted")).Device!.Directive!.Value!.Digest }) })),
        ["up to date without a directive"] = new("I-10", On(Device, "UpToDateBelieved"), happened => happened.Device(data => data with { Directive = new(null) })),
        ["a suspicion that ends by itself"] = new(
            "I-11", happened => happened.Is(Device, "StatusAsked") && happened.Device!.Suspected!.Value, happened => happened.Device(data => data with { Suspected = new(false) })),
        ["a directive for another device"] = new(
            "I-15", On(Device, "UpdateAccepted"), happened => happened.Device(data => data with { Directive = new(data.Directive!.Value! with { Device = default }) })),

        ["a counter that falls"] = new("I-12", Last(On(Tracker, "CompletionReported")), happened => happened.Record(data => data with { Counter = new(1) })),
        ["a counter that rises without a report"] = new("I-12", On(Tracker, "SilenceExpired"), happened => happened.Record(data => data with { Counter = new(data.Counter!.Value + 1) })),
        ["a report that the device never made"] = new("I-12", Last(On(Tracker, "CompletionReported")), happened => happened.Record(data => data with { Counter = new(data.Counter!.Value + 500_000) })),
        ["confirmed otherwise than reported"] = new("I-12", On(Tracker, "UpdateDue"), happened => happened.Record(data => data with { Confirmed = new(Other) })),
        ["a report counter that comes again"] = new("I-12", Last(On(Device, "StatusAsked")), happened => happened.Device(data => data with { Report = 1 }), Alone: true),

        ["fewer bytes after a restart"] = new("I-13", Restarts(static data => data.Candidate?.Value is { Received: > 0 }), Received(static _ => 0)),
        ["more bytes after a restart"] = new("I-13", Restarts(static data => data.Candidate?.Value is { Received: > 0 }), Received(static candidate => candidate.Total)),
        ["a record that a restart takes back"] = new("I-13", Last(Begins(Tracker)), happened => (happened with { Next = "Announced" }).Record(data => data with { Completed = new(false) })),
        ["a package that a restart unpublishes"] = new("I-13", Last(Begins(Server)), happened => happened with { Next = "Staged" }),

        ["another candidate on the way"] = new(
            "I-14", On(Device, "BlockStored"), happened => happened.Device(data => data with { Candidate = new(data.Candidate!.Value! with { Image = Other }) })),
        ["a candidate that is given up without a reason"] = new("I-14", On(Device, "BlockStored"), happened => happened.Device(data => data with { Candidate = new(null) })),
        ["a candidate in the place of one that is not under way"] = new(
            "I-14",
            On(Device, "UpdateAccepted"),
            happened => happened,
            Before: happened => happened.Device(data => data with { Candidate = new(new(Other, "Verified", 1, 1)) })),
        ["a candidate that is older than the confirmed image"] = new(
            "I-03",
            Last(On(Device, "UpdateAccepted")),
            happened => happened.Device(data => data with { Candidate = new(data.Candidate!.Value! with { Image = data.Candidate.Value.Image with { Number = new SequenceNumber(1) } }) })),

        ["a trial that is not recorded"] = new(
            "I-23", On(Device, "TrialImageAuthentic"), happened => happened.Device(data => data with { Candidate = new(data.Candidate!.Value! with { Stage = "AwaitingBoot" }) })),
        ["confirmed and not in the list"] = new("I-17", On(Tracker, "CompletionReported"), happened => happened.Record(data => data with { Completed = new(false) })),
        ["silent and off the list"] = new("I-17", On(Tracker, "SilenceExpired"), happened => happened.Record(data => data with { Completed = new(false) })),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_breaks_a_rule_is_rejected_by_it_at_its_line(string name)
    {
        var broken = All[name];
        var index = Trace.IndexOf(broken.Which);
        var events = Trace.Events().ToList();
        if (broken.Before is { } change)
        {
            var before = PlaceBefore(events, index);
            events[before] = change(events[before]);
        }

        events[index] = broken.Change(events[index]);

        var (skipped, alone) = (broken.Before is null ? 0 : PlaceBefore(events, index), broken.Alone);
        var judged = events.Skip(skipped).Where(happened => !alone || happened.Machine == events[index].Machine).ToList();
        var misfit = Misfit(Trace.With(judged));

        Assert.NotNull(misfit);
        Assert.Equal((broken.Rule, events[index].Machine, events[index].Subject), (misfit.Rule, misfit.Machine, misfit.Subject));
        Assert.Equal(judged.IndexOf(events[index]) + 2, misfit.Line);
    }

    [Fact]
    public void A_completion_that_rests_on_a_report_from_the_trial_is_rejected()
    {
        var tracker = Trace.Only(Tracker);
        var counter = tracker.Events().First(On(Tracker, "CompletionReported")).Record!.Counter!.Value;
        var device = Trace.Only(Device).Altered(happened => happened.Device!.Report == counter, happened => happened with { Next = "Trial" });

        var misfit = Misfit(tracker, device);

        Assert.Equal(("I-01", tracker.LineOf(On(Tracker, "CompletionReported")), nameof(TraceMachine.StatusTracker)), (misfit?.Rule, misfit?.Line, misfit?.File));
    }

    [Fact]
    public void A_completion_that_rests_on_a_report_of_another_image_is_rejected()
    {
        var tracker = Trace.Only(Tracker);
        var counter = tracker.Events().First(On(Tracker, "CompletionReported")).Record!.Counter!.Value;
        var device = Trace.Only(Device).Altered(happened => happened.Device!.Report == counter, happened => happened.Device(data => data with { Running = new(Other) }));

        Assert.Equal("I-01", Misfit(tracker, device)?.Rule);
    }

    [Fact]
    public void Without_its_self_test_a_device_is_caught_at_the_next_event()
    {
        var device = Trace.Only(Device);
        var index = device.IndexOf(On(Device, "SelfTestPassed"));

        var misfit = Misfit(device.Without(On(Device, "SelfTestPassed")));

        Assert.Equal(("order", index + 2), (misfit?.Rule, misfit?.Line));
    }

    [Theory]
    [InlineData("Receiving", "StartedForTrial", 3)]
    [InlineData("Verified", "StartedForTrial", 3)]
    [InlineData("AwaitingBoot", null, 0)]
    public void An_image_that_was_not_sealed_is_not_tried(string stage, string? trigger, int line)
    {
        var device = Trace.Only(Device);
        var start = device.IndexOf(On(Device, "StartedForTrial")) - 1;
        var events = device.Events().Skip(start).ToList();
        events[0] = events[0].Device(data => data with { Candidate = new(data.Candidate!.Value! with { Stage = stage }) });

        var misfit = Misfit(device.With(events));

        Assert.Equal(trigger is null ? null : "I-07", misfit?.Rule);
        if (trigger is not null) Assert.Equal(line, misfit?.Line);
    }

    [Fact]
    public void A_trial_without_a_start_for_it_is_rejected()
    {
        var device = Trace.Only(Device);
        var index = device.IndexOf(On(Device, "StartedForTrial"));

        var misfit = Misfit(device.Altered(On(Device, "StartedForTrial"), happened => happened with { Step = happened.Step! with { Trigger = "StartedPlain" } }));

        Assert.Equal(("I-07", index + 3), (misfit?.Rule, misfit?.Line));
    }

    [Fact]
    public void A_freeze_of_one_subject_says_nothing_of_another()
    {
        var two = Trace.With(Trace.Events().Concat(Trace.Events().Select(happened => happened with { Subject = "another " + happened.Subject })
            .Where(happened => happened.Machine is TraceMachine.Communicator or TraceMachine.ServerLink)));

        Assert.Null(Misfit(two));
    }

    private static Func<TraceEvent, bool> On(TraceMachine machine, string trigger) => happened => happened.Is(machine, trigger);

    private static Func<TraceEvent, bool> Begins(TraceMachine machine) => happened => happened.Machine == machine && happened.Step is null;

    private static Func<TraceEvent, bool> Restarts(Func<DeviceData, bool> which) => happened => Begins(Device)(happened) && which(happened.Device!);

    private static Func<TraceEvent, bool> Last(Func<TraceEvent, bool> which)
    {
        var last = Trace.Events().Last(which);
        return happened => ReferenceEquals(happened, last);
    }

    private static Func<TraceEvent, TraceEvent> Received(Func<TraceCandidate, ulong> received) => happened =>
        happened.Device(data => data with { Candidate = new(data.Candidate!.Value! with { Received = received(data.Candidate.Value) }) });

    /// <summary>A block that follows another one.</summary>
    private static Func<TraceEvent, bool> SecondBlock()
    {
        var device = Trace.Events().Where(happened => happened.Machine == Device).ToList();
        var second = device.Zip(device.Skip(1)).First(pair => On(Device, "BlockStored")(pair.First) && On(Device, "BlockStored")(pair.Second)).Second;
        return happened => ReferenceEquals(happened, second);
    }

    private static int PlaceBefore(List<TraceEvent> events, int index) =>
        events.FindLastIndex(index - 1, earlier => earlier.Machine == events[index].Machine && earlier.Subject == events[index].Subject);

    /// <summary>One way to break one rule.</summary>
    /// <param name="Rule">The rule that must notice.</param>
    /// <param name="Which">The event at which it must.</param>
    /// <param name="Change">What is done to that event.</param>
    /// <param name="Before">What is done to the event of the same subject before it; the trace then begins there.</param>
    /// <param name="Alone">Only the events of this machine are judged, because another one's would be rejected before.</param>
    private sealed record Broken(
        string Rule, Func<TraceEvent, bool> Which, Func<TraceEvent, TraceEvent> Change, Func<TraceEvent, TraceEvent>? Before = null, bool Alone = false);
}
