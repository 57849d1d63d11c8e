using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Simulation.Tests.Traces;

/// <summary>One eventful trace, and ways to alter it.</summary>
internal static class Samples
{
    private static readonly Lazy<TraceFile> One = new(Make);

    /// <summary>
    /// An update with a power cut during the transfer; a cancellation that comes too late; a silence in which a freeze is suspected and the record
    /// becomes unreachable; restarts of tracker and server.
    /// </summary>
    public static TraceFile Eventful => One.Value;

    /// <summary>The events in the same file, numbered anew by line and without <c>seq</c>.</summary>
    public static TraceFile With(this TraceFile file, IEnumerable<TraceEvent> events) =>
        file with { Entries = [.. events.Select((happened, index) => new TraceEntry(index + 2, happened with { Seq = null }))] };

    public static TraceFile Only(this TraceFile file, TraceMachine machine) =>
        file.With(file.Events().Where(happened => happened.Machine == machine)) with { Name = machine.ToString() };

    public static TraceFile Altered(this TraceFile file, Func<TraceEvent, bool> which, Func<TraceEvent, TraceEvent> change)
    {
        var index = file.IndexOf(which);
        return file.With(file.Events().Select((happened, at) => at == index ? change(happened) : happened));
    }

    public static TraceFile Without(this TraceFile file, Func<TraceEvent, bool> which)
    {
        var index = file.IndexOf(which);
        return file.With(file.Events().Where((_, at) => at != index));
    }

    public static IReadOnlyList<TraceEvent> Events(this TraceFile file) => [.. file.Entries.Select(entry => entry.Event)];

    /// <summary>The place of the first event that fits; there must be one.</summary>
    public static int IndexOf(this TraceFile file, Func<TraceEvent, bool> which)
    {
        var index = file.Entries.ToList().FindIndex(entry => which(entry.Event));
        Assert.True(index >= 0, "the sample has no such event");
        return index;
    }

    public static int LineOf(this TraceFile file, Func<TraceEvent, bool> which) => file.Entries[file.IndexOf(which)].Line;

    public static Misfit? Misfit(params TraceFile[] files) => TraceChecker.Check(files).Misfit;

    public static bool Is(this TraceEvent happened, TraceMachine machine, string trigger) => happened.Machine == machine && happened.Step?.Trigger == trigger;

    public static TraceEvent Device(this TraceEvent happened, Func<DeviceData, DeviceData> change) => happened with { Device = change(happened.Device!) };

    public static TraceEvent Record(this TraceEvent happened, Func<TrackData, TrackData> change) => happened with { Record = change(happened.Record!) };

    private static TraceFile Make()
    {
        var world = new World(new WorldSettings
        {
            Trace = true,
            Device = configuration => configuration with { FreshnessLimit = TimeSpan.FromMinutes(8) },
            Tracker = new StatusTrackerConfiguration { SilenceLimit = TimeSpan.FromMinutes(6) },
        });
        var package = world.Publish(2);
        world.Reaches(() => world.Device.State.Candidate is { Stage: CandidateStage.Receiving, Received: > 64 });
        world.Device.Restart(TimeSpan.FromSeconds(1));
        world.Completes(package);
        world.Tracker.Cancel(world.Device.Id);
        world.Inject(new Packet(0, world.Communicator.Name, "D1", Link.Device, new CatalogueRequest()));
        world.Communicator.Crash();
        world.RunFor(TimeSpan.FromMinutes(10));
        world.Communicator.Start();
        world.Reaches(() => world.Track.Phase == TrackPhase.Confirmed && !world.Device.State.FreezeSuspected);
        world.Tracker.Restart(TimeSpan.FromSeconds(5));
        world.Server.Restart(TimeSpan.FromSeconds(5));
        world.Completes(world.Publish(3));
        return world.Trace!.ToFile("sample");
    }
}
