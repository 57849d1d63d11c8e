namespace SecUpIoT.Interleavings.Commands;

/// <summary>What the process tells its caller: the same numbers as secup (docs/CLI.md).</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Broken = 1;
    public const int Usage = 2;
    public const int File = 3;
    public const int Interrupted = 130;
}
