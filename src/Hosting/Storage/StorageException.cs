using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage;

/// <summary>
/// A storage operation could not be done. The message is one sentence or two: what was expected, what came, and what to do.
/// The code tells a machine how to react (R-GEN-06, R-DC-38): a host turns it into <c>Input.StorageFailed</c> or an M-09.
/// </summary>
public class StorageException : Exception
{
    /// <summary>A failure with its code and its sentence.</summary>
    public StorageException(ResultCode code, string message)
        : base(message) => Code = code;

    /// <summary>A failure with its code, its sentence and what the system said.</summary>
    public StorageException(ResultCode code, string message, Exception inner)
        : base(message, inner) => Code = code;

    /// <summary>The cause, from the closed vocabulary.</summary>
    public ResultCode Code { get; }

    /// <summary>The medium refused (no space, input/output error, no permission): <see cref="ResultCode.StorageFailed"/>.</summary>
    internal static StorageException Failed(string path, string what, Exception inner) => new(
        ResultCode.StorageFailed,
        $"{path}: expected to {what}, but the system said: {inner.Message} Check free space, permissions and the health of the medium, then try again.",
        inner);

    /// <summary>True for what the system throws when a file operation cannot be done.</summary>
    internal static bool IsOfTheSystem(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
