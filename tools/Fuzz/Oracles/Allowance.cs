namespace SecUpIoT.Fuzz.Oracles;

/// <summary>How much memory decoding may take: a fixed part and a part for each byte of the input.</summary>
/// <param name="Fixed">Bytes for an input of any size.</param>
/// <param name="PerByte">Bytes for each byte of the input.</param>
public sealed record Allowance(long Fixed, long PerByte)
{
    /// <summary>Bytes for an input of <paramref name="size"/> bytes.</summary>
    public long For(int size) => Fixed + (PerByte * size);
}
