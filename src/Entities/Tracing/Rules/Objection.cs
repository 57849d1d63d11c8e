using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>Why an event does not fit, before its place is known.</summary>
internal sealed record Objection(string Rule, string Expected, string Found);

/// <summary>What one subject may do, given what it did before.</summary>
internal interface ISubjectRules
{
    /// <summary>Takes the next event of the subject; the objection to it, or null.</summary>
    Objection? Take(TraceEvent happened);
}
