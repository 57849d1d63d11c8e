using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>A refused input changes nothing that is told (I-16, R-GEN-02).</summary>
internal sealed class RefusalRules(Ledger ledger) : ISubjectRules
{
    private TraceEvent? _before;

    public Objection? Take(TraceEvent happened)
    {
        var before = _before;
        if (happened.Step?.Refused is null)
        {
            _before = happened;
            return null;
        }

        if (happened.Device?.Report is { } report) return new("I-16", "no report from a refused request", $"report {report}");
        if (happened.Device?.Directive is not null || happened.Record?.Directive is not null) return new("I-16", "no directive from a refused input", "a directive");
        if (before is null) return null;
        return Pairs(before, happened)
            .Where(static pair => pair.Was is not null && pair.Now is not null)
            .Select(pair => Same(happened.Step.Trigger, pair.Field, pair.Was!, pair.Now!))
            .FirstOrDefault(static objection => objection is not null);
    }

    private Objection? Same(string trigger, string field, object was, object now) =>
        ledger.Demand("I-16", was.Equals(now), () => ($"that {field} stays as it was ({was}) when {trigger} is refused", $"{now}"));

    private static IEnumerable<(string Field, object? Was, object? Now)> Pairs(TraceEvent before, TraceEvent happened)
    {
        var (was, now) = (before.Device ?? new(), happened.Device ?? new());
        yield return ("confirmed", was.Confirmed, now.Confirmed);
        yield return ("candidate", was.Candidate, now.Candidate);
        yield return ("outcome", was.Outcome, now.Outcome);
        yield return ("running", was.Running, now.Running);
        yield return ("nonce", was.Nonce, now.Nonce);
        yield return ("suspected", was.Suspected, now.Suspected);
        var (old, record) = (before.Record ?? new(), happened.Record ?? new());
        yield return ("target", old.Target, record.Target);
        yield return ("confirmed", old.Confirmed, record.Confirmed);
        yield return ("result", old.Result, record.Result);
        yield return ("verified", old.Verified, record.Verified);
        yield return ("counter", old.Counter, record.Counter);
        yield return ("completed", old.Completed, record.Completed);
        yield return ("cancelWanted", old.CancelWanted, record.CancelWanted);
        var (former, package) = (before.Package ?? new(), happened.Package ?? new());
        yield return ("number", former.Number, package.Number);
        yield return ("missing", former.Missing, package.Missing);
    }
}
