using System.Net;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Options;

namespace SecUpIoT.Cli.Nodes;

/// <summary>The entities of one process: started in order, watched together, stopped in the reverse order.</summary>
internal sealed class Node : IAsyncDisposable
{
    private static readonly TaskCompletionSource Never = new();

    private readonly List<(IAsyncDisposable Host, Func<Task> StopAsync, Task Completion)> _hosts = [];

    /// <summary>Ends when one of the entities has ended; faulted when it did because of a fault of its own.</summary>
    public Task Completion => Task.WhenAny(_hosts.Select(host => host.Completion)).Unwrap();

    /// <summary>Reads all files first, so that a wrong one is named before anything is opened, then starts the entities.</summary>
    public static async Task<Node> StartAsync(NodeFiles files, HostSurroundings surroundings, CancellationToken cancel)
    {
        var servers = files.FirmwareServers.Select(FirmwareServerOptions.Read).ToList();
        var trackers = files.StatusTrackers.Select(StatusTrackerOptions.Read).ToList();
        var devices = files.DeviceCores.Select(DeviceCoreOptions.Read).ToList();
        var communicators = files.Communicators.Select(CommunicatorOptions.Read).ToList();
        var node = new Node();
        try
        {
            foreach (var options in servers)
            {
                var host = new FirmwareServerHost(await options.OpenAsync().ConfigureAwait(false), surroundings);
                await host.StartAsync(cancel).ConfigureAwait(false);
                await node.AddAsync("server", host, host.StopAsync, host.Completion, options.Health, surroundings, cancel).ConfigureAwait(false);
            }

            foreach (var options in trackers)
            {
                var host = new StatusTrackerHost(await options.OpenAsync().ConfigureAwait(false), surroundings);
                await host.StartAsync(cancel).ConfigureAwait(false);
                await node.AddAsync("tracker", host, host.StopAsync, host.Completion, options.Health, surroundings, cancel).ConfigureAwait(false);
            }

            foreach (var options in devices)
            {
                var host = new DeviceCoreHost(options.Open(surroundings.Clock), surroundings);
                host.Start();
                await node.AddAsync("device", host, host.StopAsync, host.Completion, options.Health, surroundings, cancel).ConfigureAwait(false);
            }

            foreach (var options in communicators)
            {
                var host = new CommunicatorHost(options.Open(), surroundings);
                await host.StartAsync().ConfigureAwait(false);
                await node.AddAsync("communicator", host, host.StopAsync, host.Completion, options.Health, surroundings, cancel).ConfigureAwait(false);
            }
        }
        catch
        {
            await node.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return node;
    }

    private async Task AddAsync(
        string entity, IAsyncDisposable host, Func<Task> stop, Task completion, IPEndPoint? health, HostSurroundings surroundings, CancellationToken cancel)
    {
        _hosts.Add((host, stop, completion));
        if (health is null) return;
        var listener = new HealthListener(health, entity, () => completion, surroundings);
        _hosts.Add((listener, () => Task.CompletedTask, Never.Task));
        await listener.StartAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Lets every entity finish what it is doing, and stops it.</summary>
    public async Task StopAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts)) await host.StopAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts)) await host.Host.DisposeAsync().ConfigureAwait(false);
        _hosts.Clear();
    }
}
