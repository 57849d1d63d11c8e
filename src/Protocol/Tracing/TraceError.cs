namespace SecUpIoT.Protocol.Tracing;

/// <summary>In which way a line is not one of a trace.</summary>
public enum TraceFault
{
    /// <summary>Not JSON in UTF-8, or a field stands twice.</summary>
    NotJson,
    /// <summary>The line is longer than any may be.</summary>
    TooLong,
    /// <summary>The first line is no header of this format and version.</summary>
    NoHeader,
    /// <summary>A field is missing.</summary>
    MissingField,
    /// <summary>A field has no meaning here.</summary>
    UnknownField,
    /// <summary>A field has another JSON type than it should.</summary>
    WrongType,
    /// <summary>A name is none of those that may stand here.</summary>
    UnknownName,
    /// <summary>A number, text or digest has no permitted value.</summary>
    OutOfRange,
}

/// <summary>Why a file is not a trace.</summary>
/// <param name="File">The file's name, as the caller gave it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Fault">The deviation.</param>
/// <param name="Field">Where, as a path of field names; empty for the whole line.</param>
/// <param name="Expected">What should stand there.</param>
/// <param name="Found">What does.</param>
public sealed record TraceError(string File, int Line, TraceFault Fault, string Field, string Expected, string Found)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{File}, line {Line}{(Field.Length == 0 ? "" : $", {Field}")}: expected {Expected}, found {Found} ({Fault})";
}
