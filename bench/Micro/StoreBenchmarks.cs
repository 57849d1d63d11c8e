using BenchmarkDotNet.Attributes;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>The stores of tracker and server, with 10 000 devices and 16 packages in them.</summary>
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int Devices = 10_000;
    private const int AtOnce = 64;

    private readonly Scratch _scratch = new();
    private SqliteTrackStore _tracks = null!;
    private FilePackageStore _packages = null!;
    private TrackRecord[] _records = [];
    private PackageRecord _package = null!;
    private Digest _payload;
    private int _next;

    /// <summary>Fills both stores.</summary>
    [GlobalSetup]
    public async Task Prepare()
    {
        _tracks = await SqliteTrackStore.Open(_scratch["tracker.db"]).ConfigureAwait(false);
        var key = new Sample().Key.Public.Spki;
        var machine = new StatusTrackerMachine(new StatusTrackerConfiguration(), static key => Esp256PublicKey.FromSpki(key.Span));
        _records = [.. Enumerable.Range(0, Devices).Select(Enrolled)];
        foreach (var batch in _records.Chunk(1000)) await Task.WhenAll(batch.Select(record => _tracks.Save(record, Sample.Now))).ConfigureAwait(false);

        _packages = await FilePackageStore.Open(_scratch["packages"]).ConfigureAwait(false);
        var data = new byte[64 * 1024];
        _payload = Digest.Of(data);
        using var content = new MemoryStream(data);
        await _packages.SavePayload(_payload, content, (ulong)data.Length).ConfigureAwait(false);
        for (var number = 1; number <= 16; number++)
        {
            _package = new PackageRecord(
                new ImageName(new SequenceNumber((ulong)number), Digest.Of([(byte)number])), Sample.Vendor, Sample.Class, PackagePhase.Published, 400,
                new Sequence<PayloadName>(new PayloadName(number == 16 ? _payload : Digest.Of([(byte)number]), 65536)), Sequence<PayloadName>.Empty);
            await _packages.Save(_package).ConfigureAwait(false);
        }

        TrackRecord Enrolled(int number)
        {
            var request = new EnrolRequest(new DeviceId(new Guid($"00000000-0000-4000-8000-{number:x12}")), Sample.Vendor, Sample.Class, Profile.Secure, key);
            return machine.Handle(TrackState.Initial, new Input.Received(Link.Operator, request, Sample.Now, default)).State.Record!;
        }
    }

    /// <summary>Closes and removes both.</summary>
    [GlobalCleanup]
    public async Task Clear()
    {
        await _tracks.DisposeAsync().ConfigureAwait(false);
        await _packages.DisposeAsync().ConfigureAwait(false);
        _scratch.Dispose();
    }

    /// <summary>Tracker: the record of one device.</summary>
    [Benchmark, Group("store of the tracker")]
    public async Task<bool> ReadRecord() => await _tracks.Read(Next().Device).ConfigureAwait(false) is not null;

    /// <summary>Tracker: one record, durably, and nobody else writes.</summary>
    [Benchmark, Group("store of the tracker")]
    public Task SaveRecordAlone() => _tracks.Save(Next(), Sample.Now);

    /// <summary>Tracker: a record among 64 that are saved at once; the time is for one.</summary>
    [Benchmark(OperationsPerInvoke = AtOnce), Group("store of the tracker")]
    public Task SaveRecordAmong64() => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => _tracks.Save(Next(), Sample.Now)));

    /// <summary>Tracker: a page of 100 records.</summary>
    [Benchmark, Group("store of the tracker")]
    public async Task<int> List100Records() => (await _tracks.List(null, Next().Device, 100).ConfigureAwait(false)).Count;

    /// <summary>Server: the record of a package.</summary>
    [Benchmark, Group("store of the server")]
    public async Task<bool> ReadPackage() => await _packages.Read(_package.Image.Manifest).ConfigureAwait(false) is not null;

    /// <summary>Server: which packages name a payload.</summary>
    [Benchmark, Group("store of the server")]
    public async Task<int> FindPackagesOfPayload() => (await _packages.Naming(_payload).ConfigureAwait(false)).Count;

    /// <summary>Server: a payload opened for reading, and closed.</summary>
    [Benchmark, Group("store of the server")]
    public async Task<ulong> OpenPayload()
    {
        using var payload = await _packages.OpenPayload(_payload).ConfigureAwait(false);
        return payload!.Size;
    }

    private TrackRecord Next() => _records[(uint)Interlocked.Increment(ref _next) % Devices];
}
