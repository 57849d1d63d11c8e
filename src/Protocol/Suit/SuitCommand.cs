namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// A command with its argument, after its shape was checked. <paramref name="Offset"/> is its byte position in the top-level section.
/// </summary>
/// <param name="Code">Which command.</param>
/// <param name="Offset">Byte position of the command within the content of the section.</param>
public abstract record SuitCommand(SuitCommandCode Code, int Offset)
{
    /// <summary>A condition; <paramref name="Policy"/> is a hint about reporting.</summary>
    public sealed record Condition(SuitCommandCode Code, int Offset, int Policy) : SuitCommand(Code, Offset);

    /// <summary>A directive that takes its input from parameters; <paramref name="Policy"/> is a hint about reporting.</summary>
    public sealed record Directive(SuitCommandCode Code, int Offset, int Policy) : SuitCommand(Code, Offset);

    /// <summary>set-component-index: the components that the following commands are about; null stands for all of them.</summary>
    public sealed record SetIndex(int Offset, IReadOnlyList<int>? Indexes) : SuitCommand(SuitCommandCode.SetComponentIndex, Offset);

    /// <summary>override-parameters or set-parameters.</summary>
    public sealed record Assign(SuitCommandCode Code, int Offset, SuitParameters Parameters) : SuitCommand(Code, Offset);

    /// <summary>
    /// try-each: the first branch that succeeds; <paramref name="MayFail"/> is true when the list ends with nil, so that no branch needs
    /// to.
    /// </summary>
    public sealed record TryEach(int Offset, IReadOnlyList<CommandSequence> Branches, bool MayFail) : SuitCommand(SuitCommandCode.TryEach, Offset);

    /// <summary>run-sequence.</summary>
    public sealed record Run(int Offset, CommandSequence Sequence) : SuitCommand(SuitCommandCode.RunSequence, Offset);

    /// <summary>override-multiple: parameters for several components.</summary>
    public sealed record AssignMany(int Offset, IReadOnlyList<KeyValuePair<int, SuitParameters>> Assignments) : SuitCommand(SuitCommandCode.OverrideMultiple, Offset);

    /// <summary>copy-params: parameters to take over from other components.</summary>
    public sealed record CopyFrom(int Offset, IReadOnlyList<KeyValuePair<int, IReadOnlyList<SuitParameter>>> Sources) : SuitCommand(SuitCommandCode.CopyParameters, Offset);
}

/// <summary>A sequence of commands.</summary>
public sealed record CommandSequence(IReadOnlyList<SuitCommand> Commands);
