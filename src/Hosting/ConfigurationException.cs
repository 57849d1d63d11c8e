namespace SecUpIoT.Hosting;

/// <summary>The configuration is not usable. The message is for people: which file, where in it, what was expected and what was found.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>With what is wrong.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong and what revealed it.</summary>
    public ConfigurationException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Without a word.</summary>
    public ConfigurationException()
    {
    }
}
