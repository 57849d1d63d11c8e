namespace SecUpIoT.Cli;

/// <summary>What the process tells its caller (docs/CLI.md). Documented numbers; never changed.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused by a rule of the protocol, or the result is not what it should be; the result code is printed.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A configuration file or a named file is missing, unreadable or wrong.</summary>
    public const int Configuration = 3;

    /// <summary>A peer could not be reached, is not trusted, or a port is taken.</summary>
    public const int Transport = 4;

    /// <summary>Storage failed: full, damaged, or in use by another process.</summary>
    public const int Storage = 5;

    /// <summary>A fault of this program.</summary>
    public const int Internal = 70;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
