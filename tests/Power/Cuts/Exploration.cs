using System.Globalization;
using System.Text;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Power.Tests.Lives;
using SecUpIoT.Power.Tests.Media;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation;

namespace SecUpIoT.Power.Tests.Cuts;

/// <summary>How far an exploration goes.</summary>
/// <param name="Depth">So many cuts after one another are explored without gaps.</param>
/// <param name="First">How fine the first cut is.</param>
/// <param name="Later">How fine the further ones are.</param>
/// <param name="Repeat">Of the contents whose state is known, every n-th is lived through all the same.</param>
/// <param name="Sample">From every n-th of the last states one cut more is made, chosen by seed; 0 for none.</param>
/// <param name="Seed">The seed of what is chosen.</param>
internal sealed record Bounds(int Depth, Fineness First, Fineness Later, int Repeat, int Sample, ulong Seed = 1)
{
    /// <summary>Stops between two states when it says so.</summary>
    public Func<bool>? IsEnough { get; init; }

    /// <summary>Of the states that are met only the share that the seed chooses is gone into: percent.</summary>
    public int Share { get; init; } = 100;
}

/// <summary>A finding with the cuts that lead to it.</summary>
internal sealed class CutException(string rig, Chapter chapter, CutPath path, Exception cause) : Exception(
    $"{cause.Message}\nchapter {chapter.Name} on {rig}, cuts: {(path.Steps.Count == 0 ? "none" : path)}\n"
    + $"Again: SECUP_POWER_CUT='{rig} {chapter.Name} {path}' dotnet test tests/Power --filter A_cut_is_led_through_again", cause)
{
    public CutPath Path { get; } = path;

    /// <summary>The invariant or requirement that is broken.</summary>
    public string Id => InnerException is Finding finding ? finding.Id : "I-08";
}

/// <summary>
/// Leads a device through a chapter of its life, cuts the power at and inside of every operation, and leads it from there to the end; then cuts every
/// operation of that way as well.
/// </summary>
internal sealed class Exploration
{
    // The update that a device must be able to do after whatever it went through.
    private const int Last = 8;

    private readonly Rig _rig;
    private readonly string _name;
    private readonly Chapter _chapter;
    private readonly Bounds _bounds;
    private readonly IMachine<DeviceCoreState> _machine;
    private readonly SplitMix64 _chance;
    private readonly HashSet<UInt128> _contents = [];
    private readonly HashSet<UInt128> _states = [];
    private readonly HashSet<UInt128> _operations = [];
    private long _known;

    /// <param name="rig">What the device is built of.</param>
    /// <param name="name">Names the rig in a finding.</param>
    /// <param name="chapter">The part of its life.</param>
    /// <param name="bounds">How far to go.</param>
    public Exploration(Rig rig, string name, Chapter chapter, Bounds bounds)
    {
        _rig = rig;
        _name = name;
        _chapter = chapter;
        _bounds = bounds;
        _machine = rig.MakeMachine();
        _chance = new SplitMix64(bounds.Seed);
    }

    public Tally Tally { get; } = new();

    /// <exception cref="CutException">What must never happen.</exception>
    public Tally Run()
    {
        var states = new Queue<State>([Begin()]);
        while (states.TryDequeue(out var state) && _bounds.IsEnough?.Invoke() != true)
        {
            var begun = new List<Begun>();
            Live(state, begun);
            if (state.Depth < _bounds.Depth) Cut(state, begun, states);
            else if (_bounds.Sample > 0 && _chance.Below(_bounds.Sample) == 0 && begun.Count > 0) CutOnce(state, begun);
        }

        return Tally;
    }

    /// <summary>Leads the device through these cuts once more, and through what comes after the last.</summary>
    /// <exception cref="CutException">What must never happen.</exception>
    public void Repeat(CutPath path)
    {
        var state = Begin();
        foreach (var step in path.Steps)
        {
            var begun = new List<Begun>();
            Live(state, begun);
            if (step.Operation >= begun.Count) throw new FormatException($"expected an operation below {begun.Count}, but the cut is at {step}.");
            var (operation, facts) = begun[step.Operation];
            var cut = operation.Cuts(state.Depth == 0 ? _bounds.First : _bounds.Later).FirstOrDefault(cut => cut.Point == step.Point);
            if (cut.Content is null) throw new FormatException($"operation {step.Operation} has no point '{step.Point}'. They are: {string.Join(", ", begun.Select(static (begun, at) => $"{at} {begun.Operation}"))}.");
            state = new State(cut.Content, facts, state.Path.Then(step.Operation, step.Point), state.Depth + 1);
            Read(state);
        }

        Live(state, []);
    }

    /// <summary>The operations of the chapter when nothing disturbs it, each with what was known when it began.</summary>
    public IReadOnlyList<(Media.FlashOperation Operation, Facts Facts)> Undisturbed()
    {
        var begun = new List<Begun>();
        Live(Begin(), begun);
        return [.. begun.Select(static operation => (operation.Operation, operation.Facts))];
    }

