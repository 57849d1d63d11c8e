using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <content>
/// Updates that are disturbed at every place. A new device is disturbed at its first operation on the storage, the next one at its second, and so on,
/// until nothing is disturbed any more because the update is over before.
/// </content>
public sealed partial class DeviceCoreLab
{
    private const int MostOperations = 200;

    // A disturbance during a restart cannot be seen from outside; so many undisturbed updates in a row mean that there is nothing left to disturb.
    private const int Undisturbed = 3;

    // After so many updates that came to no end it is clear that something is wrong, and each of them takes long.
    private const int Endless = 3;

    // What a start reads and stores before it answers. Further operations belong to the update that goes on, whose cuts have a set of their own.
    private const int OperationsOfStart = 4;

    private static readonly string[] Tears = ["before", "halfway", "after"];

    // The end of one operation and the beginning of the next one are the same to whoever looks at what is acknowledged.
    private static readonly string[] InnerTears = ["before", "halfway"];

    private readonly List<Course> _courses = [];

    /// <summary>The power fails in each operation on the storage from the offer of this number to the end.</summary>
    public void CutUpdate(ulong number) => DisturbAll(number, static _ => { }, Tears, "power-cut");

    /// <summary>The power fails before each operation on the storage from the offer of this number to the end: what is said too early is untrue then.</summary>
    public void CutBeforeWrites(ulong number) => DisturbAll(number, static _ => { }, ["before"], "power-cut");

    /// <summary>The power fails in each operation on the storage while blocks are stored.</summary>
    public void CutTransfer(ulong number) => DisturbAll(number, lab => lab.Deliver(number), InnerTears, "power-cut", toVerified: true);

    /// <summary>The power fails in each operation on the storage from the request to install to the end.</summary>
    public void CutInstallation(ulong number) => DisturbAll(number, lab => lab.BringToVerified(number), InnerTears, "power-cut");

    /// <summary>
    /// The power fails in each operation on the storage from the offer of this number to the end, and once more in each of the operations of the start after it.
    /// </summary>
    public void CutUpdateAndRecovery(ulong number)
    {
        _courses.Clear();
        CutTwice(number, static _ => { }, installed: false);
        CutTwice(number, lab =>
        {
            lab.BringToVerified(number);
            lab.Install();
            lab.Implementation.Crash();
        }, installed: true);
    }

    /// <summary>Each operation on the storage fails once, from the offer of this number to the end.</summary>
    public void FailStorage(ulong number) => DisturbAll(number, static _ => { }, ["once"], "storage-failure");

    /// <summary>The power fails after each answer of an update.</summary>
    public void CutAfterAnswers(ulong number)
    {
        var package = Make(number);
        _courses.Clear();
        _courses.Add(Pursue(new Course("each answer", package.Name), package, cutAfterAnswers: true));
    }

    /// <summary>The power fails in each of the first writes that status checks cause.</summary>
    public void CutStatusChecks()
    {
        foreach (var tear in Tears)
        {
            Implementation.Fault("power-cut", new JsonObject { ["after"] = 0, ["tear"] = tear });
            // Counters may be stored far ahead: not every report writes.
            for (var asked = 0; asked < MostOperations && TryReport() is not null; asked++)
            {
            }

            AwaitAnswer();
            Report();
        }
    }

    /// <summary>The power fails so many times, and comes back; the status is asked for each time.</summary>
    public void LosePowerOften(int times)
    {
        for (var lost = 0; lost < times; lost++)
        {
            LosePower();
            Report();
        }
    }

    /// <summary>Whatever was disturbed: an image ran afterwards, and the update came to an end.</summary>
    public void SeesAnImageEachTime() => Each(_courses, static course => course.Id, course =>
    {
        Demand(course.End is not null, EvidenceClass.Effect, $"the update to {course.Image} comes to an end", course.Latest);
        Demand(course.Reports.All(static report => report.Running is not null), EvidenceClass.Effect, "an image that runs, whenever the device reports", course.Reports.FirstOrDefault(static report => report.Running is null));
    });

