using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Tests.Clock;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Hosts;

/// <summary>Check-ins of several devices go together, and each is answered as if it had gone alone (R-CM-20, R-CM-21).</summary>
public sealed class CheckInGatheringTests
{
    private static readonly Gathering Usual = Gathering.Default;

    private readonly ManualClock _clock = new();
    private readonly List<Message> _asked = [];

    [Fact]
    public async Task Those_that_come_within_the_window_go_as_one_batch_and_each_hears_its_own_answer()
    {
        await using var gathering = Make(Answers);
        var asking = Enumerable.Range(0, 3).Select(number => gathering.AskAsync(Of(number), default)).ToArray();
        await PassAsync(Usual.Window);

        var arrivals = await Task.WhenAll(asking).Soon();

        Assert.Equal(3, Assert.IsType<CheckInBatch>(Assert.Single(_asked)).CheckIns.Count);
        Assert.Equal([0u, 1u, 2u], arrivals.Select(static arrival => Assert.IsType<CheckInAnswer>(arrival.Message).PollAfter));
    }

    [Fact]
    public async Task One_that_is_alone_in_its_window_goes_as_it_always_did()
    {
        await using var gathering = Make(Answers);
        var asking = gathering.AskAsync(Of(7), default);
        await PassAsync(Usual.Window);

        Assert.Equal(7u, Assert.IsType<CheckInAnswer>((await asking.Soon()).Message).PollAfter);
        Assert.Equal(Of(7), Assert.Single(_asked));
    }

    [Fact]
    public async Task A_full_batch_goes_at_once_and_the_next_one_begins_a_batch_of_its_own()
    {
        await using var gathering = Make(Answers, Usual with { Most = 2 });
        var asking = Enumerable.Range(0, 3).Select(number => gathering.AskAsync(Of(number), default)).ToArray();

        await asking[0].Soon();
        await asking[1].Soon();
        Assert.False(asking[2].IsCompleted);
        await PassAsync(Usual.Window);

        Assert.Equal(2u, Assert.IsType<CheckInAnswer>((await asking[2].Soon()).Message).PollAfter);
        Assert.Equal([18, 10], _asked.Select(static message => (int)message.Tag));
    }

    /// <summary>What R-ST-61 demands of the tracker reaches the devices.</summary>
    [Fact]
    public async Task A_refusal_of_one_check_in_is_heard_by_that_one_alone()
    {
        await using var gathering = Make(static request => Arrival.Of(new CheckInBatchAnswer(new(((CheckInBatch)request).CheckIns.Select(static (checkIn, number) =>
            BatchedAnswer.Of(number == 1 ? new Refusal(ResultCode.ReportNotAuthentic, "no") : Answer(checkIn)))))));
        var arrivals = await TogetherAsync(gathering, 3);

        Assert.Equal([11, 9, 11], arrivals.Select(static arrival => (int)arrival.Message!.Tag));
    }

    [Fact]
    public async Task A_tracker_that_does_not_know_batches_gets_each_check_in_alone_and_no_batch_for_a_while()
    {
        await using var gathering = Make(static request => request is CheckInBatch ? Arrival.Of(new Refusal(ResultCode.MalformedMessage, "no message")) : Answers(request));

        var first = await TogetherAsync(gathering, 2);
        var second = await Task.WhenAll(gathering.AskAsync(Of(0), default), gathering.AskAsync(Of(1), default)).Soon();
        _clock.Advance(Usual.Singly);
        var third = await TogetherAsync(gathering, 2);

        Assert.All((Arrival[])[.. first, .. second, .. third], static arrival => Assert.IsType<CheckInAnswer>(arrival.Message));
        Assert.Equal([18, 10, 10, 10, 10, 18, 10, 10], _asked.Select(static message => (int)message.Tag));
    }

    [Fact]
    public async Task A_batch_that_is_refused_for_another_reason_is_tried_again_the_next_time()
    {
        await using var gathering = Make(static request => request is CheckInBatch ? Arrival.Of(new Refusal(ResultCode.NotNow, "stops")) : Answers(request));

        await TogetherAsync(gathering, 2);
        await TogetherAsync(gathering, 2);

        Assert.Equal([18, 10, 10, 18, 10, 10], _asked.Select(static message => (int)message.Tag));
    }

