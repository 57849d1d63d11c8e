using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>
/// Plays Device core and Status tracker towards one Communicator under test, with the reference in those roles, and disturbs what passes. This file holds
/// the stage and the flow of time; others what is disturbed, what is done and what is observed.
/// </summary>
public sealed partial class CommunicatorLab : Laboratory
{
    private readonly ulong _seed;
    private readonly List<Disturbance> _disturbances = [];
    private readonly List<(Talk Talk, Struck Struck, Moment Due)> _pending = [];
    private readonly List<Run> _runs = [];
    private List<Talk> _talks = [];
    private Cast? _cast;
    private Durations _durations = Durations.Asked;
    private Profile _profile;
    private ulong _factory;
    private Shape _shape = Shape.Usual;
    private bool _started;
    private DeviceReport? _told;

    /// <summary>A laboratory with this Communicator in it.</summary>
    public CommunicatorLab(Implementation implementation, ulong seed)
        : base(implementation, seed) => _seed = Random.Next() >> 12;

    private Cast Stage => _cast ?? throw new SuiteErrorException("there is no Communicator in this scenario yet");

    // Long enough for an update of few blocks with a failure in it, whatever the durations are that the implementation uses.
    private TimeSpan Enough => 4 * (_durations.MostPoll + _durations.MostBackOff + _durations.ReplyTimeout) + TimeSpan.FromSeconds(10);

    /// <summary>A Communicator, provisioned and not started, between a Device core with this image and its Status tracker.</summary>
    public void Set(Profile profile, ulong number)
    {
        (_profile, _factory) = (profile, number);
        Prepare();
    }

    /// <summary>As before, with images and blocks of another size.</summary>
    public void Set(int imageSize, int blockSize, int components)
    {
        _shape = new Shape(imageSize, blockSize, [.. Enumerable.Range(0, components).Select(static index => $"part-{index}")]);
        Set(Profile.Secure, 7);
    }

    /// <summary>The Communicator is started.</summary>
    public void Start()
    {
        Implementation.Start();
        _started = true;
        // What it asked at once, it asked now.
        Stage.Keep(Implementation.Now);
    }

    /// <inheritdoc/>
    public override void Probe()
    {
        _disturbances.Clear();
        if (_cast is null) Set(Profile.Secure, 7);
        if (!_started) Start();
        var before = _talks.Count;
        if (!Go(() => _talks.Skip(before).Any(static talk => talk is { Request: CheckIn, Answer: CheckInAnswer }), Enough))
            throw new ObservationException($"expected: a status check that comes to the Status tracker within {Enough}; observed: {_talks.Count - before} requests and none that does");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _cast?.Dispose();
    }

    // A fresh Communicator and a fresh cast; nothing is left of what was before but the runs.
    private void Renew()
    {
        Implementation.Reset(_seed);
        _disturbances.Clear();
        Prepare();
    }

    private void Prepare()
    {
        _cast?.Dispose();
        _cast = new Cast(_profile, _factory, _seed, _shape);
        (_talks, _told, _started) = ([], null, false);
        _pending.Clear();
        Implementation.Peers = Hear;
        _durations = Durations.Read(Implementation.Provision(Durations.Asked.Write()));
    }

    private Reply Hear(Asked asked)
    {
        var talk = new Talk(asked);
        _talks.Add(talk);
        var struck = _disturbances.FirstOrDefault(disturbance => disturbance.Applies(asked))?.Strike(asked);
        talk.IsDisturbed = struck is not null;
        if (struck is null)
        {
            var answer = Stage.Answer(asked);
            struck = new Struck(answer, answer);
        }

        (talk.Made, talk.Told) = (struck.Made, struck.Told);
        if (struck.Later is not null || struck.Meanwhile is not null || struck.Interrupt is not null) _pending.Add((talk, struck, asked.At.Plus(struck.After)));
        Note(talk);
        return talk.Told;
    }

    // What the Status tracker heard last from the device and answered.
    private void Note(Talk talk)
    {
        if (talk is { Request: CheckIn checkIn, Answer: CheckInAnswer }) _told = Forgery.Peek(checkIn.SignedReport);
    }

    /// <summary>Lets time pass, with what is to happen in it, until something holds.</summary>
    private bool Go(Func<bool> until, TimeSpan most)
    {
        var end = Implementation.Now.Plus(most);
        while (true)
        {
            var left = Span(Implementation.Now, end);
            if (left == TimeSpan.Zero) return until();
            if (!Implementation.Await(() => until() || _pending.Count > 0, left)) return false;
            if (_pending.Count == 0) return true;
            Happen();
            if (until()) return true;
        }
    }

    private void Happen()
    {
        var (talk, struck, due) = _pending[0];
        _pending.RemoveAt(0);
        if (struck.Meanwhile is { } said) Implementation.Say(said);
        struck.Interrupt?.Invoke();
        if (struck.Later is not { } answer) return;
        if (Implementation.Now < due) Implementation.Pass(Span(Implementation.Now, due));
        talk.Told = new Reply.Answered(answer);
        Implementation.AnswerLate(talk.Asked, answer);
        Note(talk);
    }

    // Enters what was tried and seen, with what Device core and Status tracker say afterwards.
    private void Conclude(string id, int from, Moment begun, SimulatedPackage? target)
    {
        var now = Implementation.Now;
        var talks = _talks.ToList();
        _runs.Add(new Run(
            id, talks, from, begun, now, target, Stage.Status(now) is { } status ? Forgery.Peek(status.SignedReport) : null, Stage.Track(now)));
    }

    private static TimeSpan Span(Moment from, Moment to) => TimeSpan.FromMilliseconds(Math.Max(0, to.UnixMilliseconds - from.UnixMilliseconds));
}
