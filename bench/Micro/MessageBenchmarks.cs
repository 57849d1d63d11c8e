using System.Formats.Cbor;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>
/// Encoding and decoding of every message. The strict door checks arity, types, shortest forms, ranges and lengths, and makes typed objects; the floor does
/// none of it.
/// </summary>
[MemoryDiagnoser]
public class MessageBenchmarks
{
    private const string WholeBlock = "ImageBlock of 64 KiB";

    private byte[] _bytes = [];
    private byte[] _cbor = [];
    private byte[] _json = [];
    private Message _message = new StatusRequest();
    private WireTokens _tokens = new(ReadOnlyMemory<byte>.Empty);
    private WireValue _values = new WireValue.Number(0);
    private readonly CborWriter _cborWriter = new(CborConformanceMode.Lax);
    private readonly CborReader _cborReader = new(new byte[1], CborConformanceMode.Lax);

    /// <summary>The kinds of message, and the block that a transfer is made of.</summary>
    public static IEnumerable<string> Messages => [.. MessageVectors.Kinds, WholeBlock];

    /// <summary>The message.</summary>
    [ParamsSource(nameof(Messages))]
    public string Kind { get; set; } = WholeBlock;

    /// <summary>Makes all encodings of the message.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _bytes = Kind == WholeBlock ? MessageCodec.Encode(new ImageBlock(Digest.Of([1]), Digest.Of([2]), 65536, new byte[64 * 1024])) : MessageVectors.Of(Kind);
        _message = MessageCodec.Decode(_bytes).Value!;
        _tokens = new WireTokens(_bytes);
        _values = WireValue.Of(_bytes, _message.GetType());
        _cbor = EncodeAsCbor();
        _json = ToJson();
    }

    /// <summary>Our codec.</summary>
    [Benchmark, Group("encode")]
    public byte[] Encode() => MessageCodec.Encode(_message);

    /// <summary>MessagePackWriter, value by value from a flat list.</summary>
    [Benchmark, Group("encode", Role.Floor)]
    public byte[] EncodeWithMessagePackWriter() => _tokens.Write();

    /// <summary>CborWriter, value by value, with numbers for the fields.</summary>
    [Benchmark, Group("encode", Role.Peer)]
    public byte[] EncodeAsCbor()
    {
        _cborWriter.Reset();
        _values.Write(_cborWriter);
        return _cborWriter.Encode();
    }

    /// <summary>System.Text.Json over the same records.</summary>
    [Benchmark, Group("encode", Role.Peer)]
    public byte[] EncodeAsJson() => ToJson();

    /// <summary>Our codec: strict.</summary>
    [Benchmark, Group("decode")]
    public object? Decode() => MessageCodec.Decode(_bytes).Value;

    /// <summary>MessagePackReader, value by value, and nothing kept.</summary>
    [Benchmark, Group("decode", Role.Floor)]
    public ulong WalkWithMessagePackReader() => WireTokens.Walk(_bytes);

    /// <summary>CborReader, value by value.</summary>
    [Benchmark, Group("decode", Role.Peer)]
    public object DecodeFromCbor()
    {
        _cborReader.Reset(_cbor);
        return WireValue.Read(_cborReader);
    }

    /// <summary>System.Text.Json into the same records.</summary>
    [Benchmark, Group("decode", Role.Peer)]
    public object? DecodeFromJson() => JsonSerializer.Deserialize(_json, _message.GetType(), JsonMessages.Options);

    private byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(_message, _message.GetType(), JsonMessages.Options);
}