    public static TheoryData<string, Message> NoAnswers() => new()
    {
        { "one too few", new CheckInBatchAnswer(new(BatchedAnswer.Of(Answer(Of(0))))) },
        { "one too many", new CheckInBatchAnswer(new(Enumerable.Repeat(BatchedAnswer.Of(Answer(Of(0))), 3))) },
        { "neither", new CheckInBatchAnswer(new(Enumerable.Repeat(new BatchedAnswer(null, null), 2))) },
        { "both", new CheckInBatchAnswer(new(Enumerable.Repeat(new BatchedAnswer(Answer(Of(0)), new Refusal(ResultCode.Busy, "")), 2))) },
        { "an answer to one", Answer(Of(0)) },
    };

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task What_is_no_answer_to_the_batch_is_a_link_that_failed_for_each(string what, Message message)
    {
        await using var gathering = Make(_ => Arrival.Of(message));

        var arrivals = await TogetherAsync(gathering, 2);

        Assert.All(arrivals, arrival => Assert.True(arrival.Fault?.Code == ResultCode.MalformedMessage, what));
    }

    [Fact]
    public async Task A_link_that_fails_fails_for_each_and_an_exception_nobody_foresaw_does_too()
    {
        var broken = false;
        await using var gathering = Make(_ => broken ? throw new InvalidOperationException("as none should") : Arrival.Failed(ResultCode.Unreachable, "away"));

        Assert.All(await TogetherAsync(gathering, 2), static arrival => Assert.Equal(ResultCode.Unreachable, arrival.Fault?.Code));
        broken = true;
        Assert.All(await TogetherAsync(gathering, 2), static arrival => Assert.Equal(ResultCode.ConnectionLost, arrival.Fault?.Code));
    }

    [Fact]
    public async Task Whoever_leaves_before_the_batch_goes_is_not_in_it()
    {
        await using var gathering = Make(Answers);
        using var leaves = new CancellationTokenSource();
        var left = gathering.AskAsync(Of(0), leaves.Token);
        var stays = new[] { gathering.AskAsync(Of(1), default), gathering.AskAsync(Of(2), default) };
        leaves.Cancel();
        await PassAsync(Usual.Window);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left).Soon();
        await Task.WhenAll(stays).Soon();
        Assert.Equal([Of(1), Of(2)], Assert.IsType<CheckInBatch>(Assert.Single(_asked)).CheckIns);
    }

    [Fact]
    public async Task The_end_does_not_wait_for_a_window()
    {
        var gathering = Make(Answers);
        using var leaves = new CancellationTokenSource();
        var waits = gathering.AskAsync(Of(0), leaves.Token);
        leaves.Cancel();

        await gathering.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits).Soon();
        Assert.Empty(_asked);
    }

    private static CheckIn Of(int number) => new(new[] { (byte)number }, null, ResultCode.None);

    private static CheckInAnswer Answer(CheckIn checkIn) => new(DirectiveKind.UpToDate, null, Bytes.Empty, Bytes.Empty, checkIn.SignedReport.Span[0]);

    private static Arrival Answers(Message request) => Arrival.Of(request switch
    {
        CheckInBatch batch => new CheckInBatchAnswer(new(batch.CheckIns.Select(static checkIn => BatchedAnswer.Of(Answer(checkIn))))),
        _ => Answer((CheckIn)request),
    });

    private CheckInGathering Make(Func<Message, Arrival> tracker, Gathering? gathering = null) => new(
        (request, _) =>
        {
            lock (_asked) _asked.Add(request);
            return Task.FromResult(tracker(request));
        },
        gathering ?? Usual,
        _clock);

    private async Task<Arrival[]> TogetherAsync(CheckInGathering gathering, int count)
    {
        var asking = Enumerable.Range(0, count).Select(number => gathering.AskAsync(Of(number), default)).ToArray();
        await PassAsync(Usual.Window);
        return await Task.WhenAll(asking).Soon();
    }

    private async Task PassAsync(TimeSpan window)
    {
        await _clock.SomebodyWaits(window).Soon();
        _clock.Advance(window);
    }
}
