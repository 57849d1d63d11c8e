using System.Collections.Immutable;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.Tests;

/// <summary>A Status tracker machine with one device's record and a hand that signs that device's reports.</summary>
internal sealed class TrackBench
{
    private ulong _counter;

    public TrackBench(StatusTrackerConfiguration? configuration = null) => Machine = new StatusTrackerMachine(configuration ?? new(), Known.ReadKey);

    public StatusTrackerMachine Machine { get; }

    public TrackState State { get; set; } = TrackState.Initial;

    public ImmutableArray<Output> Outputs { get; private set; } = [];

    public TrackRecord Record => State.Record!;

    public TrackPhase Phase => State.Phase;

    /// <summary>The package that the hosts' catalogue names as the newest; it is published.</summary>
    public TestPackage? Newest { get; set; } = Releases.Next;

    public Moment Now { get; set; } = Known.Start;

    public static EnrolRequest Enrolment { get; } = new(Known.Device, Known.Vendor, Known.Class, Profile.Secure, Known.DeviceKey.Public);

    public Directive Directive => Outputs.OfType<Output.SendDirective>().Single().Directive;

    public ImmutableArray<Output> Feed(Input input)
    {
        var reaction = Machine.Handle(State, input);
        (State, Outputs) = (reaction.State, reaction.Outputs);
        return Outputs;
    }

    public TrackBench Enrolled(Profile profile = Profile.Secure)
    {
        Feed(FromOperator(Enrolment with { Profile = profile }));
        return this;
    }

    public Input.Received FromOperator(Message message) => new(Link.Operator, message, Now, Known.Nonce(1));

    /// <summary>The report of an idle device that runs and has confirmed the base image, with the next counter.</summary>
    public DeviceReport Report(DevicePhase phase = DevicePhase.Idle, TestPackage? runs = null, CandidateStatus? candidate = null, Outcome? outcome = null) => new(
        Known.Device, Known.Vendor, Known.Class, phase, (runs ?? Releases.Base).Name, (runs ?? Releases.Base).Name, candidate, outcome, ++_counter,
        Known.Nonce((int)_counter), false, DeviceBench.Capacity, 100);

    public static CandidateStatus Half(TestPackage package) => new(package.Name, 100, 150);

    public Input.CheckedIn CheckIn(DeviceReport report, FakeKey? key = null, Digest? refused = null, ResultCode why = ResultCode.None) => new(
        new CheckIn(SignedStatement.Sign(key ?? Known.DeviceKey, DeviceReport.Domain, DeviceReport.ContentType, report.Encode()), refused, why),
        Newest?.Offer, Published(), Now);

    public ImmutableArray<Output> Reported(DeviceReport report) => Feed(CheckIn(report));

    /// <summary>Enrolled, offered, accepted, and confirmed on the device.</summary>
    public TrackBench Completed()
    {
        Enrolled();
        Reported(Report());
        Reported(Report(DevicePhase.Receiving, candidate: Half(Releases.Next)));
        Reported(Report(runs: Releases.Next));
        return this;
    }

    private Sequence<Digest> Published() => Newest is null ? Sequence<Digest>.Empty
        : Newest == Releases.Newer ? new(Releases.Next.Name.Manifest, Newest.Name.Manifest) : new(Newest.Name.Manifest);
}
