using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Cli.Demo;
using SecUpIoT.Cli.Nodes;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Cli.Tests;

/// <summary>A trial whose four entities run as four processes that can be killed and started again.</summary>
internal sealed class TrialSite : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TrialPorts _ports = TrialPorts.Take(devices: 1);
    private readonly Dictionary<string, (NodeFiles Files, ChildNode? Process)> _nodes;
    private readonly ConcurrentQueue<JsonObject> _told = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly DemoSteps _steps;
    private readonly Func<string, string> _traceOf;

    public TrialSite(Scratch scratch, Profile profile, int imageSize)
    {
        Description = TrialDescription.Of("example.com", "site", profile, (ulong)imageSize + (1 << 20), _ports);
        Trial = TrialBuilder.Build(scratch["trial"], Description, scratch.Image("factory.bin", 50_000));
        ImagePath = scratch.Image("image.bin", imageSize, seed: 7);
        _traceOf = entity => scratch[$"{entity}.ndjson"];
        _steps = new DemoSteps(Trial, Description, new Terminal(json: true, TextWriter.Null, TextWriter.Null));
        var order = Topology.Distributed.Nodes(Trial);
        _nodes = new[] { "server", "tracker", "device", "communicator" }.Zip(order).ToDictionary(pair => pair.First, pair => (pair.Second, (ChildNode?)null));
    }

    public TrialFolder Trial { get; }

    public TrialDescription Description { get; }

    public string ImagePath { get; }

    public async Task StartAsync(string entity) =>
        _nodes[entity] = (_nodes[entity].Files, await ChildNode.StartAsync(_nodes[entity].Files, Hear, CancellationToken.None, _traceOf(entity)));

    public async Task StartAllAsync()
    {
        foreach (var entity in _nodes.Keys.ToList()) await StartAsync(entity);
    }

    /// <summary>As kill -9, and waits until the process is gone.</summary>
    public async Task KillAsync(string entity)
    {
        var process = _nodes[entity].Process!;
        process.Kill();
        await process.DisposeAsync();
        _nodes[entity] = (_nodes[entity].Files, null);
    }

    public async Task EnrolAndPublishAsync()
    {
        await _steps.EnrolAsync(CancellationToken.None);
        var (envelope, image) = _steps.Author(ImagePath);
        await _steps.PublishAsync(envelope, image, CancellationToken.None);
    }

    /// <summary>Waits for the first event that fits and was not waited for before.</summary>
    public async Task<JsonObject> AwaitAsync(Func<JsonObject, bool> fits)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            while (_told.TryDequeue(out var told))
            {
                if (fits(told)) return told;
            }

            await _more.WaitAsync(patience.Token);
        }
    }

    public Task<JsonObject> AwaitProgressAsync(double share) => AwaitAsync(told =>
        (string?)told["event"] == "Progress" && (string?)told["entity"] == "device" && (string?)told["what"] == "received" && (double)told["done"]! >= share * (double)told["total"]!);

    public async Task<TrackEntry> AwaitEndAsync() => (await _steps.WatchAsync(Patience, CancellationToken.None)).Single();

    /// <summary>Stops everything and says whether the device's slot equals the image.</summary>
    public async Task<bool> StopAndCompareAsync()
    {
        await DisposeAsync();
        return _steps.Compare(Authoring.ImageFile.Read(Protocol.Suit.ComponentId.Of("firmware"), ImagePath)).Count == 0;
    }

    /// <summary>What the command line says of the traces of all four processes, once they have stopped.</summary>
    public Task<Ran> CheckTracesAsync() => Secup.RunAsync(["trace", "check", .. _nodes.Keys.Select(_traceOf)]);

    public async ValueTask DisposeAsync()
    {
        foreach (var entity in _nodes.Keys.Reverse().ToList())
        {
            if (_nodes[entity].Process is { } process) await process.DisposeAsync();
            _nodes[entity] = (_nodes[entity].Files, null);
        }

        _ports.Dispose();
    }

    private void Hear(JsonObject told)
    {
        _told.Enqueue(told);
        _more.Release();
    }
}
