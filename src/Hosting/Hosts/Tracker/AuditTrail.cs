using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Tracker;

/// <summary>
/// Who asked the tracker to change something, and how it ended (R-ST-52). What is asked is recorded before it is done and its end before
/// it is answered: a request without an end was cut off by the end of the process.
/// </summary>
internal sealed class AuditTrail(IFleetStore store, IClock clock)
{
    /// <summary>What the tracker does by itself.</summary>
    public const string Itself = "tracker";

    public Task AskedAsync(string actor, string action, string subject) => AddAsync(actor, action, subject, ResultCode.None);

    public Task EndedAsync(string actor, string action, string subject, ResultCode result) => AddAsync(actor, action, subject, result);

    public ValueTask<Sequence<AuditEntry>> ReadAsync(AuditQuery query) => store.ReadAudit(query.After, (int)query.Most);

    private Task AddAsync(string actor, string action, string subject, ResultCode result)
    {
        var at = clock.Now;
        return store.AddAudit(before => AuditEntry.After(before, at, Short(actor), Short(action), Short(subject), result));
    }

    // Subjects of certificates and names of campaigns may be longer, and hold what no message may carry.
    private static string Short(string text)
    {
        var clean = RefusalText.Clean(text);
        return clean.Length <= Limits.AuditText ? clean : clean[..Limits.AuditText];
    }
}
