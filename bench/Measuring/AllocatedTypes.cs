using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>
/// What is allocated, by type: the runtime tells of one allocation in about 100 KiB, which is enough of them when something is done often. Shares are right, single rare
/// types are not.
/// </summary>
internal sealed class AllocatedTypes : EventListener
{
    private const EventKeywords Collector = (EventKeywords)1;

    private readonly ConcurrentDictionary<string, int> _told = [];

    /// <summary>The share of each type in what was allocated since, the largest first.</summary>
    public IReadOnlyList<(string Type, double Share)> Shares()
    {
        var told = _told.ToArray();
        var all = (double)told.Sum(static one => one.Value);
        return [.. told.OrderByDescending(static one => one.Value).Select(one => (one.Key, one.Value / all))];
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource?.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Verbose, Collector);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData?.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true || eventData.PayloadNames?.IndexOf("TypeName") is not (>= 0 and var at)) return;
        if (eventData.Payload?[at] is string type) _told.AddOrUpdate(type, 1, static (_, count) => count + 1);
    }
}
