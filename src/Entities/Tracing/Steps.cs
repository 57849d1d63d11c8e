using System.Collections.Immutable;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing;

/// <summary>What the trace points of several machines share.</summary>
internal static class Steps
{
    public static ResultCode? RefusalOf(ImmutableArray<Output> outputs) => outputs.OfType<Output.Refuse>().FirstOrDefault()?.Code;

    public static TraceDirective Of(Directive directive) => new(
        ShortDigest.Of(directive.Encode()),
        directive.Kind,
        directive.Device,
        directive.Kind == DirectiveKind.UpToDate ? null : directive.Manifest,
        ShortDigest.Of(directive.Nonce.Value.Span));
}
