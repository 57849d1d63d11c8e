namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>
/// What the storage of one subject may hold (I-13). A step is traced before its outputs are performed: until the next event shows that they were, the
/// storage may hold the state from before it. Afterwards it may not.
/// </summary>
internal sealed class Durable
{
    private readonly HashSet<string> _possible = [];
    private readonly HashSet<string> _sinceStart = [];
    private string? _now;
    private bool _pending;

    /// <summary>True when it is known what the storage may hold.</summary>
    public bool IsKnown { get; private set; }

    public string Describe() => string.Join(", or ", _possible.Order(StringComparer.Ordinal));

    public bool Allows(string state) => _possible.Contains(state);

    /// <summary>Nothing is known: an event did not tell all of it.</summary>
    public void Lose()
    {
        (IsKnown, _pending, _now) = (false, false, null);
        _possible.Clear();
        _sinceStart.Clear();
    }

    /// <summary>The subject begins with this.</summary>
    public void Begin(string state)
    {
        Lose();
        (IsKnown, _now) = (true, state);
        _possible.Add(state);
        _sinceStart.Add(state);
    }

    /// <summary>A step led to this state.</summary>
    /// <param name="state">The state after it.</param>
    /// <param name="storageFailed">The step says that an earlier one could not be stored, and may fail itself.</param>
    /// <param name="midway">A state that the step stores on its way; null for none.</param>
    public void Step(string state, bool storageFailed, string? midway)
    {
        if (storageFailed) _possible.UnionWith(_sinceStart);
        else if (_pending) Keep(_now!);
        // The first step after a beginning that was not told may have followed anything; from the second on it is known.
        if (_now is null) _possible.Add(state);
        else IsKnown = true;
        _pending = !storageFailed && state != _now;
        if (state != _now && midway is not null) _possible.Add(midway);
        _possible.Add(state);
        _sinceStart.Add(state);
        _now = state;
    }

    /// <summary>A step changed nothing: the one before it was stored.</summary>
    public void Unchanged()
    {
        if (_pending) Keep(_now!);
        _pending = false;
    }

    private void Keep(string state)
    {
        _possible.Clear();
        _possible.Add(state);
    }
}
