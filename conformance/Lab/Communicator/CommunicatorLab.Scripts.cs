using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <content>Answers that the reference would not give: unusual wants, bytes that are no message, reports that nobody believes, and conversations that are repeated.</content>
public sealed partial class CommunicatorLab
{
    private IReadOnlyList<BlockWant> _wants = [];
    private string? _deviation;

    // Within the limits of spec/messages.md, and nothing like what a Device core with a small image wants.
    private static IReadOnlyList<BlockWant> UnusualWants { get; } =
    [
        new(Digest.Of([1]), 0, 1),
        new(Digest.Of([1]), 1, 17),
        new(Digest.Of([1]), 0, 1),
        new(Digest.Of([2]), 4095, 4097),
        new(Digest.Of([1]), Limits.Payload - 1, 1),
        new(Digest.Of([2]), 0, Limits.Block),
        new(Digest.Of([2]), 0, Limits.Block),
        new(Digest.Of([3]), Limits.Payload - Limits.Block, Limits.Block - 1),
    ];

    /// <summary>The Device core wants blocks that no small image has, one after the other.</summary>
    public void OfferWithUnusualWants(ulong number) => OfferWithWants(number, UnusualWants);

    /// <summary>The Device core wants a block of the largest size.</summary>
    public void OfferWithLargestBlock(ulong number) => OfferWithWants(number, [new(Digest.Of([4]), 0, Limits.Block), new(Digest.Of([4]), Limits.Block, Limits.Block)]);

    /// <summary>After a failure in the middle of the transfer the Device core wants the first block once more.</summary>
    public void OfferWithEarlierWant(ulong number)
    {
        var failed = false;
        _disturbances.Add(new Disturbance(asked => failed && asked.Message is DirectiveDelivery, Faults.Instead<DirectiveAnswer>(
            static right => right.Want is { } want ? right with { Want = want with { Offset = 0 } } : right)));
        Try("", number, Requests.Disturb("block", _ =>
        {
            failed = true;
            return new Struck(Reply.None, Reply.BrokenOff);
        }));
    }

    /// <summary>Each kind of request is answered once with bytes that are not the one encoding of the right answer; for each way anew.</summary>
    public void OfferForEachMalformation(ulong number)
    {
        foreach (var (way, spoil) in Malformed.Ways)
        {
            Renew();
            foreach (var request in Requests.All)
            {
                _disturbances.Add(Requests.Disturb(request, asked =>
                {
                    var made = Stage.Answer(asked);
                    return new Struck(made, Spoilt(made, spoil));
                }));
            }

            Try(way, number, null);
        }
    }

    /// <summary>An answer exceeds a limit; for each limit anew.</summary>
    public void OfferForEachExcess(ulong number)
    {
        foreach (var (name, request, exceed) in Excesses)
        {
            Renew();
            Try(name, number, Requests.Disturb(request, asked =>
            {
                var made = Stage.Answer(asked);
                // A peer that has something else to say, because the request was another, says it.
                return new Struck(made, Faults.Read(made) is { } right && exceed(right) is { } excess ? Faults.Answered(excess) : made);
            }));
        }
    }

    /// <summary>The Device core answers a status request with a report that is not its own of this moment.</summary>
    public void OfferWithReport(ulong number, string flaw)
    {
        var before = _talks.Select(static talk => talk.Answer).OfType<StatusReport>().FirstOrDefault();
        Try("", number, Requests.Disturb("status request", Faults.Instead<StatusReport>(right => new StatusReport(flaw switch
        {
            "whose signature was altered" => Flip(right.SignedReport),
            "that was altered under its signature" => Forgery.Rewrite(right.SignedReport, static report => report with { Counter = report.Counter + 1000 }),
            "that a stranger signed" => Forgery.Sign(TestKeys.Stranger, Required(Forgery.Peek(right.SignedReport))),
            "that came before" => Required(before).SignedReport,
            _ => throw new SuiteErrorException($"no report '{flaw}'"),
        }))));
    }

    /// <summary>The Device core refuses one package and then another.</summary>
    public void RefuseInTurn(IReadOnlyList<ulong> numbers, ResultCode code)
    {
        var (from, begun) = (_talks.Count, Implementation.Now);
        SimulatedPackage? package = null;
        foreach (var number in numbers)
        {
            package = Stage.Publish(number);
            var refusal = Requests.Disturb("delivery", _ => new Struck(Reply.None, Faults.Answered(new Refusal(code, "refused by the Device core of the suite"))));
            _disturbances.Add(refusal);
            Go(() => refusal.Count > 0 && _talks[^1].Request is not DirectiveDelivery && IsRelayed(), Enough);
        }

        Conclude("", from, begun, package);
        _disturbances.Clear();
    }

