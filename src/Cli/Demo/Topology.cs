using SecUpIoT.Cli.Nodes;
using SecUpIoT.Cli.Trial;

namespace SecUpIoT.Cli.Demo;

/// <summary>Which entities share a node (LS-16..18; spec/sequences/topologies.md).</summary>
internal enum Topology
{
    /// <summary>All four in one process.</summary>
    AllInOne,
    /// <summary>Device core and Communicator in a webcam; Status tracker and Firmware server in a web server.</summary>
    Webcam,
    /// <summary>Three Communicators in one gateway, three devices, and a web server.</summary>
    Gateway,
    /// <summary>Each in a process of its own.</summary>
    Distributed,
}

/// <summary>Topologies as nodes.</summary>
internal static class Topologies
{
    public static int Devices(this Topology topology) => topology == Topology.Gateway ? 3 : 1;

    /// <summary>The nodes, in the order in which they are started.</summary>
    public static IReadOnlyList<NodeFiles> Nodes(this Topology topology, TrialFolder trial)
    {
        var server = trial.Configuration(TrialConfigurations.Server);
        var tracker = trial.Configuration(TrialConfigurations.Tracker);
        var webServer = new NodeFiles { FirmwareServers = [server], StatusTrackers = [tracker] };
        string Device(int number) => trial.Configuration(TrialConfigurations.Device(number));
        var communicator = trial.Configuration(TrialConfigurations.Communicator(1));
        return topology switch
        {
            Topology.AllInOne => [webServer with { DeviceCores = [Device(1)], Communicators = [communicator] }],
            Topology.Webcam => [webServer, new NodeFiles { DeviceCores = [Device(1)], Communicators = [communicator] }],
            Topology.Gateway =>
            [
                webServer,
                .. Enumerable.Range(1, topology.Devices()).Select(number => new NodeFiles { DeviceCores = [Device(number)] }),
                new NodeFiles { Communicators = [trial.Configuration(TrialConfigurations.Gateway)] },
            ],
            _ =>
            [
                new NodeFiles { FirmwareServers = [server] },
                new NodeFiles { StatusTrackers = [tracker] },
                new NodeFiles { DeviceCores = [Device(1)] },
                new NodeFiles { Communicators = [communicator] },
            ],
        };
    }
}
