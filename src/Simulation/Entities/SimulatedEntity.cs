using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <summary>An entity in a world: it performs what its machine orders, and loses everything but its durable records in a crash.</summary>
public abstract class SimulatedEntity
{
    private readonly Dictionary<(TimerId Timer, string Of), long> _timers = [];
    private long _life;
    private long _armed;
    private long _turnedOff;

    private protected SimulatedEntity(Stage stage, string name) => (Stage, Name) = (stage, name);

    /// <summary>Its name in the transcript.</summary>
    public string Name { get; }

    /// <summary>False after a crash and before the restart.</summary>
    public bool IsUp { get; private set; }

    private protected Stage Stage { get; }

    /// <summary>Everything that is not durable is gone; messages that arrive are lost.</summary>
    public void Crash()
    {
        if (!IsUp) return;
        Stage.Note($"{Name}  crashes");
        Stop();
    }

    /// <summary>As <see cref="Crash"/>, and a restart that is on its way does not come.</summary>
    public void TurnOff()
    {
        Crash();
        _turnedOff++;
    }

    /// <summary>Starts, or starts again with the durable records.</summary>
    public void Start()
    {
        if (IsUp) return;
        Stage.Note($"{Name}  starts");
        IsUp = true;
        Begin();
    }

    /// <summary>A crash now and a start after <paramref name="pause"/>.</summary>
    public void Restart(TimeSpan pause)
    {
        Crash();
        StartAfter(pause);
    }

    internal abstract void Receive(Packet packet);

    /// <summary>Bytes came that are no message.</summary>
    internal abstract void ReceiveMalformed(Packet packet, string why);

    private protected abstract void Begin();

    /// <summary>Forgets what is not durable.</summary>
    private protected abstract void Forget();

    private protected void Stop()
    {
        IsUp = false;
        _life++;
        _timers.Clear();
        Forget();
    }

    private protected void StartAfter(TimeSpan pause)
    {
        var turnedOff = _turnedOff;
        Stage.Schedule(pause, () =>
        {
            if (turnedOff == _turnedOff) Start();
        });
    }

    private protected void Send(Packet packet) => Stage.Send(packet);

    private protected void Refuse(Packet? request, ResultCode code, string detail)
    {
        Stage.NoteRefusal(Name, code, detail);
        // A refusal is never answered with a refusal: two sides would talk for ever.
        if (request is null || request.Message is Refusal) return;
        var text = detail.Length <= Limits.Detail ? detail : detail[..Limits.Detail];
        Send(new Packet(request.Exchange, Name, request.From, request.Link, new Refusal(code, text)));
    }

    /// <summary>Does something later, unless the entity crashes before.</summary>
    private protected void Later(TimeSpan after, Action action)
    {
        var life = _life;
        Stage.Schedule(after, () =>
        {
            if (life == _life) action();
        });
    }

    private protected void SetTimer(TimerId timer, string of, TimeSpan after, Action fire)
    {
        var armed = ++_armed;
        _timers[(timer, of)] = armed;
        Later(after, () =>
        {
            if (_timers.GetValueOrDefault((timer, of)) != armed) return;
            _timers.Remove((timer, of));
            fire();
        });
    }

    private protected void CancelTimer(TimerId timer, string of) => _timers.Remove((timer, of));
}
