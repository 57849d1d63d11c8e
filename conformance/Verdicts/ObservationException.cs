namespace SecUpIoT.Conformance.Verdicts;

/// <summary>Something else was observed than what is demanded. In a Given step it makes the scenario inconclusive, in another one it fails it.</summary>
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
