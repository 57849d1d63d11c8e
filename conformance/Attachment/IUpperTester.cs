using System.Text.Json.Nodes;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>
/// The upper tester of an implementation (UPPER-TESTER.md): what the suite can order beside the links. Vendors implement it in .NET, or write a shim in
/// any language that speaks the same verbs in lines.
/// </summary>
public interface IUpperTester : IDisposable
{
    /// <summary>Performs one verb to its end.</summary>
    /// <param name="verb">One of the twelve.</param>
    /// <param name="arguments">As in UPPER-TESTER.md.</param>
    /// <param name="outside">The peers that the suite plays; to be asked before this call returns, never after.</param>
    /// <returns>The verb's result.</returns>
    /// <exception cref="UpperTesterException">The verb cannot be performed.</exception>
    JsonObject Perform(string verb, JsonObject arguments, IOutside outside);
}

/// <summary>The peers that the suite plays towards the implementation.</summary>
public interface IOutside
{
    /// <summary>The implementation asks a peer.</summary>
    /// <param name="ask">A number of its own, which a late answer will name.</param>
    /// <param name="link">The link.</param>
    /// <param name="to">The peer's name.</param>
    /// <param name="message">The bytes of the message.</param>
    Reply Ask(long ask, Link link, string to, Bytes message);

    /// <summary>The implementation says something on the device link that answers nothing.</summary>
    void Say(Link link, Bytes message);
}

/// <summary>What becomes of a message that asks.</summary>
public abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>The peer answered with these bytes.</summary>
    public sealed record Answered(Bytes Message) : Reply;

    /// <summary>The peer could not be reached or broke off.</summary>
    public sealed record Failed : Reply;

    /// <summary>The peer is silent; it may answer later.</summary>
    public sealed record Silent : Reply;

    /// <summary>The peer broke off.</summary>
    public static Reply BrokenOff { get; } = new Failed();

    /// <summary>No answer, for now.</summary>
    public static Reply None { get; } = new Silent();
}

/// <summary>The roles that can be under test.</summary>
public enum Role
{
    /// <summary>Stores and uses firmware on the device.</summary>
    DeviceCore,
    /// <summary>Checks the status and initiates updates.</summary>
    Communicator,
    /// <summary>Keeps tabs on its devices.</summary>
    StatusTracker,
    /// <summary>Distributes packages.</summary>
    FirmwareServer,
}
