using System.Collections.Immutable;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.Tests;

/// <summary>The Status tracker machine and all that can be reported of one device.</summary>
internal static class TrackSubject
{
    public static Subject<TrackState> Of(StatusTrackerConfiguration configuration)
    {
        var judge = new TrackJudge(configuration, Known.ReadKey);
        return new()
        {
            Create = () => new StatusTrackerMachine(configuration, Known.ReadKey),
            Table = new StatusTrackerMachine(configuration, Known.ReadKey).Table(),
            Initial = TrackState.Initial,
            Phase = state => state.Phase.ToString(),
            Trigger = (state, input) => judge.Judge(state, input).Trigger.ToString(),
            Record = state => state.Record,
            Shape = state => state.Record is not { } record
                ? "absent"
                : (record.Phase, record.Target is null, record.Target == Releases.Next.Name, KindOf(record), record.CancelWanted, record.CompletedAt == default),
            Inputs = state => [.. Foreign.Inputs, .. Operators(), .. Reports(state)],
            Law = Law,
            Unreachable = Unreachable,
        };
    }

    /// <summary>
    /// Rows that stand in the table for uniformity. A record whose update has ended holds a result, so that no second end is seen before the next
    /// offer; a time of completion, which a fall-back needs, survives in two phases only; and a completed device at rest is completed, due or
    /// fallen back, never merely idle.
    /// </summary>
    private static ImmutableHashSet<(string Phase, string Trigger)> Unreachable { get; } =
    [
        .. from phase in new[] { TrackPhase.Confirmed, TrackPhase.Failed, TrackPhase.Reverted, TrackPhase.Cancelled }
           from trigger in new[] { Trigger.FailureReported, Trigger.RevertReported, Trigger.RefusalRelayed, Trigger.CancellationReported }
           select (phase.ToString(), trigger.ToString()),
        .. from phase in Enum.GetValues<TrackPhase>().Except([TrackPhase.Absent, TrackPhase.Confirmed, TrackPhase.Unreachable, TrackPhase.Decommissioned])
           select (phase.ToString(), nameof(Trigger.FallBackReported)),
        (nameof(TrackPhase.Confirmed), nameof(Trigger.IdleReported)),
    ];

    private static (bool Ended, bool Succeeded, bool Again, bool TooOften) KindOf(TrackRecord record) => (
        record.Result != ResultCode.None, record.Result == ResultCode.Success, record.Result.IsTransient(), record.Result.IsTransient() && record.Attempts > 1);

    private static IEnumerable<(string, Input)> Operators()
    {
        var request = new EnrolRequest(Known.Device, Known.Vendor, Known.Class, Profile.Secure, Known.DeviceKey.Public);
        yield return ("enrol", From(request));
        yield return ("enrol with another class", From(request with { Class = Known.OtherClass }));
        yield return ("enrol with another key", From(request with { PublicKey = Known.Stranger.Public }));
        yield return ("tags", From(new TagRequest(Known.Device, new("site=lab", "canary"))));
        yield return ("a tag twice", From(new TagRequest(Known.Device, new("canary", "canary"))));
        yield return ("a tag that is none", From(new TagRequest(Known.Device, new("lab & canary"))));
        yield return ("decommission", From(new DecommissionRequest(Known.Device)));
    }