    /// <summary>Whatever was disturbed: what the device had acknowledged was still there.</summary>
    public void SeesNothingLost() => Each(_courses, static course => course.Id, course =>
    {
        Demand(course.End is not null, EvidenceClass.Effect, $"the update to {course.Image} comes to an end", course.Latest);
        Demand(course.Lost.Count == 0, EvidenceClass.Effect, "all that was acknowledged", string.Join("; ", course.Lost));
    });

    /// <summary>Whatever was disturbed: the update succeeded, or, when its trial was cut, the former image runs and says why.</summary>
    public void SeesTheSameResult(ulong number, ulong former) => Each(_courses, static course => course.Id, course =>
    {
        var end = course.End;
        var succeeded = end?.LastOutcome?.Result == ResultCode.Success && end.Running?.Number.Value == number && end.Confirmed?.Number.Value == number;
        var reverted = end?.LastOutcome?.Result == ResultCode.RestartedDuringTrial && end.Running?.Number.Value == former && end.Confirmed?.Number.Value == former;
        Demand(succeeded || reverted, EvidenceClass.Effect, $"sequence number {number} confirmed, or {former} after a restart during the trial", end);
    });

    /// <summary>Whatever failed: the update succeeded all the same, or it was abandoned with a code for failing storage and the former image runs.</summary>
    public void SeesAbandonedOrDone(ulong number, ulong former)
    {
        ResultCode[] codes = [ResultCode.StorageFailed, ResultCode.StorageCorrupted, ResultCode.InstallFailed, ResultCode.BootVerificationFailed, ResultCode.RestartedDuringTrial];
        Each(_courses, static course => course.Id, course =>
        {
            var end = course.End;
            var runs = end?.LastOutcome?.Result == ResultCode.Success ? number : former;
            Demand(end?.LastOutcome is { } outcome && (outcome.Result == ResultCode.Success || codes.Contains(outcome.Result)), EvidenceClass.Effect, "Success, or a code for failing storage", end);
            Demand(end!.Running?.Number.Value == runs && end.Confirmed?.Number.Value == runs && end.Candidate is null, EvidenceClass.Effect, $"sequence number {runs} runs and is confirmed, and nothing is under way", end);
        });
        if (_courses.All(static course => course.End!.LastOutcome!.Result == ResultCode.Success)) throw new ObservationException("expected: an update that is abandoned because its storage failed; observed: none, so no failure came to pass");
    }

    private void DisturbAll(ulong number, Action<DeviceCoreLab> prepare, IReadOnlyList<string> tears, string fault, bool toVerified = false)
    {
        var provisioning = Required(_provisioning);
        _courses.Clear();
        foreach (var tear in tears)
        {
            var quiet = 0;
            for (var after = 0; after < MostOperations && quiet < Undisturbed; after++)
            {
                Replace(provisioning);
                prepare(this);
                var order = new JsonObject { ["after"] = after };
                if (fault == "power-cut") order["tear"] = tear;
                Implementation.Fault(fault, order);
                var package = Make(number);
                var course = Pursue(new Course($"{tear}-{after}", package.Name) { EndsVerified = toVerified, IsAccepted = _want is not null || _acknowledged > 0 }, package, cutAfterAnswers: false);
                _courses.Add(course);
                if (_courses.Count(static ended => ended.End is null) == Endless) return;
                quiet = course.IsDisturbed ? 0 : quiet + 1;
            }
        }
    }

