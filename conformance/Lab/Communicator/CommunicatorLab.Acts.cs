using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <content>What is done: updates that are offered, time that passes, requests that are disturbed.</content>
public sealed partial class CommunicatorLab
{
    private Bytes? _strange;

    /// <summary>Every code that says why something was refused.</summary>
    public static IReadOnlyList<ResultCode> Codes { get; } = [.. Enum.GetValues<ResultCode>().Where(static code => code is not (ResultCode.None or ResultCode.Success))];

    private Faults Faults => new(Stage, _durations.ReplyTimeout, Crash);

    /// <summary>A whole update with everything as it should be: the positive control of the attacks.</summary>
    public void Update(ulong number)
    {
        if (!_started) Start();
        var package = Stage.Publish(number);
        var complete = Go(() => IsComplete(package), Enough);
        Demand(complete, EvidenceClass.Effect, $"that the Device core runs sequence number {number}, confirmed, within {Enough}", _told);
    }

    /// <summary>Two status checks come to the Status tracker: the positive control where nothing is updated.</summary>
    public void Settle()
    {
        if (!_started) Start();
        var settled = Go(() => _talks.Count(static talk => talk is { Request: CheckIn, Answer: CheckInAnswer }) >= 2, Enough);
        Demand(settled, EvidenceClass.Wire, $"two status checks within {Enough}", _talks.Count);
    }

    /// <summary>The Communicator is started, and for so long nothing else happens.</summary>
    public void StartAndWait(TimeSpan span)
    {
        var begun = Implementation.Now;
        Start();
        Go(static () => false, span);
        Conclude("", 0, begun, null);
    }

    /// <summary>So many of the longest poll intervals pass.</summary>
    public void Wait(int intervals) => Try("", null, null, static () => false, intervals * _durations.MostPoll);

    /// <summary>A package is published, and the Communicator has time to bring it to its device.</summary>
    public void Offer(ulong number) => Try("", number, null);

    /// <summary>As before, and one request is disturbed.</summary>
    public void Offer(ulong number, string request, string fault) => Try("", number, Requests.Disturb(request, Faults.Find(fault)));

    /// <summary>As before, once for each request of an update, each time with everything new.</summary>
    public void OfferForEachRequest(ulong number, string fault)
    {
        foreach (var request in Requests.All)
        {
            Renew();
            Try(request, number, Requests.Disturb(request, Faults.Find(fault)));
        }
    }

    /// <summary>As before, and every request of all kinds is disturbed alike.</summary>
    public void OfferThroughout(ulong number, string fault) =>
        Try("", number, new Disturbance(static _ => true, Faults.Find(fault)) { Times = int.MaxValue });

    /// <summary>The Communicator crashes at each request of an update in turn, each time with everything new.</summary>
    public void OfferWithEachCrash(ulong number, string fault)
    {
        Renew();
        Try("no crash", number, null);
        for (var count = _runs[^1].Own.Count(); count > 0; count--)
        {
            Renew();
            Try($"request {count}", number, new Disturbance(static _ => true, Faults.Find(fault)) { Skip = count - 1 });
        }
    }

    /// <summary>Blocks come so slowly that the transfer takes several progress intervals.</summary>
    public void OfferSlowly(ulong number)
    {
        var pace = Shorter(_durations.ProgressInterval * 0.45, _durations.ReplyTimeout * 0.8);
        Try("", number, Requests.DisturbAll("block request", int.MaxValue, asked => Faults.Late(asked, pace)));
    }

    /// <summary>As before, and the request for the progress is disturbed.</summary>
    public void OfferSlowly(ulong number, string fault)
    {
        var pace = Shorter(_durations.ProgressInterval * 0.45, _durations.ReplyTimeout * 0.8);
        var transferring = false;
        _disturbances.Add(Requests.DisturbAll("block request", int.MaxValue, asked =>
        {
            transferring = true;
            return Faults.Late(asked, pace);
        }));
        Try("", number, new Disturbance(asked => transferring && asked.Message is StatusRequest, Faults.Find(fault)));
    }

    /// <summary>The Status tracker answers one check-in with something else than what it has to say.</summary>
    public void OfferWithAnswer(ulong number, string answer) => Try("", number, Requests.Disturb("check-in", answer switch
    {
        "nothing at all" => Faults.Find("is seen and not answered"),
        "a refusal" => Faults.Find("is refused"),
        "bytes that are no message" => Faults.Find("is answered with garbage"),
        "another message" => Faults.Find("is answered with another message"),
        _ => throw new SuiteErrorException($"no answer '{answer}'"),
    }));

