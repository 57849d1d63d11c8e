using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// Reads command sequences and makes all the checks that need no execution: shapes, known commands and parameters, nesting, component indexes,
/// and what may stand in the shared sequence (SUIT manifest S6.1, S6.2, S8.4.5).
/// </summary>
internal sealed class SequenceReader(SuitProfile profile, CommonBlock common)
{
    private const int MaxReportingPolicy = 15;

    private readonly SuitLimits _limits = profile.Limits;

    /// <summary>Reads a top-level section.</summary>
    public Result<CommandSequence, SuitError> ReadSection(Bytes content, string name, bool shared)
    {
        if (content.Length > _limits.Section) return SuitCbor.TooMuch($"{name} is too large");
        var sequence = ReadSequence(content, 0, 0, shared);
        if (sequence.Error is { } error) return error with { Detail = $"{name}: {error.Detail}" };
        // With more than one component a sequence that relies on index 0 is not allowed (SUIT manifest S6.2).
        if (common.Indexes.Count > 1 && sequence.Value.Commands[0].Code is not (SuitCommandCode.SetComponentIndex or SuitCommandCode.OverrideMultiple))
        {
            return SuitCbor.Malformed($"{name} does not begin with set-component-index");
        }

        return sequence;
    }

    private Result<CommandSequence, SuitError> ReadSequence(Bytes content, int start, int depth, bool shared)
    {
        if (depth > _limits.SequenceDepth) return SuitCbor.TooMuch("sequences are nested too deeply");
        // A command takes two items.
        var decoded = SuitCbor.Decode(content, "command sequence", ParameterReader.Rules with { MaxArrayItems = 2 * _limits.Commands });
        if (decoded.Error is { } error) return error;
        if (decoded.Value is not CborArray { Items: { Count: > 0 } items } || items.Count % 2 != 0)
        {
            return SuitCbor.Malformed("a command sequence is not an array of pairs");
        }

        var commands = new List<SuitCommand>(items.Count / 2);
        var offset = start + CborHead.LengthFor((ulong)items.Count);
        for (var i = 0; i < items.Count; i += 2)
        {
            if ((items[i] as CborInteger)?.AsInt32 is not { } number) return SuitCbor.Malformed("a command code is not a small integer");
            var code = (SuitCommandCode)number;
            if (CommandTable.CapabilityOf(code) is not { } capability || !profile.Supports(capability))
            {
                return new SuitError(ResultCode.UnsupportedCommand, $"command {number}");
            }

            if (shared && !CommandTable.IsAllowedInShared(code)) return SuitCbor.Malformed($"command {number} in the shared sequence");
            var codeLength = CborEncoder.Encode(items[i]).Length;
            var command = ReadCommand(code, items[i + 1], offset, offset + codeLength, depth, shared);
            if (command.Error is { } fault) return fault;
            commands.Add(command.Value);
            offset += codeLength + CborEncoder.Encode(items[i + 1]).Length;
        }

        return new CommandSequence(commands);
    }

    private Result<SuitCommand, SuitError> ReadCommand(
        SuitCommandCode code,
        CborValue argument,
        int offset,
        int argumentOffset,
        int depth,
        bool shared)
    {
        switch (code)
        {
            case SuitCommandCode.SetComponentIndex:
                return ReadIndex(argument, offset);
            case SuitCommandCode.OverrideParameters or SuitCommandCode.SetParameters:
                var parameters = ParameterReader.Read(argument, profile, common.MaxIndex);
                if (parameters.Error is { } error) return error;
                // A default that a dependent may have set before would void the author's digest (SUIT manifest S8.4.8.6).
                if (code == SuitCommandCode.SetParameters && parameters.Value.ImageDigest is not null)
                {
                    return SuitCbor.Malformed("image-digest in set-parameters");
                }

                return new SuitCommand.Assign(code, offset, parameters.Value);
            case SuitCommandCode.TryEach:
                return ReadTryEach(argument, offset, argumentOffset, depth, shared);
            case SuitCommandCode.RunSequence:
                if (argument is not CborOctets { Value: var content }) return SuitCbor.Malformed("run-sequence without a sequence");
                var sequence = ReadSequence(content, argumentOffset + CborHead.LengthFor((ulong)content.Length), depth + 1, shared);
                return sequence.Error is { } fault ? fault : new SuitCommand.Run(offset, sequence.Value);
            case SuitCommandCode.OverrideMultiple:
                return ReadAssignMany(argument, offset);
            case SuitCommandCode.CopyParameters:
                return ReadCopyFrom(argument, offset);
            default:
                if (argument is not CborInteger { AsInt32: >= 0 and <= MaxReportingPolicy and var policy })
                {
                    return SuitCbor.Malformed($"command {(int)code} without a reporting policy");
                }

                return CommandTable.IsCondition(code)
                    ? new SuitCommand.Condition(code, offset, policy)
                    : new SuitCommand.Directive(code, offset, policy);
        }
    }

