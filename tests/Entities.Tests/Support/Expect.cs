using System.Collections.Immutable;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Entities.Tests;

/// <summary>What clause tests say of outputs.</summary>
internal static class Expect
{
    /// <summary>Exactly one output, a refusal with this code.</summary>
    public static void Refused(ResultCode code, ImmutableArray<Output> outputs) => Assert.Equal(code, Assert.IsType<Output.Refuse>(Assert.Single(outputs)).Code);

    /// <summary>The kinds of the outputs, in order.</summary>
    public static void Kinds(ImmutableArray<Output> outputs, params string[] kinds) => Assert.Equal(kinds, outputs.Select(output => output.GetType().Name));

    /// <summary>The only output of this kind.</summary>
    public static TOutput One<TOutput>(ImmutableArray<Output> outputs)
        where TOutput : Output => Assert.Single(outputs.OfType<TOutput>());

    /// <summary>The message that is sent.</summary>
    public static TMessage Sent<TMessage>(ImmutableArray<Output> outputs) => Assert.IsType<TMessage>(One<Output.Send>(outputs).Message);

    /// <summary>No output of this kind.</summary>
    public static void No<TOutput>(ImmutableArray<Output> outputs)
        where TOutput : Output => Assert.Empty(outputs.OfType<TOutput>());
}
