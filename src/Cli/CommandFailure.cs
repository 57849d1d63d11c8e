using SecUpIoT.Protocol;

namespace SecUpIoT.Cli;

/// <summary>A command cannot go on: one sentence for people, the exit code for the caller, and the result code where there is one.</summary>
internal sealed class CommandFailure(int exitCode, string message, ResultCode code = ResultCode.None, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    public ResultCode Code { get; } = code;

    /// <summary>A rule of the protocol says no.</summary>
    public static CommandFailure Refused(ResultCode code, string detail) => new(Cli.ExitCode.Refused, $"Refused ({code}): {detail}", code);

    /// <summary>A file that the caller named is not there or not what it should be.</summary>
    public static CommandFailure File(string path, string problem, Exception? inner = null) => new(Cli.ExitCode.Configuration, $"{path}: {problem}", ResultCode.None, inner);
}
