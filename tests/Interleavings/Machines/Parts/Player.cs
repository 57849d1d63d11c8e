using Microsoft.Coyote.Actors;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>Where the work on one cue pauses, so that others may go first.</summary>
internal enum Pause
{
    /// <summary>For nothing but the order of things.</summary>
    Step,
    /// <summary>Until somebody says that it goes on: storage that takes its time.</summary>
    Until,
}

/// <summary>
/// Takes one cue after the other, each to its end, as the loops of the hosts do: what comes meanwhile waits. Work that pauses goes on in a step of its own,
/// so that everything between two of its steps is a decision of Coyote.
/// </summary>
internal abstract class Player : Actor
{
    private readonly Queue<object> _waiting = new();
    private IEnumerator<Pause>? _work;
    private int _turn;

    protected Play Play { get; private set; } = null!;

    protected int Index { get; private set; }

    /// <summary>Where its cues go.</summary>
    public ActorId Address => Id;

    /// <summary>To be sent to this player when what the present work waits for is there.</summary>
    protected Resumed Ticket => new(_turn);

    protected override Task OnInitializeAsync(Event initialEvent)
    {
        var part = (Part)initialEvent;
        (Play, Index) = (part.Play, part.Index);
        Begin();
        Play.Done();
        return Task.CompletedTask;
    }

    /// <summary>Takes its place in the play; nobody acts before all have.</summary>
    protected abstract void Begin();

    /// <summary>The work on one cue.</summary>
    protected abstract IEnumerator<Pause> Take(object cue);

    /// <summary>Death does not wait for its turn. What is under way and what waits is lost.</summary>
    protected virtual void Die()
    {
    }

    /// <summary>Gives up what is under way and tells whoever waits that there will be no answer.</summary>
    protected void Drop()
    {
        _work = null;
        _turn++;
        while (_waiting.TryDequeue(out var lost)) Lose(lost);
    }

    /// <summary>This cue will not be handled.</summary>
    protected virtual void Lose(object cue)
    {
    }

    /// <summary>The handler of the one event; a derived class binds it.</summary>
    protected void Hear(Event heard)
    {
        switch (((Cue)heard).What)
        {
            case Resumed resumed:
                if (resumed.Turn == _turn && _work is not null) Go();
                break;
            case Crashed:
                Die();
                break;
            case var cue when _work is not null:
                _waiting.Enqueue(cue);
                break;
            case var cue:
                Start(cue);
                break;
        }

        while (_work is null && _waiting.TryDequeue(out var next)) Start(next);
        Play.Done();
    }

    private void Start(object cue)
    {
        Logger.WriteLine("<Play> {0} takes {1}", Id.Name, cue);
        _work = Take(cue);
        Go();
    }

    private void Go()
    {
        var (work, turn) = (_work!, _turn);
        var more = work.MoveNext();
        // It may have died on the way.
        if (turn != _turn) return;
        if (!more) (_work, _turn) = (null, _turn + 1);
        else if (work.Current == Pause.Step) Play.Send(Id, Ticket);
    }
}
