using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing;

/// <summary>The tables of the five machines, as the machines themselves have them.</summary>
internal static class MachineTables
{
    private static readonly DeviceCoreConfiguration Nobody = new()
    {
        Device = default, Vendor = default, Class = default, AuthorAnchors = [], TrackerAnchors = [], SlotCapacity = 0,
    };

    private static readonly Dictionary<TraceMachine, Table> Tables = new()
    {
        [TraceMachine.DeviceCore] = Of<DevicePhase, DeviceCore.Trigger>(
            new DeviceCoreMachine(Nobody).Table(), nameof(DevicePhase.Off)),
        [TraceMachine.Communicator] = Of<Phase, Communicator.Trigger>(new CommunicatorMachine(new CommunicatorConfiguration()).Table(), nameof(Phase.Waiting)),
        [TraceMachine.StatusTracker] = Of<TrackPhase, StatusTracker.Trigger>(new StatusTrackerMachine(new StatusTrackerConfiguration(), static _ => null).Table(), null),
        [TraceMachine.ServerLink] = Of<ServerPhase, ServerTrigger>(new ServerLinkMachine(new ServerLinkConfiguration([])).Table(), nameof(ServerPhase.Unsynchronised)),
        [TraceMachine.FirmwareServer] = Of<PackagePhase, FirmwareServer.Trigger>(new FirmwareServerMachine(new FirmwareServerConfiguration([])).Table(), null),
    };

    /// <summary>How many rows all tables have together.</summary>
    public static int Rows { get; } = Tables.Values.Sum(static table => table.Next.Count);

    public static Table Of(TraceMachine machine) => Tables[machine];

    private static Table Of<TPhase, TTrigger>(IReadOnlyList<TableRow> rows, string? initial)
        where TPhase : struct, Enum
        where TTrigger : struct, Enum => new(
        Enum.GetNames<TPhase>().ToHashSet(),
        Enum.GetNames<TTrigger>().ToHashSet(),
        rows.ToDictionary(static row => (row.Phase, row.Trigger), static row => row.Next),
        initial);

    /// <summary>One machine's table.</summary>
    /// <param name="Phases">Its phases.</param>
    /// <param name="Triggers">Its triggers, those that are in no row among them.</param>
    /// <param name="Next">Its rows.</param>
    /// <param name="Initial">The phase in which it begins; null when the phase is durable.</param>
    internal sealed record Table(
        IReadOnlySet<string> Phases, IReadOnlySet<string> Triggers, IReadOnlyDictionary<(string Phase, string Trigger), string> Next, string? Initial)
    {
        /// <summary>The row says that the input is refused with a code that the judge chose: the phase stays and the trigger says so.</summary>
        public bool Refuses(string phase, string trigger) =>
            trigger.EndsWith("Refused", StringComparison.Ordinal) && Next.TryGetValue((phase, trigger), out var next) && next == phase;
    }
}
