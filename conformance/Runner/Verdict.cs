namespace SecUpIoT.Conformance.Runner;

/// <summary>How a scenario ended.</summary>
public enum Verdict
{
    /// <summary>Every step was executed and every observation was as demanded.</summary>
    Pass,
    /// <summary>The implementation under test did what it must not do, or did not what it must.</summary>
    Fail,
    /// <summary>The scenario did not come to its purpose: what it needs first did not happen.</summary>
    Inconclusive,
    /// <summary>The suite itself is at fault; says nothing about the implementation under test.</summary>
    Error,
}

/// <summary>A scenario and how it ended.</summary>
/// <param name="Pickle">The scenario.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Reason">Why, when it did not pass.</param>
public sealed record PickleResult(Pickle Pickle, Verdict Verdict, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Verdict}: {Pickle.Id}{(Reason.Length == 0 ? "" : $"\n{Reason}")}";
}

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