    /// <summary>The same conversation is held twice, from the beginning: the second time the peers repeat what they said.</summary>
    public void OfferTwice(ulong number, string? request, string? fault)
    {
        Renew();
        Try("first", number, request is null ? null : Requests.Disturb(request, Faults.Find(fault!)));
        var first = _runs[^1].Talks;
        Renew();
        _deviation = null;
        var count = 0;
        Implementation.Peers = asked =>
        {
            if (_deviation is not null || count >= first.Count) return Reply.None;
            var told = first[count++];
            if (told.Asked.Bytes == asked.Bytes && told.Asked.Link == asked.Link) return told.Told;
            _deviation = $"request {count} is {Show(asked.Message)} in place of {Show(told.Request)}";
            return Reply.None;
        };
        Start();
        var all = Go(() => count >= first.Count || _deviation is not null, Enough);
        if (!all) _deviation ??= $"{count} of {first.Count} requests came";
        Implementation.Peers = Hear;
    }

    /// <summary>The second conversation was the first one.</summary>
    public void SeesTheSame()
    {
        var first = Only();
        Demand(first.Target is not null && first.Device?.Confirmed?.Manifest == first.Target.Name.Manifest, EvidenceClass.Effect, "an update in the first conversation", first.Device);
        Demand(_deviation is null, EvidenceClass.Wire, "the same requests, byte for byte and in the same order, after the same answers", _deviation);
    }

    /// <summary>Every wanted block was fetched and forwarded.</summary>
    public void SeesEveryWantServed()
    {
        SeesWantedBlocksOnly();
        SeesAskedBlocksOnly();
        OnEach("served", run => Demand(
            _wants.All(want => run.Of<ImageBlock>().Any(one => one.Request.Payload == want.Payload && one.Request.Offset == want.Offset && (uint)one.Request.Data.Length == want.Length)),
            EvidenceClass.Wire, $"that all {_wants.Count} wanted blocks come to the Device core", Last(run)));
    }

    /// <summary>No answer that was spoilt was acted on: the Communicator began anew, or asked the same once more.</summary>
    public void SeesNothingActedOn() => OnEach("acted on", run =>
    {
        var struck = run.Own.Where(static talk => talk.IsDisturbed).ToList();
        Demand(struck.Count > 0, EvidenceClass.Wire, "at least one answer that was spoilt", Last(run));
        var acted = struck.FirstOrDefault(talk => run.Next(talk) is { } next && next.Request is not StatusRequest && next.Asked.Bytes != talk.Asked.Bytes);
        Demand(acted is null, EvidenceClass.Wire, "that it begins anew after an answer that is none", acted is null ? "so it is" : $"{Show(run.Next(acted)!.Request)} after an answer to {Show(acted.Request)} that is none");
    });

    /// <summary>The Status tracker was told of each refusal, with manifest and code, until it had answered.</summary>
    public void SeesRefusalsTold() => OnEach("told", run =>
    {
        var refused = run.Own.Where(static talk => talk is { IsDisturbed: true, Request: DirectiveDelivery, Answer: Refusal }).ToList();
        Demand(refused.Count > 0, EvidenceClass.Wire, "at least one refusal", Last(run));
        foreach (var delivery in refused.Where(delivery => run.Talks.SkipWhile(talk => talk != delivery).Any(static talk => talk.Request is CheckIn)))
        {
            var (manifest, code) = ((run.LastBefore<CheckIn>(delivery)?.Answer as CheckInAnswer)?.Manifest, ((Refusal)delivery.Answer!).Code);
            var relayed = run.Talks.SkipWhile(talk => talk != delivery).Where(static talk => talk.Request is CheckIn).ToList();
            var until = relayed.FindIndex(static talk => talk.Answer is CheckInAnswer);
            foreach (var talk in relayed.Take(until < 0 ? relayed.Count : until + 1))
            {
                Demand(
                    talk.Request is CheckIn told && told.RefusedManifest == manifest && told.RefusedCode == code,
                    EvidenceClass.Wire, $"a check-in that says: {manifest} was refused because of {code}", talk.Request);
            }
        }

        Demand(run.Talks.SkipWhile(talk => talk != refused[0]).Any(static talk => talk.Request is CheckIn), EvidenceClass.Wire, "a check-in after the refusal", Last(run));
    });

