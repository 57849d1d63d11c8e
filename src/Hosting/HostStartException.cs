namespace SecUpIoT.Hosting;

/// <summary>A host cannot start because of its environment, such as a port that is in use. The message is for people and names what is wrong.</summary>
public sealed class HostStartException : Exception
{
    /// <summary>Without a cause to name.</summary>
    public HostStartException(string message)
        : base(message)
    {
    }

    /// <summary>Because of <paramref name="cause"/>.</summary>
    public HostStartException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Without a word.</summary>
    public HostStartException()
    {
    }
}
