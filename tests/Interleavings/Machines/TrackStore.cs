using Microsoft.Coyote.Actors;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Interleavings.Monitors;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>
/// The tracker's store. A write is durable when its turn comes, and whoever ordered it is told after that. When the process dies, the writes under way are
/// stored up to one of them, and the rest is not.
/// </summary>
[OnEventDoAction(typeof(Cue), nameof(Hear))]
internal class TrackStore : Player
{
    private readonly List<Write> _underWay = [];

    public void Save(Write write)
    {
        _underWay.Add(write);
        Ordered(write);
        Play.Send(Id, write);
    }

    /// <summary>A write has been ordered.</summary>
    protected virtual void Ordered(Write write)
    {
    }

    /// <summary>The process dies.</summary>
    public void Crash()
    {
        foreach (var write in _underWay.ToArray())
        {
            if (!Play.Either()) break;
            Keep(write);
        }

        _underWay.Clear();
    }

    protected override void Begin() => Play.Store = this;

    protected override IEnumerator<Pause> Take(object cue)
    {
        if (cue is Write write && _underWay.Remove(write))
        {
            Keep(write);
            Tell(write);
        }

        yield break;
    }

    /// <summary>Whoever ordered the write goes on.</summary>
    protected virtual void Tell(Write write) => Play.Send(write.Lane, write.Ticket);

    private void Keep(Write write)
    {
        var before = Play.Tracks[write.Device];
        Play.Tracks[write.Device] = write.Record;
        Play.Tell(new Observation.Kept($"T/D{write.Device + 1}", write.Record));
        Play.Tell(new Observation.RecordStored(write.Device, before, write.Record, write.Trigger));
    }

    internal sealed class Write(int device, TrackRecord record, string trigger, ActorId lane, Resumed ticket)
    {
        public int Device { get; } = device;

        public TrackRecord Record { get; } = record;

        public string Trigger { get; } = trigger;

        public ActorId Lane { get; } = lane;

        public Resumed Ticket { get; } = ticket;

        public override string ToString() => $"the record of D{Device + 1} after {Trigger}";
    }
}
