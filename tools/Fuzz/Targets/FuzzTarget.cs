using SecUpIoT.Fuzz.Oracles;

namespace SecUpIoT.Fuzz.Targets;

/// <summary>A decoder under examination.</summary>
/// <param name="Name">Its name on the command line and of its folders.</param>
/// <param name="Group">The group that it is run with.</param>
/// <param name="Decoder">What is examined, for people.</param>
/// <param name="Examination">What is promised of it.</param>
/// <param name="Seeds">Valid inputs and known invalid ones, derived from the vectors of the specification or written out here.</param>
public sealed record FuzzTarget(string Name, string Group, string Decoder, IExamination Examination, Func<IEnumerable<byte[]>> Seeds)
{
    /// <summary>The first promise that the input breaks, or null.</summary>
    public Breach? Examine(byte[] input) => Examination.Of(input);

    /// <summary>Longest input that is tried, in bytes.</summary>
    public int MostBytes { get; init; } = 4096;

    /// <summary>Words of the format, which a fuzzer does not guess.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}
