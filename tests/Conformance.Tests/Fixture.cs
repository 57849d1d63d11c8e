using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests;

/// <summary>Small scenarios, rows and results that are not of the suite.</summary>
internal static class Fixture
{
    /// <summary>A scenario with a step of each kind.</summary>
    public static Pickle Pickle(string purpose, string kind, params string[] requirements) => new(
        "device-core/offer.feature", 1, "The Device core judges an offer", "", $"Scenario of {purpose}", "",
        ["role:device-core", "clause:offer", $"tp:{purpose}", $"kind:{kind}", .. requirements.Select(static id => $"req:{id}")],
        [new(StepKind.Given, "Given", "a device"), new(StepKind.When, "When", "it is asked"), new(StepKind.Then, "Then", "it answers")]);

    /// <summary>A result in which the last step looked once.</summary>
    public static ScenarioResult Result(this Pickle pickle, Verdict verdict = Verdict.Pass, EvidenceClass evidence = EvidenceClass.Effect) => new(
        pickle, verdict, Cause.None, "", pickle.Steps.Count, [new Check(true, evidence, "an answer", "an answer", "Then it answers")], [], []);

    /// <summary>A row of the Device core.</summary>
    public static Requirement Row(string id, Level level = Level.Required, Profile profile = Profile.Core, Extension? extension = null) => new(
        id, profile, level, "The Device core is required to answer.", ["this specification"], EvidenceClass.Wire, null, [Role.DeviceCore]) { Formal = ["M-01"], Extension = extension };
}
