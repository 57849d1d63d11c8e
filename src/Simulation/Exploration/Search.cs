namespace SecUpIoT.Simulation.Exploration;

/// <summary>Runs pieces of work that do not depend on one another: all of 0 to <paramref name="pieces"/> - 1, in any order or at once, and returns when all are done.</summary>
public delegate void RunPieces(int pieces, Action<int> piece);

/// <summary>
/// Breadth-first search over everything that can happen to the machines within the budgets. The order of the states, and so every number and every
/// path, is the same whatever runs the pieces: pieces only expand, and what they found is taken in their order.
/// </summary>
public sealed class Search
{
    private const int ChunkSize = 4096;

    private readonly ExplorationSettings _settings;
    private readonly Worker[] _workers;
    private readonly RunPieces _run;
    private readonly Dictionary<UInt128, int> _known = [];
    private readonly List<int> _parents = [];
    private readonly List<ulong> _actions = [];
    private readonly List<byte> _reached = [];
    private readonly List<int> _from = [];
    private readonly List<int> _to = [];
    private long _steps;

    /// <summary>A search that has not begun.</summary>
    /// <param name="settings">What to search.</param>
    /// <param name="workers">How many pieces there are at a time.</param>
    /// <param name="run">Runs them; one after the other when null.</param>
    /// <param name="machines">The machines; those that ship when null.</param>
    public Search(ExplorationSettings settings, int workers = 1, RunPieces? run = null, Func<Cast, Machines>? machines = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _settings = settings;
        _workers = [.. Enumerable.Range(0, workers).Select(_ => new Worker(settings, machines ?? (cast => new Machines(cast)), _known))];
        _run = run ?? OneByOne;
    }

    /// <summary>Searches until every state is expanded, an invariant is broken, or there are <paramref name="mostStates"/> states.</summary>
    /// <param name="mostStates">Where to give up; the result is then not complete.</param>
    /// <param name="progress">Told after each depth.</param>
    /// <param name="stop">Asked between pieces; true ends the search, which is then not complete.</param>
    public SearchResult Run(int mostStates = int.MaxValue, Action<SearchProgress>? progress = null, Func<bool>? stop = null)
    {
        var first = _workers[0].Begin();
        _known[_workers[0].Fingerprint(first)] = 0;
        Add(-1, 0, _workers[0].Reached(first));
        List<(int Index, CheckedWorld World)> frontier = [(0, first)];
        for (var depth = 0; frontier.Count > 0; depth++)
        {
            progress?.Invoke(new(depth, _parents.Count, frontier.Count, _steps));
            List<(int, CheckedWorld)> next = [];
            for (var start = 0; start < frontier.Count; start += ChunkSize)
            {
                if (_parents.Count >= mostStates || stop?.Invoke() == true) return End(depth, false, null, []);
                if (Expand(frontier, start, Math.Min(ChunkSize, frontier.Count - start), next) is { } broken) return End(depth + 1, false, broken.Breach, Path(broken.Parent, broken.Action));
            }

            frontier = next;
            if (frontier.Count == 0)
            {
                var stuck = _settings.BoundsPolls ? null : Stuck();
                return stuck is { } found ? End(depth, true, found.Breach, Path(_parents[found.State], _actions[found.State])) : End(depth, true, null, []);
            }
        }

        throw new InvalidOperationException("A world without any action has no first state.");
    }

    private static void OneByOne(int pieces, Action<int> piece)
    {
        for (var i = 0; i < pieces; i++) piece(i);
    }

    private void Add(int parent, ulong action, byte reached)
    {
        _parents.Add(parent);
        _actions.Add(action);
        _reached.Add(reached);
    }

    private (Breach Breach, int Parent, ulong Action)? Expand(List<(int Index, CheckedWorld World)> frontier, int start, int count, List<(int, CheckedWorld)> next)
    {
        var share = (count + _workers.Length - 1) / _workers.Length;
        _run(_workers.Length, piece =>
        {
            var from = Math.Min(count, piece * share);
            var to = Math.Min(count, from + share);
            _workers[piece].Expand(frontier, start + from, to - from);
        });
        foreach (var worker in _workers)
        {
            _steps += worker.Steps;
            foreach (var found in worker.Found)
            {
                if (found.Breach is { } breach) return (breach, found.Parent, found.Action);
                if (!_known.TryGetValue(found.Fingerprint, out var index))
                {
                    index = _parents.Count;
                    _known[found.Fingerprint] = index;
                    Add(found.Parent, found.Action, found.Reached);
                    next.Add((index, found.World!));
                }

                if (!found.IsFaultFree) continue;
                _from.Add(found.Parent);
                _to.Add(index);
            }
        }

        return null;
    }

    private SearchResult End(int depth, bool isComplete, Breach? breach, IReadOnlyList<WorldAction> path) =>
        new(_settings, _parents.Count, _steps, depth, isComplete, breach, path, _workers.SelectMany(worker => worker.Rows).ToHashSet());

    private List<WorldAction> Path(int parent, ulong last)
    {
        List<WorldAction> path = [];
        if (parent < 0) return path;
        path.Add(WorldAction.Of(last));
        for (var state = parent; _parents[state] >= 0; state = _parents[state]) path.Add(WorldAction.Of(_actions[state]));
        path.Reverse();
        return path;
    }

    /// <summary>The first state from which no fault-free continuation reaches one of the goals, if there is one.</summary>
    private (Breach Breach, int State)? Stuck()
    {
        var into = Backwards();
        for (var goal = 0; goal < Goals.Invariants.Count; goal++)
        {
            var well = new bool[_parents.Count];
            var open = new Stack<int>();
            for (var state = 0; state < well.Length; state++)
            {
                if ((_reached[state] & (1 << goal)) == 0) continue;
                well[state] = true;
                open.Push(state);
            }

            while (open.TryPop(out var state))
            {
                foreach (var before in into.Of(state))
                {
                    if (well[before]) continue;
                    well[before] = true;
                    open.Push(before);
                }
            }

            var stuck = Array.IndexOf(well, false);
            if (stuck >= 0) return (new(Goals.Invariants[goal], $"from here no continuation without faults ends well; {well.Count(reaches => !reaches)} such states"), stuck);
        }

        return null;
    }

    private Predecessors Backwards()
    {
        var starts = new int[_parents.Count + 1];
        foreach (var state in _to) starts[state + 1]++;
        for (var i = 1; i < starts.Length; i++) starts[i] += starts[i - 1];
        var fill = starts.ToArray();
        var edges = new int[_to.Count];
        for (var i = 0; i < _to.Count; i++) edges[fill[_to[i]]++] = _from[i];
        return new(starts, edges);
    }

    private sealed record Predecessors(int[] Starts, int[] Edges)
    {
        public ReadOnlySpan<int> Of(int state) => Edges.AsSpan(Starts[state], Starts[state + 1] - Starts[state]);
    }
}
