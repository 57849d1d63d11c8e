using System.IO.MemoryMappedFiles;

namespace SecUpIoT.Fuzz.Engine;

/// <summary>What a run, libFuzzer and the decoders' process share: counters of branches, statistics, the input (driver.c has the same numbers).</summary>
internal sealed unsafe class SharedPage : IDisposable
{
    /// <summary>Bytes of counters.</summary>
    public const int Counters = 65536;

    /// <summary>Most bytes of an input.</summary>
    public const int MostInput = 1 << 20;

    private const int Statistics = 4096;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private SharedPage(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start;
    }

    /// <summary>The counters.</summary>
    public byte* Start { get; }

    /// <summary>Inputs tried.</summary>
    public ref long Executions => ref *(long*)(Start + Counters);

    /// <summary>Different branches that were taken.</summary>
    public ref long Branches => ref *(long*)(Start + Counters + 8);

    /// <summary>Different breaches.</summary>
    public ref long Breaches => ref *(long*)(Start + Counters + 16);

    /// <summary>Whether each counter was ever above zero; behind the input, where the driver does not look.</summary>
    public Span<bool> Taken => new(Start + Counters + Statistics + MostInput, Counters);

    /// <summary>Makes the file.</summary>
    public static SharedPage Create(string path)
    {
        using (var file = new FileStream(path, FileMode.Create)) file.SetLength(Counters + Statistics + MostInput + Counters);
        return Open(path);
    }

    /// <summary>Opens what another process made.</summary>
    public static SharedPage Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    /// <summary>A copy of the input.</summary>
    public byte[] Input(int length) => new Span<byte>(Start + Counters + Statistics, length).ToArray();

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