    /// <summary>Judges what a cut of an operation has left, and leads the device on from there unless the state is known.</summary>
    /// <exception cref="CutException">What must never happen.</exception>
    public void Try(int operation, string point, FlashContent content, Facts facts)
    {
        var state = new State(content, facts, CutPath.Undisturbed.Then(operation, point), 1);
        Tally.Contents++;
        if (!_states.Add(Read(state).Name)) return;
        Tally.States++;
        Live(state, null);
    }

    private State Begin()
    {
        var (content, facts) = _chapter.Begin(_rig, _machine);
        return new(content, facts, CutPath.Undisturbed, 0);
    }

    private void Cut(State state, List<Begun> begun, Queue<State> states)
    {
        for (var at = 0; at < begun.Count; at++)
        {
            var (operation, facts) = begun[at];
            if (!_operations.Add(NameOf(operation, facts, state.Path.Then(at, "before"))))
            {
                Tally.Same++;
                continue;
            }

            var known = Reading.Hash(facts.ToString());
            var points = 0;
            foreach (var cut in operation.Cuts(state.Depth == 0 ? _bounds.First : _bounds.Later))
            {
                points++;
                if (!_contents.Add(cut.Content.Digest ^ known)) continue;
                Tally.Contents++;
                var next = new State(cut.Content, facts, state.Path.Then(at, cut.Point), state.Depth + 1);
                if (_states.Add(Read(next).Name))
                {
                    Tally.States++;
                    if (_bounds.Share == 100 || _chance.Chance(_bounds.Share)) states.Enqueue(next);
                }
                else if (_bounds.Repeat > 0 && ++_known % _bounds.Repeat == 0)
                {
                    Tally.Repeated++;
                    Live(next, null);
                }
            }

            Tally.Note(state.Depth + 1, operation.Kind, points);
        }
    }

    private void CutOnce(State state, List<Begun> begun)
    {
        var at = _chance.Below(begun.Count);
        var (operation, facts) = begun[at];
        var cuts = operation.Cuts(_bounds.Later).ToList();
        var cut = cuts[_chance.Below(cuts.Count)];
        var next = new State(cut.Content, facts, state.Path.Then(at, cut.Point), state.Depth + 1);
        Read(next);
        Tally.Sampled++;
        Live(next, null);
    }

    private Read Read(State state)
    {
        try
        {
            return Reading.Of(_rig, state.Content, state.Facts);
        }
        catch (Exception exception) when (exception is Finding or StorageException or FlashRuleException)
        {
            throw new CutException(_name, _chapter, state.Path, exception);
        }
    }

    // From power-on to the end of the errand; then another restart and another update, which must succeed.
    private void Live(State state, List<Begun>? begun)
    {
        Tally.Lives++;
        var notes = begun;
        try
        {
            var life = new Life(_rig, _machine, state.Content, state.Facts, (operation, facts) => notes?.Add(new(operation, facts)));
            life.PowerOn();
            _chapter.Errand.Run(life);
            notes = null;
            life.PowerCycle();
            var report = life.Report();
            Finding.Unless(report.Running == report.Confirmed && report.Candidate is null, "I-03", $"expected {report.Confirmed} to run after the end of the errand, but the device reports {report}");
            life.BeginErrand();
            new Update(Last).Run(life);
            life.PowerCycle();
            report = life.Report();
            Finding.Unless(report.Running == _rig.World.Package(Last).Name, "I-18", $"expected an update to {Last} after the end of the errand, but the device reports {report}");
        }
        catch (Exception exception) when (exception is Finding or StorageException or FlashRuleException)
        {
            throw new CutException(_name, _chapter, state.Path, exception);
        }
    }

    // The state that it begins in, what it does, and where; of journal entries only how far they are from the one before.
    private UInt128 NameOf(Media.FlashOperation operation, Facts facts, CutPath path)
    {
        var (name, next) = Read(new State(operation.Durable, facts, path, 0));
        var layout = _rig.World.Layout;
        var where = new StringBuilder($"{name}|{operation.Kind}|{Reading.NameOf(facts.Storing, facts)}|{Place(operation.Address)}");
        foreach (var (at, data) in operation.Pieces) where.Append($"|{Place(at)}:{data.Length}").Append(IsJournal(at) ? "" : Convert.ToBase64String(data));
        return Reading.Hash(where.ToString());

        bool IsJournal(long at) => at >= layout.Bank(0) && at < layout.Bank(0) + 2 * layout.BankSize;

        string Place(long at) => IsJournal(at) ? string.Create(CultureInfo.InvariantCulture, $"j{at - next}") : at.ToString(CultureInfo.InvariantCulture);
    }

    private sealed record Begun(Media.FlashOperation Operation, Facts Facts);

    private sealed record State(FlashContent Content, Facts Facts, CutPath Path, int Depth);
}
