using BenchmarkDotNet.Attributes;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Benchmarks;

/// <summary>Verifying an envelope, against the bare signature check that no implementation can do without.</summary>
[MemoryDiagnoser]
public class EnvelopeBenchmarks
{
    private readonly Esp256KeyPair _author = Esp256KeyPair.Generate();
    private readonly byte[] _envelope;
    private readonly byte[] _signed = new byte[100];
    private readonly byte[] _signature;

    public EnvelopeBenchmarks()
    {
        var vendor = Uuid5.Vendor("example.com");
        var built = new ManifestBuilder
        {
            SequenceNumber = new SequenceNumber(2),
            Vendor = vendor,
            Class = Uuid5.Class(vendor, "bench"),
            Components = [new ComponentImage(ComponentId.Of("firmware"), Digest.Of([1]), 65536, "payloads/firmware")],
            InvokedComponent = 0,
        }.Build();
        _envelope = EnvelopeWriter.Encode(EnvelopeWriter.Sign(built.Value, _author).Value);
        _signature = _author.Sign(_signed);
    }

    [Benchmark(Baseline = true)]
    public bool SignatureOnly() => _author.Public.Verify(_signed, _signature);

    [Benchmark]
    public bool ReadAndVerify() => EnvelopeVerifier.Verify(EnvelopeReader.Read(_envelope, SuitLimits.Default).Value, [_author.Public], SuitProfile.Device).IsOk;
}
