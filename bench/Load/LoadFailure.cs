using System.Diagnostics.CodeAnalysis;

namespace SecUpIoT.Load;

/// <summary>The run cannot go on, or its result does not count; the message says what was expected and what came.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It names what it is: the end of a run.")]
public sealed class LoadFailure : Exception
{
    /// <summary>For serializers.</summary>
    public LoadFailure()
    {
    }

    /// <summary>Says why.</summary>
    public LoadFailure(string message)
        : base(message)
    {
    }

    /// <summary>Says why, and what was behind it.</summary>
    public LoadFailure(string message, Exception inner)
        : base(message, inner)
    {
    }
}
