using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <content>What is observed of when requests came, by the implementation's clock. The bounds are those that it answered when it was provisioned.</content>
public sealed partial class CommunicatorLab
{
    // Below this share of the longest pause a pause must still grow: an implementation may stagger its pauses a little.
    private const double NearBound = 0.85;

    /// <summary>The first status check came with the start.</summary>
    public void SeesFirstCheck()
    {
        var run = Only();
        var first = run.Own.FirstOrDefault();
        Demand(first?.Request is StatusRequest, EvidenceClass.Wire, "a status request as the first request", first);
        Within(Between(run.Begun, first!.At), _durations.ActivePoll, "the first status check after the start");
        Demand(run.Own.Any(static talk => talk is { Request: CheckIn, Answer: CheckInAnswer }), EvidenceClass.Wire, "a check-in with the report", Last(run));
    }

    /// <summary>No two status checks of the try lie further apart than the longest poll interval.</summary>
    public void SeesPeriodicChecks(int least)
    {
        var run = Only();
        var checks = run.Of<StatusRequest>().Select(static one => one.Talk.At).ToList();
        Demand(checks.Count >= least, EvidenceClass.Wire, $"at least {least} status checks in {Between(run.Begun, run.Ended)}", checks.Count);
        var longest = _durations.MostPoll + _durations.MostBackOff + _durations.ReplyTimeout;
        var gap = checks.Append(run.Ended).Zip(checks.Prepend(run.Begun)).Select(static pair => Between(pair.Second, pair.First)).Max();
        Within(gap, longest, "the longest time without a status check");
    }

    /// <summary>The status check comes when the Status tracker named it, within the bounds of the Communicator.</summary>
    public void SeesPollAfter(uint seconds)
    {
        var named = TimeSpan.FromSeconds(seconds);
        var due = named < _durations.LeastPoll ? _durations.LeastPoll : named > _durations.MostPoll ? _durations.MostPoll : named;
        var pauses = PollPauses().ToList();
        Demand(pauses.Count > 0, EvidenceClass.Wire, "a status check after the interval", Last(Only()));
        foreach (var pause in pauses)
        {
            Within(pause, due, "the pause before the next status check");
            Demand(pause + Durations.Slack(due) >= due, EvidenceClass.Wire, $"a pause of {due}", pause);
        }
    }

    /// <summary>The status check comes neither sooner nor later than the bounds of the Communicator, whatever the Status tracker named.</summary>
    public void SeesPollWithinBounds()
    {
        var pauses = PollPauses().ToList();
        Demand(pauses.Count > 0, EvidenceClass.Wire, "a status check after the interval", Last(Only()));
        foreach (var pause in pauses)
        {
            Within(pause, _durations.MostPoll, "the pause before the next status check");
            Demand(pause + Durations.Slack(pause) >= _durations.LeastPoll, EvidenceClass.Wire, $"a pause of at least {_durations.LeastPoll}", pause);
        }
    }

    /// <summary>The status check that was asked for came at once.</summary>
    public void SeesCheckAtOnce()
    {
        var run = Only();
        var first = run.Own.FirstOrDefault();
        Demand(first?.Request is StatusRequest, EvidenceClass.Wire, "a status request at once", first);
        Within(Between(run.Begun, first!.At), _durations.ActivePoll, "the status check after the request");
    }

    /// <summary>After each failure the pause is longer than after the one before, up to the bound.</summary>
    public void SeesGrowingPauses(string request)
    {
        var pauses = FailurePauses(Only(), request).ToList();
        Demand(pauses.Count >= 3, EvidenceClass.Wire, "at least three failures in a row", pauses.Count);
        var bound = _durations.MostBackOff;
        // Who is not answered waits for that as well, up to its time limit.
        var most = bound + (Only().Own.Any(static talk => talk is { IsDisturbed: true, Told: Reply.Silent }) ? _durations.ReplyTimeout : TimeSpan.Zero);
        var shown = string.Join(", ", pauses.Select(static pause => $"{pause.TotalMilliseconds} ms"));
        Demand(pauses.All(pause => pause <= most + Durations.Slack(most)), EvidenceClass.Wire, $"no pause over {most}", shown);
        Demand(
            pauses.Zip(pauses.Skip(1)).All(pair => pair.First >= bound * NearBound ? pair.Second >= bound * NearBound : pair.Second > pair.First),
            EvidenceClass.Wire, $"pauses that grow until they reach {bound}", shown);
    }

    /// <summary>One failure is followed by a short pause.</summary>
    public void SeesShortPause(string request)
    {
        var pauses = FailurePauses(Only(), request).ToList();
        Demand(pauses.Count == 1, EvidenceClass.Wire, "a status check after the failure", pauses.Count);
        Within(pauses[0], _durations.MostBackOff, "the pause after one failure");
    }

    /// <summary>The failure after a success is followed by a shorter pause than the last one in the row before.</summary>
    public void SeesPausesBeginAnew(string request)
    {
        var (row, again) = (FailurePauses(_runs[0], request).ToList(), FailurePauses(_runs[^1], request).ToList());
        Demand(row.Count > 1 && again.Count == 1, EvidenceClass.Wire, "a row of failures, and one failure after a success", $"{row.Count}, {again.Count}");
        Demand(again[0] < row[^1], EvidenceClass.Wire, $"a shorter pause than {row[^1]}", again[0]);
    }

