using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>Judging an envelope, against the signature check and the digest that no implementation can do without.</summary>
[MemoryDiagnoser]
public class EnvelopeBenchmarks
{
    private readonly Sample _sample = new();
    private readonly DeviceJudges _judges;
    private readonly byte[] _envelope;
    private readonly byte[] _manifest;
    private readonly byte[] _signed = new byte[100];
    private readonly byte[] _signature;
    private readonly ECDsa _key = ECDsa.Create();

    /// <summary>One package.</summary>
    public EnvelopeBenchmarks()
    {
        _envelope = _sample.Package(3, [1, 2, 3]).ToArray();
        _manifest = EnvelopeReader.Read(_envelope, SuitLimits.Default).Value.Manifest.ToArray();
        _judges = DeviceJudges.For(_sample.Configuration(1 << 20));
        _signature = _sample.Author.Sign(_signed);
        _key.ImportSubjectPublicKeyInfo(_sample.Author.Public.Spki.Span, out _);
    }

    /// <summary>One ECDSA verification with an imported key, and one SHA-256 of the manifest.</summary>
    [Benchmark, Group("judge an envelope", Role.Floor)]
    public bool SignatureAndDigest() => _key.VerifyData(_signed, _signature, HashAlgorithmName.SHA256) & SHA256.HashData(_manifest).Length == 32;

    /// <summary>Reading the envelope, the signature, the digest, reading the manifest.</summary>
    [Benchmark, Group("judge an envelope")]
    public bool ReadAndVerify() =>
        EnvelopeVerifier.Verify(EnvelopeReader.Read(_envelope, SuitLimits.Default).Value, [_sample.Author.Public], SuitProfile.Device).IsOk;

    /// <summary>All that a Device core asks of a package: also vendor, class, components, sizes, and what its commands come to.</summary>
    [Benchmark, Group("judge an envelope")]
    public bool JudgeForDevice() => _judges.Package(_envelope).Value is not null;
}
