using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>A device's flash: in a file, where flushing to the disk decides, and in memory, where our own work shows.</summary>
[MemoryDiagnoser]
public class FlashBenchmarks
{
    private const int Block = 64 * 1024;
    private const int Blocks = 128;

    private readonly Scratch _scratch = new();
    private readonly byte[] _data = RandomNumberGenerator.GetBytes(Block);
    private readonly Sequence<ImageComponent> _components = new(new ImageComponent(Digest.Of([1]), Blocks * Block, 0));
    private FlashFile _file = null!;
    private FlashFile _memory = null!;
    private FileStream _plain = null!;
    private DeviceRecord[] _records = [];
    private ulong _at;

    /// <summary>One flash in a file and one in memory, with slots of 8 MiB.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var sample = new Sample();
        _records = [.. Enumerable.Range(0, Blocks).Select(block => sample.Receiving(Blocks * Block, (ulong)block * Block))];
        _file = FlashFile.Create(_scratch["flash"], Sample.Device, Blocks * Block);
        _memory = FlashFile.Create(new MemoryMedium(FlashFile.SizeFor(Blocks * Block)), Sample.Device, Blocks * Block);
        _plain = new FileStream(_scratch["plain"], FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        _plain.SetLength(Blocks * Block);
        for (var block = 0UL; block < Blocks; block++)
        {
            _file.WriteImage(Slot.B, block * Block, _data);
            _memory.WriteImage(Slot.B, block * Block, _data);
            _plain.Write(_data);
        }

        _file.Append(_records[0]);
        _plain.Flush(flushToDisk: true);
    }

    /// <summary>Gives the files free.</summary>
    [GlobalCleanup]
    public void Clear()
    {
        _file.Dispose();
        _memory.Dispose();
        _plain.Dispose();
        _scratch.Dispose();
    }

    /// <summary>A record into the journal, in a file.</summary>
    [Benchmark, Group("append to the journal")]
    public void AppendInFile() => _file.Append(Next());

    /// <summary>A record into the journal, in memory.</summary>
    [Benchmark, Group("append to the journal in memory")]
    public void AppendInMemory() => _memory.Append(Next());

    /// <summary>One page written to a file, and flushed.</summary>
    [Benchmark, Group("append to the journal", Role.Floor)]
    public void WritePageAndFlush()
    {
        _plain.Position = (long)(_at++ % 64 * 4096);
        _plain.Write(_data, 0, 4096);
        _plain.Flush(flushToDisk: true);
    }

    /// <summary>What a device does for each block: image bytes, then the record that counts them; in a file.</summary>
    [Benchmark, Group("store a block")]
    public void StoreBlockInFile() => Store(_file);

    /// <summary>The same in memory.</summary>
    [Benchmark, Group("store a block in memory")]
    public void StoreBlockInMemory() => Store(_memory);

    /// <summary>A block written to a file, and flushed.</summary>
    [Benchmark, Group("store a block", Role.Floor)]
    public void WriteBlockAndFlush()
    {
        _plain.Position = (long)(_at++ % Blocks * Block);
        _plain.Write(_data);
        _plain.Flush(flushToDisk: true);
    }

    /// <summary>A slot of 8 MiB read back and digested.</summary>
    [Benchmark, Group("digest 8 MiB of a slot")]
    public int DigestSlot() => _file.DigestComponents(Slot.B, _components).Count;

    /// <summary>SHA-256 of as many bytes in memory.</summary>
    [Benchmark, Group("digest 8 MiB of a slot", Role.Floor)]
    public void DigestMemory()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var block = 0; block < Blocks; block++) hash.AppendData(_data);
        hash.GetHashAndReset();
    }

    private void Store(FlashFile flash)
    {
        var record = Next();
        flash.WriteImage(Slot.B, record.Candidate!.Received, _data);
        flash.Append(record);
    }

    private DeviceRecord Next() => _records[_at++ % Blocks];
}
