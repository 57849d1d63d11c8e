namespace SecUpIoT.Conformance.Runner;

/// <summary>Something else was observed than what is demanded. Every other exception is the suite's own error.</summary>
public sealed class ObservationException : Exception
{
    /// <summary>Without a reason.</summary>
    public ObservationException()
    {
    }

    /// <summary>With what was demanded and what was observed.</summary>
    public ObservationException(string message)
        : base(message)
    {
    }

    /// <summary>With a cause.</summary>
    public ObservationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
