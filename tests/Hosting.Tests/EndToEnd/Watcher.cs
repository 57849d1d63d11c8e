using SecUpIoT.Hosting.Hosts;

namespace SecUpIoT.Hosting.Tests.EndToEnd;

/// <summary>Collects what the hosts tell, and lets a test wait for it.</summary>
internal sealed class Watcher : IProgress<HostEvent>
{
    private readonly object _gate = new();
    private readonly List<HostEvent> _seen = [];
    private readonly List<(Func<HostEvent, bool> Wanted, TaskCompletionSource<HostEvent> Seen)> _waiting = [];

    public IReadOnlyList<HostEvent> Seen
    {
        get
        {
            lock (_gate) return [.. _seen];
        }
    }

    public void Report(HostEvent value)
    {
        lock (_gate)
        {
            _seen.Add(value);
            foreach (var waiting in _waiting.Where(w => w.Wanted(value)).ToArray())
            {
                _waiting.Remove(waiting);
                waiting.Seen.SetResult(value);
            }
        }
    }

    /// <summary>Completes with the first event of the kind, one that has been seen included.</summary>
    public async Task<HostEvent> Sees(Func<HostEvent, bool> wanted)
    {
        Task<HostEvent> seen;
        lock (_gate)
        {
            if (_seen.Find(happened => wanted(happened)) is { } before) return before;
            var waiting = new TaskCompletionSource<HostEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, waiting));
            seen = waiting.Task;
        }

        try
        {
            return await seen.WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException("Seen so far:\n" + string.Join("\n", Seen.Distinct()));
        }
    }

    public Task<HostEvent> SeesPhase(string entity, string phase) => Sees(e => e is HostEvent.PhaseChanged changed && changed.Entity == entity && changed.To == phase);

    public void Forget()
    {
        lock (_gate) _seen.Clear();
    }
}
