using BenchmarkDotNet.Attributes;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Benchmarks;

/// <summary>What the one strict door costs for the message that dominates a transfer and for a small one.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private readonly Message _block = new ImageBlock(Digest.Of([1]), Digest.Of([2]), 65536, new byte[64 * 1024]);
    private readonly Message _answer = new BlockAnswer(DevicePhase.Receiving, new BlockWant(Digest.Of([2]), 131072, 65536));
    private readonly byte[] _blockBytes;
    private readonly byte[] _answerBytes;

    public CodecBenchmarks()
    {
        _blockBytes = MessageCodec.Encode(_block);
        _answerBytes = MessageCodec.Encode(_answer);
    }

    [Benchmark]
    public byte[] EncodeBlock() => MessageCodec.Encode(_block);

    [Benchmark]
    public bool DecodeBlock() => MessageCodec.Decode(_blockBytes).Ok;

    [Benchmark]
    public byte[] EncodeAnswer() => MessageCodec.Encode(_answer);

    [Benchmark]
    public bool DecodeAnswer() => MessageCodec.Decode(_answerBytes).Ok;
}
