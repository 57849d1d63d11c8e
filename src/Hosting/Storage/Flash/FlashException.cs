using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage.Flash;

/// <summary>A flash operation could not be done (R-DC-38): what was expected, what came, what to do.</summary>
public sealed class FlashException : StorageException
{
    /// <summary>A failure with its code and its sentence.</summary>
    public FlashException(ResultCode code, string message)
        : base(code, message)
    {
    }

    /// <summary>A failure with its code, its sentence and what the system said.</summary>
    public FlashException(ResultCode code, string message, Exception inner)
        : base(code, message, inner)
    {
    }

    internal static FlashException Of(StorageException cause) => new(cause.Code, cause.Message, cause);
}
