namespace SecUpIoT.Conformance.Attachment;

/// <summary>What is wrong with the attachment of an implementation, so that nothing can be said about the implementation.</summary>
public enum AttachmentFault
{
    /// <summary>There is nothing: the shim cannot be started, nobody listens at the address, the assembly or type does not exist.</summary>
    Missing,
    /// <summary>Something else than lines of the interface came.</summary>
    Garbage,
    /// <summary>It ended, or closed the connection.</summary>
    Died,
    /// <summary>It did not answer within its deadline.</summary>
    Hung,
    /// <summary>An answer is not what the interface says.</summary>
    WrongAnswer,
    /// <summary>It sends more than the interface permits.</summary>
    Flooded,
    /// <summary>A link that is needed is neither tunnelled nor attached natively.</summary>
    NoLink,
}

/// <summary>The upper tester does not work as UPPER-TESTER.md says.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="message">One sentence: what was expected, what came, what to do.</param>
public sealed class AttachmentException(AttachmentFault fault, string message) : Exception(message)
{
    /// <summary>Without a reason.</summary>
    public AttachmentException()
        : this(AttachmentFault.Died, "")
    {
    }

    /// <summary>With a reason.</summary>
    public AttachmentException(string message)
        : this(AttachmentFault.Died, message)
    {
    }

    /// <summary>With a reason and a cause.</summary>
    public AttachmentException(string message, Exception innerException)
        : this(AttachmentFault.Died, $"{message}: {innerException?.Message}")
    {
    }

    /// <summary>What is wrong.</summary>
    public AttachmentFault Fault { get; } = fault;
}
