namespace SecUpIoT.Simulation.Exploration;

/// <summary>A state that a step led to.</summary>
/// <param name="Parent">The state before.</param>
/// <param name="Action">The action's code.</param>
/// <param name="Fingerprint">Stands for the state.</param>
/// <param name="World">The state; null when it was known before the piece began.</param>
/// <param name="Reached">Which goals it is in.</param>
/// <param name="IsFaultFree">Nobody disturbed the step.</param>
/// <param name="Breach">The first invariant that the step breaks.</param>
internal readonly record struct Found(int Parent, ulong Action, UInt128 Fingerprint, CheckedWorld? World, byte Reached, bool IsFaultFree, Breach? Breach);

/// <summary>Expands states with its own machines, and only reads what the search knows already.</summary>
internal sealed class Worker
{
    private readonly Cast _cast;
    private readonly Stepper _stepper;
    private readonly Goals _goals;
    private readonly IReadOnlyDictionary<UInt128, int> _known;
    private readonly List<WorldAction> _actions = [];
    private readonly StepRecord _record = new();
    private readonly HashSet<(string, string, string, string)> _rows = [];
    private readonly List<Found> _found = [];
    private int _parent;

    public Worker(ExplorationSettings settings, Func<Cast, Machines> machines, IReadOnlyDictionary<UInt128, int> known)
    {
        _cast = new Cast(settings);
        _stepper = new Stepper(_cast, machines(_cast));
        _goals = new Goals(_cast);
        _known = known;
    }

    /// <summary>What the last expansion found, in a fixed order.</summary>
    public IReadOnlyList<Found> Found => _found;

    /// <summary>How many steps the last expansion took.</summary>
    public long Steps { get; private set; }

    /// <summary>Every row that any of its machines took.</summary>
    public IReadOnlySet<(string Machine, string Phase, string Trigger, string Next)> Rows => _rows;

    public CheckedWorld Begin() => _stepper.Begin();

    public UInt128 Fingerprint(CheckedWorld world) => _stepper.Fingerprint(world);

    public byte Reached(CheckedWorld world) => _goals.Reached(world);

    public void Expand(List<(int Index, CheckedWorld World)> states, int start, int count)
    {
        _found.Clear();
        Steps = 0;
        for (var i = start; i < start + count; i++)
        {
            _parent = states[i].Index;
            Expand(states[i].World);
        }
    }

    private void Expand(CheckedWorld world)
    {
        Enabled.Fill(_cast, world, _stepper.Servers, _actions);
        foreach (var action in _actions)
        {
            Take(world, action);
            foreach (var disturbed in _stepper.Disturbed(world, action)) Take(world, disturbed);
        }
    }

    private void Take(CheckedWorld world, WorldAction action)
    {
        Steps++;
        _record.Clear();
        var next = _stepper.Perform(world, action, _record);
        foreach (var handled in _record.Events.OfType<HandledInput>())
        {
            if (handled.Refused is null) _rows.Add((handled.Machine, handled.Phase, handled.Trigger, handled.Next));
        }

        var fingerprint = _stepper.Fingerprint(next);
        var isNew = !_known.ContainsKey(fingerprint);
        var breach = _record.Breaches.Count > 0 ? _record.Breaches[0] : null;
        _found.Add(new(
            _parent, action.Code, fingerprint, isNew ? next : null, isNew ? _goals.Reached(next) : (byte)0, Enabled.IsFaultFree(world, action), breach));
    }
}
