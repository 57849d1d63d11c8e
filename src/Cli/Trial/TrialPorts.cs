using System.Net;
using System.Net.Sockets;

namespace SecUpIoT.Cli.Trial;

/// <summary>
/// The ports of a trial, found free by the system, and kept for its entities until this is disposed: they may listen on them, also after a restart, but the
/// system gives none of them to anybody else in the meantime.
/// </summary>
/// <remarks>Only Linux lets an entity listen on a port that another socket is bound to. Elsewhere the ports are known to have been free, and no more.</remarks>
internal sealed class TrialPorts : IDisposable
{
    private readonly List<Socket> _bound = [];

    private TrialPorts(IEnumerable<int> wanted)
    {
        try
        {
            // All are bound before the first is let go, so that they differ.
            foreach (var port in wanted)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _bound.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            }

            All = [.. _bound.Select(static socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        }
        catch
        {
            Dispose();
            throw;
        }

        if (!OperatingSystem.IsLinux()) Dispose();
    }

    public int Server => All[0];

    public int Tracker => All[1];

    public IReadOnlyList<int> Devices => [.. All.Skip(2)];

    private IReadOnlyList<int> All { get; }

    /// <summary>Free ports for a trial with so many devices.</summary>
    public static TrialPorts Take(int devices) => new(Enumerable.Repeat(0, 2 + devices));

    /// <summary>The ports of a trial that exists. None of its entities may run yet.</summary>
    /// <exception cref="SocketException">One of them is in use.</exception>
    public static TrialPorts Keep(TrialDescription trial) => new([trial.ServerPort, trial.TrackerPort, .. trial.Devices.Select(static device => device.Port)]);

    public void Dispose()
    {
        foreach (var socket in _bound) socket.Dispose();
        _bound.Clear();
    }
}
