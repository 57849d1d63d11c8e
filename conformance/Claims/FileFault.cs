namespace SecUpIoT.Conformance.Claims;

/// <summary>What is wrong at one place of a file that a vendor wrote.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Expected">What should stand there.</param>
/// <param name="Came">What stands there instead. Never the value of a secret.</param>
/// <param name="Remedy">What to do, as a sentence.</param>
public sealed record FileFault(string File, long Line, string Expected, string Came, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}: expected {Expected}; got {Came}. {Remedy}";
}

/// <summary>A file of claims or of the attachment is not what it must be. Everything that is wrong in it is named, not only the first.</summary>
public sealed class ClaimsFileException : Exception
{
    /// <summary>Without a reason.</summary>
    public ClaimsFileException()
    {
    }

    /// <summary>With a reason.</summary>
    public ClaimsFileException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and a cause.</summary>
    public ClaimsFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With what is wrong.</summary>
    public ClaimsFileException(IReadOnlyList<FileFault> faults)
        : base(string.Join('\n', faults)) => Faults = faults;

    /// <summary>What is wrong, in the order of the lines.</summary>
    public IReadOnlyList<FileFault> Faults { get; } = [];
}
