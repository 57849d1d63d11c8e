using SecUpIoT.Conformance.Reference;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using static SecUpIoT.Conformance.SelfTesting.StatusTrackerParts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Status trackers that take batches of check-ins, and take them wrongly.</summary>
internal static class StatusTrackerBatchMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
    [
        Answering("batch-unknown", "does not know batches", ["R-ST-60", "R-ST-61"], static _ => new Refusal(ResultCode.MalformedMessage, "no message")),
        Answering("batch-reversed", "answers a batch from behind", ["R-ST-60"], static answers => Of(answers.Reverse())) with { Allows = ["R-ST-61"] },
        Answering("batch-first-answer-for-all", "tells every device of a batch what it tells the first", ["R-ST-60"], static answers => Of(answers.Select(_ => answers[0]))) with { Allows = ["R-ST-61"] },
        Answering("batch-cut-short", "leaves out what it refuses", ["R-ST-61"], static answers => Of(answers.Where(static answer => answer.Refusal is null))) with { Allows = ["R-ST-60"] },
        Answering("batch-refused-whole", "refuses a batch because of one report in it", ["R-ST-61"], static answers =>
            answers.Select(static answer => answer.Refusal).FirstOrDefault(static refusal => refusal is not null) is { } refusal ? refusal : Of(answers)) with { Allows = ["R-ST-60"] },
        Answering("batch-ends-with-a-refusal", "refuses whatever follows on a report that it refuses", ["R-ST-61"], static answers =>
        {
            var wrong = answers.TakeWhile(static answer => answer.Refusal is null).Count();
            return Of(answers.Select((answer, number) => number > wrong ? answers[wrong] : answer));
        }) with { Allows = ["R-ST-60"] },
        Built("batch-of-16", "takes no more than 16 check-ins at once", ["R-ST-60"], Design.Right with
        {
            Hear = Instead(static message => message is CheckInBatch { CheckIns.Count: > 16 } batch ? new CheckInBatch(new(batch.CheckIns.Take(16))) : null),
        }),
        Built("batch-of-one-unanswered", "believes that a batch has two check-ins at least", ["R-ST-60"], Design.Right with
        {
            Hear = Instead(static message => message is CheckInBatch { CheckIns.Count: < 2 } ? new CheckInBatch(Sequence<CheckIn>.Empty) : null),
        }),
    ];

    private static Mutant Answering(string id, string wrong, IReadOnlyList<string> violates, Func<Sequence<BatchedAnswer>, Message> change) =>
        Built(id, wrong, violates, Design.Right with { Say = Saying(message => message is CheckInBatchAnswer batch ? change(batch.Answers) : null) });

    private static CheckInBatchAnswer Of(IEnumerable<BatchedAnswer> answers) => new(new(answers));
}
