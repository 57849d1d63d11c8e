using SecUpIoT.Protocol;

namespace SecUpIoT.VectorTool.Statements;

/// <summary>The two kinds of signed statement.</summary>
internal enum StatementKind
{
    Directive,
    Report,
}

/// <summary>One signed statement and what its recipient makes of it.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Name">Unique among its kind.</param>
/// <param name="Description">What is right or wrong.</param>
/// <param name="Content">The record that the payload encodes, or null when it encodes none.</param>
/// <param name="Payload">The payload.</param>
/// <param name="Signed">The COSE_Sign1.</param>
/// <param name="Result">Success, or the code with which it is refused.</param>
internal sealed record StatementVector(StatementKind Kind, string Name, string Description, object? Content, byte[] Payload, byte[] Signed, ResultCode Result);
