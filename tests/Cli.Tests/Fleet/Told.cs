using System.Text.Json.Nodes;

namespace SecUpIoT.Cli.Tests.Fleet;

/// <summary>What nodes told, in its order; who looks for something waits until it has been told.</summary>
internal sealed class Told
{
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _all = [];
    private TaskCompletionSource _more = New();

    /// <summary>How much has been told until now.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _all.Count;
        }
    }

    public void Hear(JsonObject told)
    {
        lock (_lock)
        {
            _all.Add(told);
            _more.SetResult();
            _more = New();
        }
    }

    /// <summary>The first event that fits, of all from <paramref name="after"/> on.</summary>
    public async Task<JsonObject> AwaitAsync(Func<JsonObject, bool> fits, int after = 0)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_all.Skip(after).FirstOrDefault(fits) is { } found) return found;
                more = _more.Task;
            }

            await more.WaitAsync(FleetSite.Patience);
        }
    }

    /// <summary>Waits until the entity's subject has come to a phase.</summary>
    public Task AwaitPhaseAsync(string entity, string subject, string phase, int after = 0) => AwaitAsync(
        told => (string?)told["event"] == "PhaseChanged" && (string?)told["entity"] == entity && (string?)told["subject"] == subject && (string?)told["to"] == phase, after);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