    private static IEnumerable<(string, Input)> Reports(TrackState state)
    {
        var (was, next, newer) = (Releases.Base.Name, Releases.Next.Name, Releases.Newer.Name);
        var record = state.Record;
        var idle = new DeviceReport(Known.Device, Known.Vendor, Known.Class, DevicePhase.Idle, was, was, null, null, (record?.LastCounter ?? 0) + 1, Known.Nonce(1), false, 1024, 100);
        var serial = (record?.OutcomeSerial ?? 0) + 1;
        var reports = new List<(string, DeviceReport)>
        {
            ("idle", idle),
            ("stale", idle with { Counter = record?.LastCounter ?? 0 }),
            ("another device", idle with { Device = Known.OtherDevice }),
            ("another vendor", idle with { Vendor = Known.OtherVendor }),
            ("another class", idle with { Class = Known.OtherClass }),
            ("runs the next", idle with { Confirmed = next, Running = next }),
            ("runs the next, not confirmed", idle with { Running = next }),
            ("confirmed the next, runs another", idle with { Confirmed = next }),
            ("runs nothing", idle with { Phase = DevicePhase.Unbootable, Running = null }),
            ("never provisioned", idle with { Phase = DevicePhase.Unbootable, Running = null, Confirmed = null }),
        };
        foreach (var code in new[] { ResultCode.None, ResultCode.Success, ResultCode.StorageFailed, ResultCode.PayloadDigestMismatch, ResultCode.ImageTooLarge, ResultCode.SelfTestFailed, ResultCode.Cancelled, ResultCode.Superseded })
        {
            reports.Add(($"ended {code}", idle with { LastOutcome = new(next, code, serial) }));
            reports.Add(($"known to have ended {code}", idle with { LastOutcome = new(next, code, serial - 1) }));
        }

        foreach (var code in new[] { ResultCode.ImageTooLarge, ResultCode.SelfTestFailed })
            reports.Add(($"the newer ended {code}", idle with { LastOutcome = new(newer, code, serial) }));
        foreach (var phase in Enum.GetValues<DevicePhase>())
        {
            reports.Add(($"{phase} with nothing received", idle with { Phase = phase, Candidate = new(next, 0, 150) }));
            reports.Add(($"{phase} with something received", idle with { Phase = phase, Candidate = new(next, 100, 150) }));
        }

        foreach (var (name, report) in reports)
        {
            foreach (var newest in new[] { null, Releases.Next, Releases.Newer })
                yield return ($"{name}, newest {newest?.Label ?? "none"}", CheckedIn(report, newest));
            yield return ($"{name}, held", CheckedIn(report, Releases.Next) with { Held = new(next.Manifest) });
        }

        yield return ("idle, the update withdrawn and refused", CheckedIn(idle, null, new CheckIn(default, next.Manifest, ResultCode.WrongClass)));
        yield return ("idle, refused", CheckedIn(idle, Releases.Next, new CheckIn(default, next.Manifest, ResultCode.WrongClass)));
        yield return ("idle, refused for the moment", CheckedIn(idle, Releases.Next, new CheckIn(default, next.Manifest, ResultCode.Busy)));
        yield return ("idle, another refused", CheckedIn(idle, Releases.Next, new CheckIn(default, newer.Manifest, ResultCode.WrongClass)));
        yield return ("idle, signed by a stranger", CheckedIn(idle, Releases.Next, key: Known.Stranger));
        yield return ("signed, not a report", new Input.CheckedIn(
            new CheckIn(SignedStatement.Sign(Known.DeviceKey, DeviceReport.Domain, DeviceReport.ContentType, [1]), null, ResultCode.None), null, Sequence<Digest>.Empty, Known.Start));
    }

    private static Input.CheckedIn CheckedIn(DeviceReport report, TestPackage? newest, CheckIn? about = null, FakeKey? key = null) => new(
        (about ?? new CheckIn(default, null, ResultCode.None)) with { SignedReport = SignedStatement.Sign(key ?? Known.DeviceKey, DeviceReport.Domain, DeviceReport.ContentType, report.Encode()) },
        newest?.Offer,
        newest is null ? Sequence<Digest>.Empty : newest == Releases.Newer ? new(Releases.Next.Name.Manifest, newest.Name.Manifest) : new(newest.Name.Manifest),
        Known.Start);

    private static Input.Received From(Message message) => new(Link.Operator, message, Known.Start, Known.Nonce(1));

    /// <summary>The flagship: completed only from a report of an idle device that runs the target and has confirmed it (R-ST-06).</summary>
    private static string? Law(TrackState state, Input input, Reaction<TrackState> reaction)
    {
        var (before, after) = (state.Record, reaction.State.Record);
        if (after is { Result: ResultCode.Success } && after.CompletedAt == default) return "success without a time of completion";
        if (after is { Phase: TrackPhase.Confirmed } && (after.Target is null || after.Target != after.Confirmed)) return "completed, and the device confirmed something else";
        if (after is { Phase: TrackPhase.Confirmed } && input is Input.CheckedIn checkedIn && reaction.Outputs.OfType<Output.Persist>().Any())
        {
            var report = DeviceReport.Decode(SignedStatement.Verify(checkedIn.CheckIn.SignedReport.Memory, [Known.DeviceKey], DeviceReport.Domain, DeviceReport.ContentType).Value.Payload.Memory).Value!;
            if (report.Phase != DevicePhase.Idle || report.Running != after.Target || report.Confirmed != after.Target) return $"completed on the word of {report}";
        }

        if (before is not null && after!.LastCounter < before.LastCounter && after.PublicKey == before.PublicKey) return "the last counter falls";
        return reaction.Outputs.OfType<Output.SendDirective>().Count() > 1 ? "two answers" : null;
    }
}
