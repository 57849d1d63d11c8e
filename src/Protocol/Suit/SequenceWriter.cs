using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>Encodes command sequences and parameters.</summary>
internal static class SequenceWriter
{
    public static byte[] Write(CommandSequence sequence) => Write(sequence.Commands);

    public static byte[] Write(IReadOnlyList<SuitCommand> commands)
    {
        var items = new List<CborValue>();
        foreach (var command in commands)
        {
            items.Add(CborValue.Of((long)command.Code));
            items.Add(ToArgument(command));
        }

        return CborEncoder.Encode(new CborArray(items));
    }

    public static CborValue ToCbor(SuitParameters parameters) =>
        new CborMap([.. parameters.Values.Select(pair => new CborEntry((long)pair.Key, ToCbor(pair.Key, pair.Value)))]);

    private static CborValue ToArgument(SuitCommand command) => command switch
    {
        SuitCommand.Condition condition => CborValue.Of((long)condition.Policy),
        SuitCommand.Directive directive => CborValue.Of((long)directive.Policy),
        SuitCommand.SetIndex { Indexes: null } => CborValue.Of(true),
        SuitCommand.SetIndex { Indexes: [var single] } => CborValue.Of((long)single),
        SuitCommand.SetIndex { Indexes: { } several } => new CborArray([.. several.Select(index => CborValue.Of((long)index))]),
        SuitCommand.Assign assign => ToCbor(assign.Parameters),
        SuitCommand.TryEach each => new CborArray([.. each.Branches.Select(branch => CborValue.Of(Write(branch))), .. each.MayFail ? [CborValue.Null] : Array.Empty<CborValue>()]),
        SuitCommand.Run run => CborValue.Of(Write(run.Sequence)),
        SuitCommand.AssignMany many => new CborMap([.. many.Assignments.Select(pair => new CborEntry(pair.Key, ToCbor(pair.Value)))]),
        SuitCommand.CopyFrom copy => new CborMap([.. copy.Sources.Select(pair => new CborEntry(pair.Key, new CborArray([.. pair.Value.Select(key => CborValue.Of((long)key))])))]),
        _ => CborValue.Null,
    };

    private static CborValue ToCbor(SuitParameter key, ParameterValue value) => value switch
    {
        ParameterValue.Identifier { Value: var id } => CborValue.Of(id.ToByteArray(bigEndian: true)),
        ParameterValue.EnterpriseNumber { Value: var number } => new CborTagged(112, CborValue.Of(number)),
        ParameterValue.Image { Value: var digest } => CborValue.Of(SuitDigests.Encode(digest)),
        ParameterValue.Number { Value: var number } => CborValue.Of(number),
        ParameterValue.Priority { Value: var number } => CborValue.Of(number),
        ParameterValue.Flag { Value: var flag } => CborValue.Of(flag),
        ParameterValue.Text { Value: var text } => CborValue.Of(text),
        ParameterValue.Octets { Value: var octets } => CborValue.Of(octets),
        _ => throw new InvalidOperationException($"Parameter {key} has a value of no known kind."),
    };
}