    /// <summary>The envelope in the Status tracker's first offer has a flaw.</summary>
    public void OfferEnvelope(ulong number, string flaw)
    {
        _strange = Flaws.Envelope(Stage, number, flaw);
        var envelope = _strange.Value;
        Try("", number, new Disturbance(static asked => asked.Message is CheckIn, Faults.Instead<CheckInAnswer>(right => right.Envelope.IsEmpty ? right : right with { Envelope = envelope })) { Times = 3 });
    }

    /// <summary>The package that is offered carries its image in the envelope.</summary>
    public void OfferBundle(ulong number)
    {
        _strange = Stage.Make(number, static usual => usual with { Integrated = true }).Envelope;
        var envelope = _strange.Value;
        Try("", number, new Disturbance(static asked => asked.Message is CheckIn, Faults.Instead<CheckInAnswer>(right => right.Envelope.IsEmpty ? right : right with { Envelope = envelope })) { Times = 3 });
    }

    /// <summary>The Status tracker answers a block request in the middle of the transfer with a block that has a flaw.</summary>
    public void OfferWithBlock(ulong number, string flaw) => Try("", number, Requests.Disturb("block request", Faults.Instead<Block>(right => Flaws.Of(right, flaw))));

    /// <summary>The Device core refuses the package, with each code in turn or with one.</summary>
    public void Refuse(ulong number, IReadOnlyList<ResultCode> codes, string? relay = null)
    {
        var package = Stage.Publish(number);
        CheckInAnswer? offer = null;
        // The offer is made again whatever the device said: the Status tracker of the suite would not.
        _disturbances.Add(new Disturbance(static asked => asked.Message is CheckIn, asked =>
        {
            var made = Stage.Answer(asked);
            if (Faults.Read(made) is CheckInAnswer { Envelope.IsEmpty: false } offered) offer ??= offered;
            return new Struck(made, offer is null ? made : Faults.Answered(offer));
        }) { Times = int.MaxValue });
        var refused = 0;
        _disturbances.Insert(0, Requests.DisturbAll("delivery", int.MaxValue, _ => new Struck(Reply.None, Faults.Answered(new Refusal(codes[refused++ % codes.Count], "refused by the Device core of the suite")))));
        if (relay is not null)
        {
            // The check-in that tells of the refusal.
            var strike = Faults.Find(relay);
            _disturbances.Insert(0, new Disturbance(asked => refused > 0 && asked.Message is CheckIn, strike));
        }

        var (from, begun) = (_talks.Count, Implementation.Now);
        Go(() => refused > codes.Count, Enough + codes.Count * (_durations.MostBackOff + _durations.ActivePoll));
        Conclude("", from, begun, package);
        _disturbances.Clear();
    }

    /// <summary>A peer fails so many times in a row in answering one kind of request.</summary>
    public void Fail(ulong number, string request, string fault, int times)
    {
        var struck = Requests.DisturbAll(request, times, Faults.Find(fault));
        Try("", number, struck, () => struck.Count == times && _talks[^1] is { Request: StatusRequest, IsDisturbed: false }, times * (_durations.ReplyTimeout + _durations.MostBackOff + _durations.MostPoll));
    }

    /// <summary>After failures the update succeeds, and then there is one more failure.</summary>
    public void FailAgain(ulong number, string request, int times)
    {
        Fail(number, request, "cannot be delivered", times);
        Update(number + 1);
        Try("again", null, Requests.Disturb(request, Faults.Find("cannot be delivered")));
    }

    /// <summary>For so long a request goes unanswered each time.</summary>
    public void Silence(string request, int intervals)
    {
        var silence = Requests.DisturbAll(request, int.MaxValue, Faults.Find("is lost"));
        Try("", null, silence, static () => false, intervals * (_durations.MostBackOff + _durations.ReplyTimeout));
    }

    /// <summary>In each answer the Status tracker names this interval.</summary>
    public void NamePoll(uint seconds) =>
        Try("", null, new Disturbance(static asked => asked.Message is CheckIn, Faults.Instead<CheckInAnswer>(right => right with { PollAfter = seconds })) { Times = int.MaxValue }, static () => false, 4 * _durations.MostPoll);

    /// <summary>Somebody asks the Communicator for a status check.</summary>
    public void Check()
    {
        var (from, begun) = (_talks.Count, Implementation.Now);
        AskForCheck();
        Go(() => _talks.Count > from, _durations.ActivePoll);
        Conclude("", from, begun, null);
    }

    /// <summary>A package is published and somebody asks for a status check.</summary>
    public void OfferAndCheck(ulong number)
    {
        var package = Stage.Publish(number);
        var (from, begun) = (_talks.Count, Implementation.Now);
        AskForCheck();
        Go(() => IsComplete(package), Enough);
        Conclude("", from, begun, package);
    }

