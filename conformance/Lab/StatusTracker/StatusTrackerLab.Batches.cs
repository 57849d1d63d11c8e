using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <content>A gateway: the check-ins of several devices in one message.</content>
public sealed partial class StatusTrackerLab
{
    private readonly List<Batched> _batch = [];

    /// <summary>Many devices are enrolled: the first, the second, and so on.</summary>
    public void EnrolMany(int count, ulong number)
    {
        for (var device = 1; device <= count; device++) Enrol(Numbered(device), Profile.Secure, number);
    }

    /// <summary>These devices check in as they stand, in one batch.</summary>
    public void CheckInTogether(IReadOnlyList<string> who) => Batch(who.Select(name => Sound(name)));

    /// <summary>The first devices check in, in one batch.</summary>
    public void CheckInTogether(int count) => CheckInTogether([.. Enumerable.Range(1, count).Select(Numbered)]);

    /// <summary>A batch of what three devices say, in the middle of which stands a forged report in the name of another one.</summary>
    public void CheckInAround(string who, string flaw)
    {
        var device = Before(who);
        var lie = Sayings.Of(device.Self, "it suspects a freeze", Whole) with { Counter = device.Self.Counter + 1 };
        var forged = flaw switch
        {
            "that was relayed before" => Said(device)[^1],
            "that is none" => "no report"u8.ToArray(),
            _ => ForgedReports.Make(flaw, device, lie, Said(device)[^1], _devices[Numbered(1)]),
        };
        Batch([Sound(Numbered(1)), new Batched(who, device.Self, forged, false), Sound(Numbered(2)), Sound(Numbered(3))]);
    }

    /// <summary>A batch with the report of a device that nobody enrolled.</summary>
    public void CheckInAroundUnknown(string who) => Batch([Sound(Numbered(1)), Sound(who) with { IsSound = false }, Sound(Numbered(2))]);

    /// <summary>A batch in which one device says twice the same.</summary>
    public void CheckInTwice(string who)
    {
        var sound = Sound(who);
        Batch([sound, Sound(Numbered(1)), sound with { IsSound = false }]);
    }

    /// <summary>There is one answer for each check-in, and each one that is right was answered for its own device.</summary>
    public void SeesAnswersInOrder()
    {
        for (var number = 0; number < _batch.Count; number++)
        {
            if (!_batch[number].IsSound) continue;
            Look(number);
            SeesAnswer();
        }
    }

    /// <summary>Each answer of the batch offers this package to its own device.</summary>
    public void SeesOffers(ulong offered)
    {
        for (var number = 0; number < _batch.Count; number++)
        {
            Look(number);
            SeesOffer(offered);
        }
    }

    /// <summary>Those of the batch that are wrong were refused, each for one of these reasons.</summary>
    public void SeesRefusalsInBatch(IReadOnlyList<ResultCode> codes)
    {
        var wrong = Enumerable.Range(0, _batch.Count).Where(number => !_batch[number].IsSound).ToList();
        if (wrong.Count == 0) throw new SuiteErrorException("nothing in the batch is wrong");
        foreach (var number in wrong)
        {
            Look(number);
            SeesRefusal(codes);
        }
    }

    private static string Numbered(int number) => number switch
    {
        1 => "the first device",
        2 => "the second device",
        3 => "the third device",
        _ => $"device {number}",
    };

    private Batched Sound(string who)
    {
        var device = Device(who);
        var signed = Signed(device);
        return new(who, device.Self, signed, true);
    }

    private void Batch(params IEnumerable<Batched> batch)
    {
        _batch.Clear();
        _batch.AddRange(batch);
        _askedAt = Implementation.Now;
        var checkIns = _batch.Select(static one => new CheckIn(one.Signed, null, ResultCode.None));
        _answer = _together = Implementation.Ask(Link.Tracker, "communicator-1", new CheckInBatch(new Sequence<CheckIn>(checkIns)));
    }

    private Reply _together = Reply.None;

    // What is said to one check-in becomes the answer that all other observations look at.
    private void Look(int number)
    {
        var answers = (Read(_together) as CheckInBatchAnswer)?.Answers;
        Demand(answers?.Count == _batch.Count, _evidence, $"{_batch.Count} answers to a batch of {_batch.Count} check-ins", answers is null ? Show(_together) : $"{answers.Count} answers");
        var answer = answers![number].Single();
        Demand(answer is not null, _evidence, $"either an answer or a refusal for check-in {number + 1}", answers[number]);
        (_answer, _asked) = (new Reply.Answered(MessageCodec.Encode(answer!)), _batch[number].Report);
        Device(_batch[number].Who);
    }

    private sealed record Batched(string Who, DeviceReport Report, Bytes Signed, bool IsSound);
}