    /// <summary>As before, and each of these codes was told.</summary>
    public void SeesCodesTold(IReadOnlyList<ResultCode> codes)
    {
        SeesRefusalsTold();
        var missing = codes.Where(code => !Only().Of<CheckIn>().Any(one => one.Request.RefusedCode == code)).ToList();
        Demand(missing.Count == 0, EvidenceClass.Wire, $"check-ins with {codes.Count} codes", missing.Count == 0 ? "all of them" : $"none with {string.Join(", ", missing)}");
    }

    /// <summary>The Status tracker was told of these refusals and of no other.</summary>
    public void SeesRefusedNumbers(int count)
    {
        SeesRefusalsTold();
        var told = Only().Of<CheckIn>().Select(static one => one.Request.RefusedManifest).Where(static manifest => manifest is not null).Distinct().Count();
        Demand(told == count, EvidenceClass.Wire, $"{count} packages that were refused", told);
    }

    /// <summary>The Status tracker was told of no refusal.</summary>
    public void SeesNoRefusalTold() => OnEach("told", run =>
    {
        var told = run.Of<CheckIn>().FirstOrDefault(static one => one.Request.RefusedManifest is not null || one.Request.RefusedCode != ResultCode.None).Talk;
        Demand(told is null, EvidenceClass.Wire, "check-ins without a refusal", Told(run, told));
    });

    private static IReadOnlyList<(string Name, string Request, Func<Message, Message?> Exceed)> Excesses { get; } =
    [
        ("a report", "status request", static _ => new StatusReport(new byte[Limits.SignedStatement + 1])),
        ("a directive", "check-in", static right => right is CheckInAnswer answer ? answer with { Directive = new byte[Limits.SignedStatement + 1] } : null),
        ("an envelope", "check-in", static right => right is CheckInAnswer answer ? answer with { Envelope = new byte[Limits.Envelope + 1] } : null),
        ("a poll interval", "check-in", static right => right is CheckInAnswer answer ? answer with { PollAfter = Limits.PollAfterSeconds + 1 } : null),
        ("a wanted length", "delivery", static right => right is DirectiveAnswer answer ? answer with { Want = new BlockWant(Digest.Of([1]), 0, Limits.Block + 1) } : null),
        ("a wanted offset", "delivery", static right => right is DirectiveAnswer answer ? answer with { Want = new BlockWant(Digest.Of([1]), Limits.Payload + 1, 1) } : null),
        ("a block", "block request", static right => right is Block answer ? answer with { Data = new byte[Limits.Block + 1] } : null),
        ("a next want", "block", static right => right is BlockAnswer answer ? answer with { Want = new BlockWant(Digest.Of([1]), 0, Limits.Block + 1) } : null),
    ];

    private void OfferWithWants(ulong number, IReadOnlyList<BlockWant> wants)
    {
        _wants = wants;
        var served = 0;
        _disturbances.Add(new Disturbance(static asked => asked.Message is DirectiveDelivery { Envelope.IsEmpty: false } or BlockRequest or ImageBlock, asked =>
        {
            switch (asked.Message)
            {
                case BlockRequest request:
                    var data = new SplitMix64(request.Offset + request.Length).Bytes((int)request.Length);
                    return Fake(new Block(request.Payload, request.Offset, Limits.Payload, data));
                case ImageBlock:
                    served++;
                    return Fake(new BlockAnswer(DevicePhase.Receiving, served < wants.Count ? wants[served] : null));
                default:
                    return Fake(new DirectiveAnswer(DevicePhase.Receiving, wants[Math.Min(served, wants.Count - 1)]));
            }
        }) { Times = int.MaxValue });
        Try("", number, null, () => served >= wants.Count, Enough);
    }

    private bool IsRelayed()
    {
        var at = _talks.FindLastIndex(static talk => talk.Answer is Refusal && talk.Request is DirectiveDelivery);
        return at >= 0 && _talks.Skip(at).Any(static talk => talk is { Request: CheckIn, Answer: CheckInAnswer });
    }

    private static Struck Fake(Message message) => new(Faults.Answered(message), Faults.Answered(message));

    private static Reply Spoilt(Reply made, Func<byte[], byte[]> spoil)
    {
        if (made is not Reply.Answered answered) return made;
        var spoilt = spoil(answered.Message.ToArray());
        if (MessageCodec.Decode(spoilt).Ok) throw new SuiteErrorException($"the bytes that were to be no message are one: {Convert.ToHexStringLower(spoilt)}");
        return new Reply.Answered(spoilt);
    }

    private static Bytes Flip(Bytes bytes)
    {
        var altered = bytes.ToArray();
        altered[^1] ^= 0x01;
        return altered;
    }
}
