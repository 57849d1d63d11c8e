using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>Authors publish, upload and withdraw at a Firmware server at once.</summary>
internal static class PackageScenarios
{
    private static readonly VendorId Vendor = Uuid5.Vendor("vendor.example");
    private static readonly Author Author = new("author", Vendor, Uuid5.Class(Vendor, "meter"));
    private static readonly SimulatedPackage Older = Author.Make(2);
    private static readonly SimulatedPackage Newer = Author.Make(3);
    private static readonly SimulatedPackage Twin = Author.Make(new PackageOrder(3) { Variant = "twin" });

    public static IReadOnlyList<Scenario> All { get; } = [Overtaking(static () => new()), Twins(static () => new()), Withdrawing(static () => new())];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("highest-number-from-a-cache", "The highest published number is remembered from the last look.", Overtaking(static () => new CachedHighest()), "R-FS-06"),
        new("twins-judged-by-a-cache", "Two packages of one number are judged by what was published a moment ago.", Twins(static () => new CachedHighest()), "R-FS-05"),
        new("download-judged-by-a-cache", "Whether a package is withdrawn is remembered from the last look.", Withdrawing(static () => new CachedRecord()), "R-FS-08"),
    ];

    private static Scenario Overtaking(Func<HuntedPackageStore> open) => new(
        "payload-arrives-while-a-newer-package-is-published",
        Subject.Hosts,
        "The last payload of a package arrives while a package with a higher number is published.",
        ["R-FS-06"],
        1_000,
        async _ =>
        {
            var store = open();
            var records = await StartAsync(store);
            store.Put(Digest.Of(Newer.Payload.Span), (ulong)Newer.Payload.Length);
            await records.AuthorAsync(new PublishRequest(Older.Envelope));
            var uploading = Task.Run(() => UploadAsync(store, records, Older));
            await records.AuthorAsync(new PublishRequest(Newer.Envelope));
            await uploading;
            await records.StopAsync();
            var highest = 0UL;
            foreach (var published in store.Saves.Where(static record => record.Phase == PackagePhase.Published))
            {
                Demand.That(published.Image.Number.Value > highest, "R-FS-06", $"package {published.Image.Number} was published after {highest}");
                highest = published.Image.Number.Value;
            }

            Demand.That(highest == Newer.Name.Number.Value, "R-FS-04", "the newer package was not published");
        });

    private static Scenario Twins(Func<HuntedPackageStore> open) => new(
        "two-authors-publish-one-number",
        Subject.Hosts,
        "Two different packages with one number are published at once, each with its payload there.",
        ["R-FS-05"],
        1_000,
        async _ =>
        {
            var store = open();
            var records = await StartAsync(store);
            foreach (var package in new[] { Newer, Twin }) store.Put(Digest.Of(package.Payload.Span), (ulong)package.Payload.Length);
            var publishing = new[] { Newer, Twin }.Select(package => Task.Run(() => records.AuthorAsync(new PublishRequest(package.Envelope)))).ToArray();
            var told = await Task.WhenAll(publishing);
            await records.StopAsync();
            var published = store.Saves.Count(static record => record.Phase == PackagePhase.Published);
            Demand.That(published == 1, "R-FS-05", $"{published} packages with one number were published");
            Demand.That(told.Count(static answer => answer is PublishAnswer) == published, "R-FS-05", "an author was told otherwise than what is stored");
        });

    private static Scenario Withdrawing(Func<HuntedPackageStore> open) => new(
        "publish-or-withdraw-during-download",
        Subject.Hosts,
        "A package is withdrawn while its blocks are asked for.",
        ["R-FS-08", "I-13"],
        1_000,
        async _ =>
        {
            var store = open();
            var records = await StartAsync(store);
            store.Put(Digest.Of(Newer.Payload.Span), (ulong)Newer.Payload.Length);
            await records.AuthorAsync(new PublishRequest(Newer.Envelope));
            var asking = Task.Run(async () =>
            {
                for (var block = 0; block < 3; block++) await records.JudgeBlockAsync(Wanted);
            });
            var withdrawn = await records.AuthorAsync(new WithdrawRequest(Newer.Name.Manifest));
            var after = await records.JudgeBlockAsync(Wanted);
            await asking;
            await records.StopAsync();
            Demand.That(withdrawn is WithdrawAnswer, "R-FS-08", $"the withdrawal was answered with {withdrawn}");
            Demand.That(after is not null, "R-FS-08", "a block of a package was served after its withdrawal had been acknowledged");
        });

    private static readonly BlockRequest Wanted = new(Digest.Of(Newer.Payload.Span), 0, 64);

    private static async Task UploadAsync(HuntedPackageStore store, PackageRecords records, SimulatedPackage package)
    {
        var name = new PayloadName(Digest.Of(package.Payload.Span), (ulong)package.Payload.Length);
        await Task.Yield();
        store.Put(name.Digest, name.Size);
        await records.PayloadStoredAsync(name);
    }

    private static async Task<PackageRecords> StartAsync(HuntedPackageStore store)
    {
        var setup = new ServerSetup(new FirmwareServerConfiguration([Author.Anchor]), store, HttpListen.DangerousPlaintext(new(System.Net.IPAddress.Loopback, 0)));
        var records = new PackageRecords(setup, new HostSurroundings(new HuntedClock(), NullLoggerFactory.Instance), NullLogger.Instance);
        await records.StartAsync();
        return records;
    }

    /// <summary>Remembers the highest package of the last look.</summary>
    private sealed class CachedHighest : HuntedPackageStore
    {
        private PackageRecord? _highest;
        private bool _looked;

        public override async ValueTask<PackageRecord?> Highest(VendorId vendor, ClassId deviceClass, CancellationToken cancel = default)
        {
            if (!_looked) (_looked, _highest) = (true, await base.Highest(vendor, deviceClass, cancel));
            return _highest;
        }
    }

    /// <summary>Remembers the record of the last look but one.</summary>
    private sealed class CachedRecord : HuntedPackageStore
    {
        private PackageRecord? _read;

        public override async ValueTask<PackageRecord?> Read(Digest manifest, CancellationToken cancel = default)
        {
            var remembered = _read;
            _read = await base.Read(manifest, cancel);
            return remembered ?? _read;
        }
    }
}
