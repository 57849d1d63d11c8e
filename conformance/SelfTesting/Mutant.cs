using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>The reference with one wrong part.</summary>
/// <param name="Id">Role and fault, such as <c>device-core/author-unchecked</c>. Unique and stable.</param>
/// <param name="Role">The role that is wrong.</param>
/// <param name="Wrong">What it does wrong, in one clause.</param>
/// <param name="Violates">The requirements that it breaks. A scenario that carries one of them must fail.</param>
/// <param name="Design">What it is built from.</param>
public sealed record Mutant(string Id, Role Role, string Wrong, IReadOnlyList<string> Violates, Design Design)
{
    /// <summary>Requirements whose scenarios may fail as well, because what they demand rests on what is broken. No others may.</summary>
    public IReadOnlyList<string> Allows { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Id;
}
