using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Simulation;

/// <summary>The trace of a world: every machine, every step, every restart, in the order of the world (spec/trace-format.md).</summary>
public sealed class TraceRecording
{
    private readonly World _world;
    private readonly List<TraceEvent> _events = [];

    internal TraceRecording(World world) => _world = world;

    /// <summary>The events so far.</summary>
    public IReadOnlyList<TraceEvent> Events => _events;

    /// <summary>The first line: where all chance came from, and which keys attackers hold.</summary>
    public TraceHeader Header => new(
        $"simulation, profile {_world.Settings.Profile}, seed {_world.Settings.Seed}",
        new([.. Key(StolenKey.Author, _world.Invariants.AuthorKeyStolen), .. Key(StolenKey.Tracker, _world.Invariants.TrackerKeyStolen)]));

    /// <summary>The trace as it would be read back.</summary>
    public TraceFile ToFile(string name) => new(name, Header, [.. _events.Select(static (happened, index) => new TraceEntry(index + 2, happened))], Torn: false);

    /// <summary>The whole file in bytes.</summary>
    public byte[] ToBytes() => [.. TraceWriter.Line(Header), .. _events.SelectMany(TraceWriter.Line)];

    internal void Add(TraceEvent happened) =>
        _events.Add(happened with { Seq = (ulong)_events.Count + 1, At = _world.Clock.UnixMilliseconds });

    private static IEnumerable<StolenKey> Key(StolenKey key, bool stolen) => stolen ? [key] : [];
}