    /// <summary>Somebody asks for a status check whenever a request waits for its answer.</summary>
    public void OfferAndCheckThroughout(ulong number) =>
        Try("", number, new Disturbance(static _ => true, asked => Faults.Late(asked, _durations.ReplyTimeout / 4) with { Interrupt = AskForCheck }) { Times = int.MaxValue });

    /// <summary>While the Communicator waits for the Status tracker, the Device core says something that nobody asked for.</summary>
    public void OfferWhileDeviceSays(ulong number, string request, string what)
    {
        var said = MessageCodec.Encode(what switch
        {
            "a refusal" => new Refusal(ResultCode.NotAuthentic, "unasked"),
            "that it wants another block" => new BlockAnswer(DevicePhase.Receiving, new BlockWant(Digest.Of([9]), 4096, 17)),
            "that the candidate is verified" => new DirectiveAnswer(DevicePhase.Verified, null),
            "a check-in" => new CheckIn(new byte[] { 1, 2, 3 }, null, ResultCode.None),
            "a block request" => new BlockRequest(Digest.Of([9]), 0, 64),
            _ => throw new SuiteErrorException($"no message '{what}'"),
        });
        Try("", number, Requests.Disturb(request, asked => Faults.Late(asked, _durations.ReplyTimeout * 0.3) with { Meanwhile = said }));
    }

    /// <summary>The Device core answers the delivery of its verified candidate as if it stood elsewhere.</summary>
    public void OfferWhileDeviceStands(ulong number, DevicePhase phase) => Try("", number, new Disturbance(static asked => asked.Message is DirectiveDelivery, asked =>
    {
        var made = Stage.Answer(asked);
        return new Struck(made, Faults.Read(made) is DirectiveAnswer { Phase: DevicePhase.Verified } ? Faults.Answered(new DirectiveAnswer(phase, null)) : made);
    }) { Times = 4 });

    /// <summary>The operator cancels the update in the middle of the transfer.</summary>
    public void CancelDuring(ulong number)
    {
        var package = Stage.Publish(number);
        var (from, begun) = (_talks.Count, Implementation.Now);
        var cancelled = false;
        _disturbances.Add(Requests.Disturb("block", asked =>
        {
            Stage.Cancel();
            cancelled = true;
            return new Struck(Reply.None, Reply.BrokenOff);
        }));
        Go(() => cancelled && _told?.LastOutcome?.Result == ResultCode.Cancelled, Enough);
        Conclude("", from, begun, package);
    }

    /// <summary>The Communicator is stopped in order while a request waits, and started again.</summary>
    public void OfferWithStop(ulong number, string request) => Try("", number, Requests.Disturb(request, _ => new Struck(Reply.None, Reply.None)
    {
        Interrupt = () => Again(Implementation.Stop),
    }));

    /// <summary>The Communicator crashes several times in one update.</summary>
    public void OfferWithCrashes(ulong number, IReadOnlyList<string> requests)
    {
        foreach (var request in requests) _disturbances.Add(Requests.Disturb(request, Faults.Find("is seen before a crash of the Communicator")));
        Try("", number, null);
    }

    /// <summary>Another Communicator of the Status tracker, whose own updates fail.</summary>
    public void AddNeighbour() => Stage.AddNeighbour(_factory, _seed);

    private void Crash() => Again(Implementation.Crash);

    private void Again(Action stop)
    {
        stop();
        _pending.Clear();
        Start();
    }

    private bool IsComplete(SimulatedPackage package) => _told is { Phase: DevicePhase.Idle } && _told.Confirmed?.Manifest == package.Name.Manifest;

    // Who is busy may say so: the check that is under way is the one that was asked for.
    private void AskForCheck()
    {
        try
        {
            Implementation.Do("check");
        }
        catch (UpperTesterException exception) when (exception.Error == UpperTesterError.Busy)
        {
            // Nothing was disturbed.
        }
    }

    private void Try(string id, ulong? number, Disturbance? disturbance)
    {
        SimulatedPackage? package = null;
        Try(id, number, disturbance, () => package is not null && IsComplete(package), Enough, made => package = made);
    }

    private void Try(string id, ulong? number, Disturbance? disturbance, Func<bool> until, TimeSpan most, Action<SimulatedPackage?>? published = null)
    {
        var package = number is { } offered ? Stage.Publish(offered) : null;
        published?.Invoke(package);
        if (disturbance is not null) _disturbances.Insert(0, disturbance);
        var (from, begun) = (_talks.Count, Implementation.Now);
        if (!_started) Start();
        Go(until, most);
        Conclude(id, from, begun, package);
        _disturbances.Clear();
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
