using System.Net;
using System.Net.Sockets;
using SecUpIoT.Cli.Trial;

namespace SecUpIoT.Cli.Tests;

/// <summary>Ports that are kept: for the entities of the trial, and for nobody else.</summary>
public sealed class TrialPortsTests
{
    [SkippableFact]
    public void Its_entities_may_listen_again_and_again_and_nobody_else_gets_the_port()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux lets somebody listen on a port that another socket is bound to.");
        using var ports = TrialPorts.Take(devices: 50);
        int[] kept = [ports.Server, ports.Tracker, .. ports.Devices];

        foreach (var port in kept.Concat(kept))
        {
            using var entity = new TcpListener(IPAddress.Loopback, port);
            entity.Start();
        }

        Assert.Equal(52, kept.Distinct().Count());
        // So many that some of them would get one of these ports if it were let go.
        Assert.DoesNotContain(Enumerable.Range(0, 5_000).Select(_ => PortOfAnother()), kept.Contains);
    }

    private static int PortOfAnother()
    {
        using var another = new TcpListener(IPAddress.Loopback, 0);
        another.Start();
        return ((IPEndPoint)another.LocalEndpoint).Port;
    }
}
