namespace SecUpIoT.Conformance.Runs;

/// <summary>The folder of a run cannot be written, or what stands in it is not the record of one.</summary>
public sealed class RunFolderException : Exception
{
    /// <summary>Without a reason.</summary>
    public RunFolderException()
    {
    }

    /// <summary>With a reason: what was expected, what came, what to do.</summary>
    public RunFolderException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and a cause.</summary>
    public RunFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
