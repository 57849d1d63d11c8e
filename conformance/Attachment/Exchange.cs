using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>One message as the suite saw it pass, or an order to the upper tester.</summary>
/// <param name="Number">Counts the exchanges of a scenario.</param>
/// <param name="At">Milliseconds of the implementation's clock.</param>
/// <param name="From">Who sent it: <c>implementation</c>, or the peer that the suite plays.</param>
/// <param name="To">To whom.</param>
/// <param name="Link">On which link; <c>control</c> for the upper tester.</param>
/// <param name="Name">The message or the verb by its name; what came instead of a message.</param>
/// <param name="Text">What it says, decoded.</param>
/// <param name="Bytes">The bytes; empty for the upper tester.</param>
public sealed record Exchange(int Number, long At, string From, string To, string Link, string Name, string Text, Bytes Bytes);
