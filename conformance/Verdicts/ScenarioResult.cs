using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Verdicts;

/// <summary>A scenario and how it ended, with the evidence.</summary>
/// <param name="Pickle">The scenario.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Cause">Why, when it did not pass.</param>
/// <param name="Message">The same in words: the step, what was expected, what was observed.</param>
/// <param name="Executed">How many steps were executed to their end.</param>
/// <param name="Checks">What was compared, in order.</param>
/// <param name="SubVerdicts">The cases of steps that go through many.</param>
/// <param name="Exchanges">Every message and order, in order.</param>
public sealed record ScenarioResult(
    Pickle Pickle,
    Verdict Verdict,
    Cause Cause,
    string Message,
    int Executed,
    IReadOnlyList<Check> Checks,
    IReadOnlyList<SubVerdict> SubVerdicts,
    IReadOnlyList<Exchange> Exchanges)
{
    /// <summary>How long it took on the wall's clock.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>What is wrong with the attachment, when the implementation was lost.</summary>
    public AttachmentFault? Fault { get; init; }

    /// <summary>
    /// The checks that the purpose rests on. What was seen before, in a Given step, is no evidence for it, nor is the look afterwards whether the implementation still
    /// lives.
    /// </summary>
    public IEnumerable<Check> Deciding
    {
        get
        {
            var steps = Pickle.Steps.Where(static step => step.Kind != StepKind.Given).Select(static step => $"{step.Keyword} {step.Text}").ToHashSet();
            return Checks.Where(check => steps.Contains(check.Step));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Verdict}: {Pickle.Id}{(Message.Length == 0 ? "" : $"\n{Cause}: {Message}")}";
}
