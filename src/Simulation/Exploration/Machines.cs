using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>
/// The machines that are searched. By default the ones that ship; a test composes wrong ones around them. A set belongs to one worker.
/// </summary>
public sealed record Machines
{
    /// <summary>The machines that ship, for this cast. What is judged by cryptography is judged once for each envelope and directive.</summary>
    public Machines(Cast cast)
    {
        ArgumentNullException.ThrowIfNull(cast);
        Devices = [.. cast.Configurations.Select(configuration => (IMachine<DeviceCoreState>)new DeviceCoreMachine(configuration, Remembering(DeviceJudges.For(configuration))))];
        var precheck = new CommunicatorConfiguration().PreCheck;
        Communicator = new CommunicatorMachine(new CommunicatorConfiguration { PreCheck = Remember(precheck) });
        Tracker = new StatusTrackerMachine(cast.TrackerPolicy, Remember(SymbolicKey.Read));
        ServerLink = new ServerLinkMachine(new ServerLinkConfiguration([cast.Author.Anchor]));
        Server = new FirmwareServerMachine(new FirmwareServerConfiguration([cast.Author.Anchor]));
    }

    /// <summary>A Device core for each device.</summary>
    public IReadOnlyList<IMachine<DeviceCoreState>> Devices { get; init; }

    /// <summary>For all Communicators.</summary>
    public IMachine<CommunicatorState> Communicator { get; init; }

    /// <summary>For all records of devices.</summary>
    public IMachine<TrackState> Tracker { get; init; }

    /// <summary>For all server links.</summary>
    public IMachine<ServerLinkState> ServerLink { get; init; }

    /// <summary>For all packages.</summary>
    public IMachine<PackageState> Server { get; init; }

    /// <summary>The same judges; each question is answered once and then remembered.</summary>
    public static DeviceJudges Remembering(DeviceJudges judges)
    {
        ArgumentNullException.ThrowIfNull(judges);
        return judges with { Package = Remember(judges.Package), Directive = Remember(judges.Directive) };
    }

    private static Func<Bytes, T> Remember<T>(Func<Bytes, T> judge)
    {
        var known = new Dictionary<Bytes, T>();
        return question =>
        {
            if (!known.TryGetValue(question, out var answer)) known[question] = answer = judge(question);
            return answer;
        };
    }
}
