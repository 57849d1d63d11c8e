using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SecUpIoT.Cli;
using SecUpIoT.Crash.Checks;
using SecUpIoT.Crash.Driving;
using SecUpIoT.Crash.Faults;

namespace SecUpIoT.Crash.Site;

/// <summary>
/// A site of real processes: one Firmware server, one Status tracker, gateways with several Communicators and nodes with several Device cores. All links
/// between them go through proxies; TLS with client certificates is on wherever the product has it.
/// </summary>
internal sealed class CrashSite : IAsyncDisposable
{
    private const int VolumeSize = 48;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, SecupProcess> _processes;
    private readonly Dictionary<string, LinkProxy> _trackerLinks;
    private readonly LinkProxy _serverLink;
    private readonly IReadOnlyList<LinkProxy> _deviceLinks;
    private readonly ConcurrentDictionary<string, string> _phases = new();
    private readonly ConcurrentDictionary<string, long> _full = new();
    private readonly ConcurrentQueue<Violation> _fallen = new();

    private CrashSite(SiteFiles files, Volumes volumes, int seed, Chronicle chronicle)
    {
        Files = files;
        Volumes = volumes;
        Chronicle = chronicle;
        Operator = new Operator(files);
        _serverLink = new LinkProxy(new IPEndPoint(IPAddress.Loopback, files.Description.ServerPort), seed);
        _trackerLinks = Shape.Gateways.Select((name, index) => (name, index)).ToDictionary(
            static one => one.name, one => new LinkProxy(new IPEndPoint(IPAddress.Loopback, files.Description.TrackerPort), seed ^ (0x100 + one.index)));
        _deviceLinks = [.. Enumerable.Range(1, Shape.Devices).Select(number => new LinkProxy(new UnixDomainSocketEndPoint(files.DeviceSocket(number)), seed ^ (0x1000 + number)))];
        files.Write(volumes, gateway => _trackerLinks[gateway].Port, _serverLink.Port, number => _deviceLinks[number - 1].Port);
        _processes = Shape.Processes.ToDictionary(static name => name, name => new SecupProcess(name, files.Arguments(name), volumes, Hear));
    }

    public SiteFiles Files { get; }

    public SiteShape Shape => Files.Shape;

    public Volumes Volumes { get; }

    public Chronicle Chronicle { get; }

    public Operator Operator { get; }

    public IReadOnlyCollection<SecupProcess> Processes => _processes.Values;

    /// <summary>Processes that ended although nobody had told or made them to.</summary>
    public IReadOnlyCollection<Violation> Fallen => _fallen;

    public SecupProcess this[string process] => _processes[process];

    public static async Task<CrashSite> BuildAsync(Scratch scratch, int devices, int seed, Chronicle chronicle)
    {
        var files = new SiteFiles(scratch, new SiteShape(devices));
        Volumes? volumes = null;
        try
        {
            volumes = await Volumes.CreateAsync(scratch["volumes"], files.Shape.Processes, VolumeSize).ConfigureAwait(false);
            return new CrashSite(files, volumes, seed, chronicle);
        }
        catch
        {
            volumes?.Dispose();
            files.Dispose();
            throw;
        }
    }

    /// <summary>The phase that the Device core was last heard to be in; empty when it was not heard yet.</summary>
    public string PhaseOf(int device) => _phases.GetValueOrDefault(Files.Device(device).ToString(), "");

    /// <summary>The link between one gateway and the tracker.</summary>
    public LinkProxy TrackerLink(string gateway) => _trackerLinks[gateway];

    /// <summary>The proxies of one kind of link.</summary>
    public IReadOnlyList<LinkProxy> Links(LinkKind kind) => kind switch
    {
        LinkKind.Server => [_serverLink],
        LinkKind.Tracker => [.. _trackerLinks.Values],
        _ => _deviceLinks,
    };

    public int Harmed(Harm harm) => Enum.GetValues<LinkKind>().SelectMany(Links).Sum(link => link.Harmed(harm));

    /// <summary>Starts a process as an init system would: again and again while its disk is full.</summary>
    public async Task StartAsync(SecupProcess process)
    {
        var began = Chronicle.Elapsed;
        while (await process.StartAsync().ConfigureAwait(false) is { } code)
        {
            if (code != ExitCode.Storage || !WasFull(process.Name) || Chronicle.Elapsed - began > Patience)
                throw new InvalidOperationException($"{process.Name} ended at its start with exit code {code}: {string.Join("\n", process.LastLines.TakeLast(3))}");
            Chronicle.Note($"{process.Name} could not start, exit code {code}");
            await Task.Delay(Again).ConfigureAwait(false);
        }

        _ = SuperviseAsync(process, process.Ending);
    }

    /// <summary>From now until <see cref="FreeDisk"/> nothing more fits into the volume of the process.</summary>
    public void FillDisk(string process)
    {
        _full[process] = long.MaxValue;
        Volumes.Fill(process);
    }

    public void FreeDisk(string process)
    {
        Volumes.Free(process);
        _full[process] = (long)Chronicle.Elapsed.TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        Volumes.Dispose();
        Operator.Dispose();
        foreach (var link in Enum.GetValues<LinkKind>().SelectMany(Links)) await link.DisposeAsync().ConfigureAwait(false);
        foreach (var process in _processes.Values) await process.Ending.WaitAsync(Patience).ConfigureAwait(false);
        Files.Dispose();
    }

    /// <summary>True while the disk is full, and for a while after, because who noticed it then may end only now.</summary>
    private bool WasFull(string process) => _full.TryGetValue(process, out var until) && (until == long.MaxValue || Chronicle.Elapsed.TotalMilliseconds - until < 10_000);

    private async Task SuperviseAsync(SecupProcess process, Task<int> ending)
    {
        var code = await ending.ConfigureAwait(false);
        if (process.EndOrdered) return;
        if (code != ExitCode.Storage || !WasFull(process.Name))
        {
            _fallen.Enqueue(new Violation("I-18", $"process {process.Name}", "to run until it is told or made to end", $"it ended by itself with exit code {code}"));
            return;
        }

        Chronicle.Count(Deed.EndedByFullDisk, $"{process.Name} ended because its disk is full");
        await process.Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (process.Ending == ending) await StartAsync(process).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            _fallen.Enqueue(new Violation("I-18", $"process {process.Name}", "to start again when its disk has space", exception.Message));
        }
        finally
        {
            process.Turn.Release();
        }
    }

    private void Hear(SecupProcess process, JsonObject told)
    {
        if ((string?)told["event"] == "PhaseChanged" && (string?)told["entity"] == "device") _phases[(string)told["subject"]!] = (string)told["to"]!;
    }
}
