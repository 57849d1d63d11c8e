namespace SecUpIoT.Conformance.Verdicts;

/// <summary>The suite cannot give a verdict, because it is itself at fault.</summary>
public sealed class SuiteErrorException : Exception
{
    /// <summary>Without a reason.</summary>
    public SuiteErrorException()
    {
    }

    /// <summary>With a reason.</summary>
    public SuiteErrorException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and a cause.</summary>
    public SuiteErrorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
