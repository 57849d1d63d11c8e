namespace SecUpIoT.Conformance.Interop;

/// <summary>Implementations could not be brought to the point where an update can begin.</summary>
public sealed class InteropException : Exception
{
    /// <summary>Without a reason.</summary>
    public InteropException()
    {
    }

    /// <summary>With a reason.</summary>
    public InteropException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and a cause.</summary>
    public InteropException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