    private void CutTwice(ulong number, Action<DeviceCoreLab> prepare, bool installed)
    {
        var provisioning = Required(_provisioning);
        var quiet = 0;
        for (var after = 0; after < MostOperations && quiet < Undisturbed; after++)
        {
            var disturbed = false;
            for (var again = 0; again < OperationsOfStart; again++)
            {
                Replace(provisioning);
                prepare(this);
                OrderCut(after);
                if (installed) Implementation.Start();
                var package = Make(number);
                var course = Pursue(new Course($"{(installed ? "trial" : "update")}-{after}-{again}", package.Name) { IsAccepted = installed, CutAgain = again }, package, cutAfterAnswers: false);
                _courses.Add(course);
                if (_courses.Count(static ended => ended.End is null) == Endless) return;
                disturbed |= course.CutAgain is null || course.End?.LastOutcome?.Result != ResultCode.Success;
            }

            quiet = disturbed ? 0 : quiet + 1;
        }
    }

    private void OrderCut(int after) => Implementation.Fault("power-cut", new JsonObject { ["after"] = after, ["tear"] = "halfway" });

    // A device that says nothing at all has lost its power. It is stopped before it comes up by itself, so that the second cut counts from its next start on. The restart that an
    // installation announces is no loss of power.
    private void CutAgain(Course course, Reply reply)
    {
        if (course.CutAgain is not { } after || course.IsInstalled || Read(reply) is not null) return;
        course.CutAgain = null;
        Implementation.Crash();
        OrderCut(after);
        Implementation.Start();
    }

    private static TimeSpan PatienceFor(Course course) => course.CutAgain is null ? Moments : Tick;

    private void BringToVerified(ulong number)
    {
        Deliver(number);
        Complete();
    }

    // As a Communicator does: what the device reports decides what comes next.
    private Course Pursue(Course course, SimulatedPackage package, bool cutAfterAnswers)
    {
        for (var checks = 0; checks < 100 && course.End is null; checks++)
        {
            var asked = Ask(new StatusRequest(), PatienceFor(course));
            if (TakeReport(asked) is not { } report)
            {
                if (!course.IsInstalled) course.Silences++;
                CutAgain(course, asked);
                Implementation.Pass(Tick);
                continue;
            }

            course.Take(report);
            if (course.End is not null) break;
            if (report.Phase is DevicePhase.Idle or DevicePhase.Receiving or DevicePhase.Verified) Pursue(course, package, report.Nonce, cutAfterAnswers);
            else Implementation.Pass(Tick);
        }

        return course;
    }

    private void Pursue(Course course, SimulatedPackage package, Nonce nonce, bool cutAfterAnswers)
    {
        _package = package;
        var directive = Profile == Profile.Core ? Bytes.Empty : Sign(Direct(DirectiveKind.Install, package.Name, nonce));
        if (Get<DirectiveAnswer>(course, new DirectiveDelivery(directive, package.Envelope), cutAfterAnswers) is not { } accepted) return;
        (course.IsAccepted, course.Acknowledged) = (true, accepted.Want?.Offset ?? (ulong)package.Payload.Length);
        for (var sent = 0; !cutAfterAnswers && _want is not null; sent++)
        {
            if (!Acknowledged(course, package, cutAfterAnswers)) return;
        }

        if (cutAfterAnswers && _want is not null && !Acknowledged(course, package, cutAfterAnswers)) return;
        if (accepted.Phase == DevicePhase.Verified && Get<InstallAnswer>(course, new InstallRequest(package.Name.Manifest), cutAfterAnswers) is not null) course.IsInstalled = true;
    }

    private bool Acknowledged(Course course, SimulatedPackage package, bool cutAfterAnswers)
    {
        if (Get<BlockAnswer>(course, Wanted(), cutAfterAnswers) is not { } stored) return false;
        course.Acknowledged = stored.Want?.Offset ?? (ulong)package.Payload.Length;
        return true;
    }

    private T? Get<T>(Course course, Message request, bool cut)
        where T : Message
    {
        var reply = Ask(request, PatienceFor(course));
        Listen(reply);
        if (Read(reply) is not T answer)
        {
            course.Silences++;
            CutAgain(course, reply);
            _want = null;
            return null;
        }

        // What the answer wants is asked of the device that has its power back.
        var want = _want;
        if (cut) LosePower();
        _want = want;
        return answer;
    }
}
