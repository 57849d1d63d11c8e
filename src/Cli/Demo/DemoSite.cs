using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Cli.Nodes;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts;

namespace SecUpIoT.Cli.Demo;

/// <summary>The nodes of a demonstration: one in this process, several as processes of their own.</summary>
internal sealed class DemoSite : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _nodes = [];
    private readonly DemoTraces _traces;

    private DemoSite(DemoTraces traces) => _traces = traces;

    /// <summary>Starts every node; what the operator does with the tracker stands between its node and those after it.</summary>
    public static async Task<DemoSite> StartAsync(Topology topology, TrialFolder trial, DemoConsole console, DemoTraces traces, Func<Task> enrol, CancellationToken cancel)
    {
        var site = new DemoSite(traces);
        try
        {
            var nodes = topology.Nodes(trial);
            foreach (var files in nodes)
            {
                site._nodes.Add(nodes.Count == 1
                    ? await Node.StartAsync(files, new HostSurroundings(SystemClock.Instance, NullLoggerFactory.Instance, console, traces.Open(files.Name)), cancel).ConfigureAwait(false)
                    : await ChildNode.StartAsync(files, console.Report, cancel, traces.PathOf(files.Name)).ConfigureAwait(false));
                if (files.StatusTrackers.Count > 0) await enrol().ConfigureAwait(false);
            }
        }
        catch
        {
            await site.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return site;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes)) await node.DisposeAsync().ConfigureAwait(false);
        _nodes.Clear();
        _traces.Dispose();
    }
}