    private Result<SuitCommand, SuitError> ReadIndex(CborValue argument, int offset)
    {
        switch (argument)
        {
            case CborFlag { Value: true }:
                return new SuitCommand.SetIndex(offset, null);
            case CborInteger single:
                return CheckIndex(single) is { } error ? error : new SuitCommand.SetIndex(offset, [single.AsInt32!.Value]);
            case CborArray { Items: { Count: > 0 } items } when items.Count <= _limits.Components:
                var indexes = new List<int>();
                foreach (var item in items)
                {
                    if (CheckIndex(item) is { } fault) return fault;
                    indexes.Add(((CborInteger)item).AsInt32!.Value);
                }

                return indexes.Distinct().Count() == indexes.Count
                    ? new SuitCommand.SetIndex(offset, indexes)
                    : SuitCbor.Malformed("a component index is given twice");
            default:
                return SuitCbor.Malformed("a component index of the wrong type");
        }
    }

    private SuitError? CheckIndex(CborValue value)
    {
        if (value is not CborInteger { AsUInt64: { } index }) return SuitCbor.Malformed("a component index of the wrong type");
        return index <= int.MaxValue && common.Indexes.Contains((int)index)
            ? null
            : new SuitError(ResultCode.UnsupportedComponent, $"component index {index}");
    }

    private Result<SuitCommand, SuitError> ReadTryEach(CborValue argument, int offset, int argumentOffset, int depth, bool shared)
    {
        if (argument is not CborArray { Items: { Count: >= 2 } items }) return SuitCbor.Malformed("try-each with fewer than two branches");
        if (items.Count > _limits.Branches) return SuitCbor.TooMuch("try-each with too many branches");
        var branches = new List<CommandSequence>();
        var position = argumentOffset + CborHead.LengthFor((ulong)items.Count);
        var mayFail = items[^1] is CborNull;
        foreach (var item in mayFail ? items.SkipLast(1) : items)
        {
            if (item is not CborOctets { Value: var content }) return SuitCbor.Malformed("a branch of try-each is not a sequence");
            var head = CborHead.LengthFor((ulong)content.Length);
            var branch = ReadSequence(content, position + head, depth + 1, shared);
            if (branch.Error is { } error) return error;
            branches.Add(branch.Value);
            position += head + content.Length;
        }

        return new SuitCommand.TryEach(offset, branches, mayFail);
    }

    private Result<SuitCommand, SuitError> ReadAssignMany(CborValue argument, int offset)
    {
        if (argument is not CborMap { Entries: { Count: > 0 } entries })
        {
            return SuitCbor.Malformed("override-multiple is not a map with entries");
        }

        var assignments = new List<KeyValuePair<int, SuitParameters>>();
        foreach (var entry in entries)
        {
            if (CheckIndex(entry.Key) is { } wrongIndex) return wrongIndex;
            var parameters = ParameterReader.Read(entry.Value, profile, common.MaxIndex);
            if (parameters.Error is { } error) return error;
            assignments.Add(new(entry.IntegerKey!.Value, parameters.Value));
        }

        return new SuitCommand.AssignMany(offset, assignments);
    }

    private Result<SuitCommand, SuitError> ReadCopyFrom(CborValue argument, int offset)
    {
        if (argument is not CborMap { Entries: { Count: > 0 } entries }) return SuitCbor.Malformed("copy-params is not a map with entries");
        var sources = new List<KeyValuePair<int, IReadOnlyList<SuitParameter>>>();
        foreach (var entry in entries)
        {
            if (CheckIndex(entry.Key) is { } wrongIndex) return wrongIndex;
            if (entry.Value is not CborArray { Items: { Count: > 0 } items }) return SuitCbor.Malformed("copy-params names no parameters");
            var keys = new List<SuitParameter>();
            foreach (var item in items)
            {
                if ((item as CborInteger)?.AsInt32 is not { } number) return SuitCbor.Malformed("a parameter key is not a small integer");
                if (ParameterReader.CapabilityOf((SuitParameter)number) is not { } capability || !profile.Supports(capability))
                {
                    return new SuitError(ResultCode.UnsupportedParameter, $"parameter {number}");
                }

                keys.Add((SuitParameter)number);
            }

            sources.Add(new(entry.IntegerKey!.Value, keys));
        }

        return new SuitCommand.CopyFrom(offset, sources);
    }
}
