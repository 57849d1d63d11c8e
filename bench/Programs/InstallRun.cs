using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Micro;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>
/// The same image, verified and installed into a slot in a file on the same disk: by a Device core in its own process, by what nobody can do without, and by the two
/// update programs of embedded Linux. All slots have been written before, all images lie in the page cache, and all leave the image on the disk and not only in memory.
/// </summary>
internal sealed class InstallRun : IDisposable
{
    private static readonly TimeSpan MostReadingBack = TimeSpan.FromMinutes(10);

    private readonly Scratch _scratch = new();
    private readonly Sample _sample = new();
    private readonly long _size;
    private readonly Digest _digest;
    private readonly List<IDisposable> _peers = [];

    /// <summary>Makes the image.</summary>
    /// <param name="mebibytes">Its size.</param>
    public InstallRun(int mebibytes)
    {
        _size = (long)mebibytes << 20;
        var piece = new byte[1 << 20];
        var chance = new Random(1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var image = new FileStream(Image, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            for (var i = 0; i < mebibytes; i++)
            {
                chance.NextBytes(piece);
                hash.AppendData(piece);
                image.Write(piece);
            }

            image.Flush(flushToDisk: true);
        }

        _digest = new Digest(hash.GetHashAndReset());
        File.WriteAllText(_scratch["digests"], $"{_digest.ToHex()}  {Image}\n");
    }

    private string Image => _scratch["image.bin"];

    /// <summary>Installs in turn, so many rounds; peers that are not there are named in <paramref name="leftOut"/>.</summary>
    public IReadOnlyList<Measure> Run(int rounds, ICollection<Absence> leftOut, Action<string> tell, CancellationToken cancel)
    {
        var started = new List<double>();
        var contestants = new List<Contestant>
        {
            new Contestant("sha256sum, cp, sync", Role.Floor, Floor) { Note = "the file is digested, copied, and flushed once" },
            new("secup device", Role.Own, ending => Secup(64 * 1024, started, ending)) { Note = "blocks of 64 KiB, each durable before it is acknowledged; from the status request to the sealed slot" },
            new("secup device, blocks of 256 KiB", Role.Own, ending => Secup(256 * 1024, started, ending)) { Note = "the same with block-size: 262144" },
        };
        Join(RaucPeer.Called, RaucPeer.Missing(), () => RaucPeer.Prepare(_scratch, Image, _size, cancel));
        Join(SwupdatePeer.Called, SwupdatePeer.Missing(), () => SwupdatePeer.Prepare(_scratch, Image, _size, _digest, cancel));

        var measures = Contest.Run(GroupOf(_size), Unit.Seconds, contestants, rounds, leftOut, tell, cancel);
        return [.. measures, Measure.Of("start", "secup device", Role.Own, Unit.Seconds, started) with { Note = "from the start of the process until it listens; a device is running when an update comes" }];

        void Join(string name, string? missing, Func<IInstallPeer> prepare)
        {
            try
            {
                if (missing is not null) throw new BenchException(missing);
                tell($"preparing {name}");
                var peer = prepare();
                _peers.Add(peer);
                contestants.Add(peer.ToContestant());
            }
            catch (BenchException failure)
            {
                leftOut.Add(new Absence(GroupOf(_size), name, failure.Message));
            }
        }
    }

    /// <summary>Installs once by a Device core, after once that does not count.</summary>
    public IReadOnlyList<Measure> RunOwn(Action<string> tell, CancellationToken cancel) => Contest.Run(
        GroupOf(_size), Unit.Seconds, [new("secup device", Role.Own, ending => Secup(64 * 1024, [], ending))], 1, [], tell, cancel);

    private static string GroupOf(long size) => string.Create(CultureInfo.InvariantCulture, $"verify and install {size >> 20} MiB");

    public void Dispose()
    {
        foreach (var peer in _peers) peer.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Fills a slot that peers write to, so that its space is taken.</summary>
    public static void Fill(string path, long size)
    {
        var piece = new byte[1 << 20];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var at = 0L; at < size; at += piece.Length) file.Write(piece);
        file.Flush(flushToDisk: true);
    }

    private Sampled Floor(CancellationToken cancel)
    {
        var slot = _scratch["slot"];
        var ended = ChildProcess.Succeed("sh", ["-c", $"sha256sum --quiet -c '{_scratch["digests"]}' && cp '{Image}' '{slot}' && sync '{slot}'"], cancel);
        return new(ended.Wall, ended.Processor);
    }

    private Sampled Secup(uint block, List<double> started, CancellationToken cancel)
    {
        var configuration = PrepareDevice(block);
        using var node = Programs.Secup.Start("device", "run", configuration);
        started.Add(node.WaitUntilRunning(cancel));
        var before = node.Processor;
        using var image = File.OpenHandle(Image);
        using var driver = DeviceDriver.Reach(StreamAddress.OfPath(_scratch["link"]), node.Process, cancel);
        using var killing = cancel.Register(() => ChildProcess.End(node.Process));
        var clock = Stopwatch.StartNew();
        try
        {
            Install(driver, image, node.Process, cancel);
        }
        catch (BenchException failure)
        {
            throw new BenchException($"{failure.Message} It says: {node.Errors()}");
        }

        var wall = clock.Elapsed.TotalSeconds;
        return new(wall, node.Processor - before);
    }

    private void Install(DeviceDriver driver, SafeFileHandle image, Process device, CancellationToken cancel)
    {
        var envelope = _sample.Package(3, _digest, (ulong)_size);
        var manifest = EnvelopeReader.Read(envelope.Memory, SuitLimits.Default).Value.ManifestDigest;
        var nonce = Status(driver).Nonce;
        var want = driver.Ask(new DirectiveDelivery(_sample.Directive(manifest, 3, nonce), envelope)) is DirectiveAnswer { Want: { } first } ? first
            : throw new BenchException("Expected the device to want the first block.");
        while (want is not null)
        {
            for (var have = 0; have < want.Length;) have += RandomAccess.Read(image, driver.Data(want.Length)[have..], (long)want.Offset + have);
            want = SecUpIoT.Protocol.Wire.MessageCodec.Decode(driver.SendBlock(manifest, want)).Value is BlockAnswer answer ? answer.Want
                : throw new BenchException($"Expected the device to take the block at {want.Offset}.");
        }

        // Not at once: a report is signed, and a device that signs all the time does not get on with reading back. A Communicator would wait longer.
        Waiting.Until(() => Status(driver).Phase is not DevicePhase.VerifyingImage, MostReadingBack, () => "Expected the device to read back what it stored, but it still does.", device, cancel);
        if (driver.Ask(new InstallRequest(manifest)) is not InstallAnswer { Phase: DevicePhase.AwaitingBoot })
            throw new BenchException("Expected the device to install what it verified.");
    }

    private DeviceReport Status(DeviceDriver driver)
    {
        var signed = driver.Ask(new StatusRequest()) is StatusReport report ? report.SignedReport : throw new BenchException("Expected a report from the device.");
        var verified = SignedStatement.Verify(signed.Memory, [_sample.Key.Public], DeviceReport.Domain, DeviceReport.ContentType);
        return DeviceReport.Decode(verified.Value.Payload.Memory).Value ?? throw new BenchException("Expected a report that is one.");
    }

    private string PrepareDevice(uint block)
    {
        foreach (var name in (string[])["flash", "device.yaml", "link", "author.pub", "tracker.pub", "device.key"]) File.Delete(_scratch[name]);
        byte[] factory = [.. Enumerable.Range(0, 4096).Select(static i => (byte)(i & 0xFF))];
        using (var flash = FlashFile.Create(_scratch["flash"], Sample.Device, (ulong)_size))
        {
            FactoryImage.Install(flash, _sample.Configuration((ulong)_size), _sample.Package(1, factory), _ => new MemoryStream(factory));
            var piece = new byte[1 << 20];
            for (var at = 0L; at < _size; at += piece.Length) flash.WriteImage(Slot.B, (ulong)at, piece);
            flash.Append(flash.ReadRecord()!);
        }

        Hosting.Storage.KeyFiles.WritePublic(_scratch["author.pub"], _sample.Author.Public.ToPem());
        Hosting.Storage.KeyFiles.WritePublic(_scratch["tracker.pub"], _sample.Tracker.Public.ToPem());
        Hosting.Storage.KeyFiles.WritePrivate(_scratch["device.key"], _sample.Key.ToPem());
        File.WriteAllText(_scratch["device.yaml"], string.Create(CultureInfo.InvariantCulture, $"""
            device: {Sample.Device}
            vendor: {Sample.Vendor}
            class: {Sample.Class}
            key: device.key
            authors: [author.pub]
            trackers: [tracker.pub]
            flash: flash
            listen: unix://{_scratch["link"]}
            block-size: {block}
            reboot-delay: 1h
            """));
        return _scratch["device.yaml"];
    }
}
