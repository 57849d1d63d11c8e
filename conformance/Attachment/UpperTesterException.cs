namespace SecUpIoT.Conformance.Attachment;

/// <summary>Why a verb was not performed (UPPER-TESTER.md, Lines).</summary>
public enum UpperTesterError
{
    /// <summary>The implementation does not offer it.</summary>
    Unimplemented,
    /// <summary>The arguments make no sense to it.</summary>
    Invalid,
    /// <summary>Not now.</summary>
    Busy,
    /// <summary>It tried and could not.</summary>
    Failed,
}

/// <summary>A verb was answered with an error.</summary>
/// <param name="error">Which kind.</param>
/// <param name="message">What the upper tester says about it.</param>
public sealed class UpperTesterException(UpperTesterError error, string message) : Exception(message)
{
    /// <summary>Without a reason.</summary>
    public UpperTesterException()
        : this(UpperTesterError.Failed, "")
    {
    }

    /// <summary>A failure with a reason.</summary>
    public UpperTesterException(string message)
        : this(UpperTesterError.Failed, message)
    {
    }

    /// <summary>A failure with a reason and a cause.</summary>
    public UpperTesterException(string message, Exception innerException)
        : this(UpperTesterError.Failed, $"{message}: {innerException?.Message}")
    {
    }

    /// <summary>Which kind.</summary>
    public UpperTesterError Error { get; } = error;
}