    /// <summary>The request that was not answered was given up in time: the Communicator asked its device anew.</summary>
    public void SeesGivenUp() => OnEach("given up", run =>
    {
        var struck = run.Own.FirstOrDefault(static talk => talk.IsDisturbed);
        Demand(struck is not null, EvidenceClass.Wire, "a request that was not answered", Last(run));
        var next = run.Next(struck!);
        Demand(next?.Request is StatusRequest, EvidenceClass.Wire, "a status request after the one that was given up", next);
        Within(Between(struck!.At, next!.At), _durations.ReplyTimeout + _durations.MostBackOff, "the time until it asks anew");
    });

    /// <summary>No answer that came in time was given up: after each the Communicator went on.</summary>
    public void SeesPatience() => OnEach("patience", run =>
    {
        Demand(run.Own.Any(static talk => talk is { IsDisturbed: true, Told: Reply.Answered }), EvidenceClass.Wire, "at least one slow answer", Last(run));
        var impatient = run.Own.Where(static talk => talk is { IsDisturbed: true, Told: Reply.Answered }).FirstOrDefault(talk => run.Next(talk) is { } next && talk.Request switch
        {
            StatusRequest => next.Request is not CheckIn,
            BlockRequest => next.Request is not ImageBlock,
            _ => false,
        });
        Demand(impatient is null, EvidenceClass.Wire, "that it goes on with an answer that comes within its time limit", impatient is null ? "so it is" : $"{Show(run.Next(impatient)!.Request)} after {impatient}");
        var repeated = run.Own.Where(static talk => talk.IsDisturbed && talk.Request is BlockRequest).GroupBy(static talk => talk.Asked.Bytes).FirstOrDefault(static same => same.Count() > 1);
        Demand(repeated is null, EvidenceClass.Wire, "that no block is fetched twice although its answer came in time", repeated?.Count());
    });

    /// <summary>Something else than what was asked for ended the transfer: the next thing that the Device core hears is a status request.</summary>
    public void SeesTransferEnded() => OnEach("ended", run =>
    {
        var struck = run.Own.FirstOrDefault(static talk => talk.IsDisturbed);
        Demand(struck is not null, EvidenceClass.Wire, "a block request that was answered otherwise", Last(run));
        var next = run.Talks.SkipWhile(talk => talk != struck).Skip(1).FirstOrDefault(static talk => talk.Asked.Link == Link.Device);
        Demand(next?.Request is StatusRequest, EvidenceClass.Wire, "that the transfer ends and the Device core is asked anew", next);
        Within(Between(struck!.At, next!.At), _durations.ReplyTimeout + _durations.MostBackOff, "the time until it asks anew");
    });

    /// <summary>During the transfer the Status tracker heard how far it was, at least in each progress interval.</summary>
    public void SeesProgress()
    {
        var run = Only();
        var blocks = run.Of<BlockRequest>().Select(static one => one.Talk.At).ToList();
        Demand(blocks.Count > 1 && Between(blocks[0], blocks[^1]) > _durations.ProgressInterval * 1.5, EvidenceClass.Wire, "a transfer that takes longer than the progress interval", blocks.Count);
        var told = run.Of<CheckIn>().Where(one => one.Talk.At >= blocks[0] && one.Talk.At <= blocks[^1]).ToList();
        Demand(
            told.Any(static one => Forgery.Peek(one.Request.SignedReport)?.Candidate is { } candidate && candidate.Received > 0 && candidate.Received < candidate.Total),
            EvidenceClass.Wire, "a report of the progress during the transfer", told.Count);
        var times = told.Select(static one => one.Talk.At).Prepend(blocks[0]).Append(blocks[^1]).ToList();
        // The interval ends in the middle of a block, and the report follows the block.
        Within(times.Zip(times.Skip(1)).Max(static pair => Between(pair.First, pair.Second)), _durations.ProgressInterval * 2, "the longest time without a report of the progress");
    }

    // The pauses from the last request of a round that brought nothing to the status request that follows it.
    private IEnumerable<TimeSpan> PollPauses()
    {
        var run = Only();
        var talks = run.Own.ToList();
        for (var at = 1; at < talks.Count; at++)
        {
            if (talks[at].Request is StatusRequest && talks[..at].Any(static talk => talk is { Request: CheckIn, IsDisturbed: true })) yield return Between(talks[at - 1].At, talks[at].At);
        }
    }

    // What passed from a failed request until the status request that follows it.
    private static IEnumerable<TimeSpan> FailurePauses(Run run, string request)
    {
        foreach (var failed in run.Own.Where(talk => talk.IsDisturbed && Requests.Is(request, talk.Request)))
        {
            if (run.Next(failed) is { Request: StatusRequest } next) yield return Between(failed.At, next.At);
        }
    }

    private void Within(TimeSpan span, TimeSpan most, string what) =>
        Demand(span <= most + Durations.Slack(most), EvidenceClass.Wire, $"{what}: at most {most}", span);

    private Run Only() => _runs.Count == 1 ? _runs[0] : throw new SuiteErrorException($"one try is looked at here, not {_runs.Count}");

    private static TimeSpan Between(Moment from, Moment to) => TimeSpan.FromMilliseconds(to.UnixMilliseconds - from.UnixMilliseconds);
}
