using System.Diagnostics;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Nodes;
using SecUpIoT.Cli.Trial;

namespace SecUpIoT.Cli.Tests.Fleet;

/// <summary>One site for all tests of the operator's commands: a tracker and a Firmware server that run, devices that are enrolled and mostly never start, a published package.</summary>
public sealed class FleetSite : IAsyncLifetime, IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const int DeviceCount = 8;

    // Each is a process that starts; more than a few at once on a small machine, and their handshakes take longer than a connection may.
    private static readonly SemaphoreSlim AtOnce = new(4);

    private readonly Scratch _scratch = new();
    private TrialPorts? _ports;
    private ChildNode? _server;
    private ChildNode? _tracker;

    internal Told Told { get; } = new();

    internal TrialFolder Trial { get; private set; } = null!;

    /// <summary>The package with number 3; the devices have 2.</summary>
    internal string Package => _scratch["app.suit"];

    internal string Manifest { get; private set; } = "";

    internal IReadOnlyList<string> Devices { get; private set; } = [];

    /// <summary>Devices that a test may start.</summary>
    internal IReadOnlyList<string> Living => [.. Devices.Take(3)];

    internal string this[string file] => _scratch[file];

    public async Task InitializeAsync()
    {
        var made = await DocumentsAsync(ExitCode.Done, "init", _scratch["trial"], "--devices", $"{DeviceCount}", "--slot-size", "1", "--factory-image", _scratch.Image("factory.bin", 20_000));
        Trial = new TrialFolder(_scratch["trial"]);
        _ports = TrialPorts.Keep(TrialDescription.Read(Trial));
        Devices = [.. made[0]["devices"]!.AsArray().Select(static id => (string)id!)];
        await StartServerAsync();
        _tracker = await ChildNode.StartAsync(new NodeFiles { StatusTrackers = [Trial.Configuration(TrialConfigurations.Tracker)] }, Told.Hear, CancellationToken.None);
        await JsonAsync(ExitCode.Done, "enrol");
        var package = await DocumentsAsync(
            ExitCode.Done, "package", "create", "--image", _scratch.Image("app.bin", 60_000, seed: 7), "--number", "3", "--vendor", "example.com", "--class", "webcam", "--key", Trial.AuthorKey, "--out", Package);
        Manifest = (string)package[0]["manifest"]!;
        await JsonAsync(ExitCode.Done, "publish", Package, "--payload", _scratch["app.bin"]);
        await Told.AwaitAsync(static told => (string?)told["event"] == "CatalogueChanged" && (int)told["packages"]! == 1);
    }

    public async Task DisposeAsync()
    {
        if (_tracker is not null) await _tracker.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _ports?.Dispose();
        _scratch.Dispose();
    }

    internal async Task StartServerAsync() =>
        _server = await ChildNode.StartAsync(new NodeFiles { FirmwareServers = [Trial.Configuration(TrialConfigurations.Server)] }, Told.Hear, CancellationToken.None);

    internal async Task StopServerAsync()
    {
        await _server!.DisposeAsync();
        _server = null;
    }

    /// <summary>The devices that may live, each with its Communicator, in one process.</summary>
    internal async Task<ChildNode> StartDevicesAsync()
    {
        List<string> Files(Func<int, string> name) => [.. Enumerable.Range(1, Living.Count).Select(number => Trial.Configuration(name(number)))];
        var communicators = Files(TrialConfigurations.Communicator);
        // A test that stops the server for a moment is not to wait for minutes afterwards.
        foreach (var file in communicators) await File.AppendAllTextAsync(file, "first-back-off: 250ms\nmost-back-off: 500ms\n");
        return await ChildNode.StartAsync(new NodeFiles { DeviceCores = Files(TrialConfigurations.Device), Communicators = communicators }, Told.Hear, CancellationToken.None);
    }

    /// <summary>A command of the operator, as text.</summary>
    internal Task<Ran> TextAsync(params string[] arguments) => RunAsync([.. arguments, "--trial", _scratch["trial"]]);

    /// <summary>A command of the operator that must end so, and the documents that it wrote.</summary>
    internal Task<IReadOnlyList<JsonObject>> JsonAsync(int exitCode, params string[] arguments) => DocumentsAsync(exitCode, [.. arguments, "--trial", _scratch["trial"]]);

    /// <summary>A command that goes on until it is done or stopped; its documents are read as they come.</summary>
    internal Process StartJson(params string[] arguments) => Secup.Start([.. arguments, "--json", "--trial", _scratch["trial"]]);

    internal static async Task<JsonObject> NextAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return Assert.IsType<JsonObject>(JsonNode.Parse(Assert.IsType<string>(line)));
    }

    /// <summary>What it still tells until it ends.</summary>
    internal static async Task<IReadOnlyList<JsonObject>> RestAsync(Process process)
    {
        var documents = new List<JsonObject>();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line) documents.Add(Assert.IsType<JsonObject>(JsonNode.Parse(line)));
        await process.WaitForExitAsync().WaitAsync(Patience);
        return documents;
    }

    /// <summary>With --json: every line is an object, and the last one of a failure says in words and numbers what the exit code says.</summary>
    internal static async Task<IReadOnlyList<JsonObject>> DocumentsAsync(int exitCode, params string[] arguments)
    {
        var ran = await RunAsync([.. arguments, "--json"]);
        Assert.True(ran.ExitCode == exitCode, $"{string.Join(' ', arguments)}: expected {exitCode}, got {ran.ExitCode}; {ran.Output}{ran.Errors}");
        var documents = ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => Assert.IsType<JsonObject>(JsonNode.Parse(line))).ToList();
        Assert.NotEmpty(documents);
        if (exitCode == ExitCode.Done) return documents;
        Assert.Equal(exitCode, (int)documents[^1]["exitCode"]!);
        Assert.NotEmpty((string)documents[^1]["error"]!);
        Assert.NotEmpty(ran.Errors);
        return documents;
    }

    private static async Task<Ran> RunAsync(string[] arguments)
    {
        await AtOnce.WaitAsync();
        try
        {
            return await Secup.RunAsync(arguments);
        }
        finally
        {
            AtOnce.Release();
        }
    }
}

/// <summary>All classes that use the site, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class FleetSiteClasses : ICollectionFixture<FleetSite>
{
    public const string Name = "fleet site";
}
