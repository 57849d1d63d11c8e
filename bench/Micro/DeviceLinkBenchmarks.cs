using BenchmarkDotNet.Attributes;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>
/// One block of 64 KiB from the socket into the flash and its answer back, by a whole Device core; the flash is memory. The floor receives as many bytes into one buffer
/// and answers. Allocation is the device's alone: who feeds it allocates nothing.
/// </summary>
[MemoryDiagnoser]
public class DeviceLinkBenchmarks
{
    private const uint Block = 64 * 1024;
    private const ulong Size = Limits.Payload;

    private readonly Sample _sample = new();
    private readonly Digest _payload = Digest.Of([7]);
    private DeviceCoreHost _host = null!;
    private DeviceDriver _driver = null!;
    private Digest _manifest;
    private ulong _number = 2;
    private ulong _offset = Size;
    private SocketPeer _peer = null!;

    /// <summary>A device that runs the image it left the factory with, and a plain socket beside it.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var configuration = _sample.Configuration(Size);
        var kept = 1024 * 1024;
        var flash = FlashFile.Create(new FoldedMedium(FlashFile.SizeFor(Size), kept), Sample.Device, Size);
        byte[] image = [.. Enumerable.Range(0, 4096).Select(static i => (byte)(i & 0xFF))];
        FactoryImage.Install(flash, configuration, _sample.Package(1, image), _ => new MemoryStream(image));
        _host = new DeviceCoreHost(
            new DeviceCoreSetup(configuration, flash, _sample.Key, StreamAddress.OfTcp("127.0.0.1", 0), DeviceLinkTimeouts.Default, new DigestSelfTest(flash)), HostSurroundings.Silent);
        _driver = DeviceDriver.Reach(_host.Start(), null, CancellationToken.None);
        _driver.Data(Block).Fill(0x5A);

        _peer = new SocketPeer((int)Block, 64, static _ => { });
    }

    /// <summary>Switches everything off.</summary>
    [GlobalCleanup]
    public async Task Clear()
    {
        _driver.Dispose();
        await _host.DisposeAsync().ConfigureAwait(false);
        _peer.Dispose();
    }

    /// <summary>The Device core.</summary>
    [Benchmark, Group("take a block of 64 KiB from a socket")]
    public void DeviceTakesBlock()
    {
        // The last block would be followed by reading 4 GiB back: a newer package takes the place of the one under way.
        if (_offset + 2 * Block > Size) Begin();
        var answer = _driver.SendBlock(_manifest, new BlockWant(_payload, _offset, Block)).Span;
        if (answer.Length < 2 || answer[1] != 6) throw new InvalidOperationException($"Expected M-06, got M-{(answer.Length < 2 ? 0 : answer[1]):00}.");
        _offset += Block;
    }

    /// <summary>A socket, a buffer, an answer.</summary>
    [Benchmark, Group("take a block of 64 KiB from a socket", Role.Floor)]
    public void SocketTakesBlock() => _peer.Exchange();

    private void Begin()
    {
        var report = DeviceReport.Decode(SignedStatement.Verify(
            ((StatusReport)_driver.Ask(new StatusRequest())).SignedReport.Memory, [_sample.Key.Public], DeviceReport.Domain, DeviceReport.ContentType).Value.Payload.Memory).Value!;
        _number++;
        var envelope = _sample.Package(_number, _payload, Size);
        _manifest = Protocol.Suit.EnvelopeReader.Read(envelope.Memory, Protocol.Suit.SuitLimits.Default).Value.ManifestDigest;
        var answer = _driver.Ask(new DirectiveDelivery(_sample.Directive(_manifest, _number, report.Nonce), envelope));
        _offset = answer is DirectiveAnswer { Want: { Length: Block } want } ? want.Offset : throw new InvalidOperationException($"The device wants no block: {answer}");
    }
}
