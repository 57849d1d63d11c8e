using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.SelfTesting;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Reports;

/// <summary>Runs for tests: made up, or really executed.</summary>
internal static class Records
{
    private static readonly Hello Nobody = new("FlashBoot", "3.2.1", [Role.DeviceCore], VirtualClock: true, ["hello", "reset"], [], [], [], []);

    /// <summary>When and where every made up run was.</summary>
    public static Wall Wall { get; } = new(DateTimeOffset.UnixEpoch, 1.5, "system", "runtime", 2);

    /// <summary>A mutant, and the scenarios that may notice it.</summary>
    public static (Mutant Mutant, IReadOnlyList<Pickle> Scenarios) Faulty { get; } = FindFaulty();

    /// <summary>All scenarios are to be executed.</summary>
    public static Plan Plan(params IEnumerable<Pickle> pickles) => new([.. pickles.Select(static pickle => new Planned(pickle, true, "Run."))]);

    /// <summary>The header of a made up run of the Device core.</summary>
    public static RunHeader Header(Plan plan, params IEnumerable<Requirement> requirements) => new(
        "0.1.0", "1", "sha256:" + new string('0', 64), 7, [new Subject(Role.DeviceCore, Nobody)], new AttachmentChoice(AttachmentKind.Reference), null, [], null,
        [.. requirements.Select(static requirement => new RequirementRow(Role.DeviceCore, requirement))], plan);

    /// <summary>A made up run.</summary>
    public static RunRecord Run(RunHeader header, IEnumerable<ScenarioResult> results, RunEnd end = RunEnd.Finished) => new(header, [.. results], end, Wall);

    /// <summary>A result that did not pass.</summary>
    public static ScenarioResult Broken(this Pickle pickle, Verdict verdict, Cause cause = Cause.ObservedOtherwise, string message = "expected: this; observed: that") =>
        pickle.Result(verdict) with { Cause = cause, Message = $"Then it answers\n{message}", Executed = 2, Checks = [new Check(false, EvidenceClass.Wire, "this", "that", "Then it answers")] };

    /// <summary>The order for a real run of the embedded reference, or of a mutant.</summary>
    public static RunOrder Order(IEnumerable<Pickle> pickles, Mutant? mutant = null)
    {
        var plan = Plan(pickles);
        var choice = mutant is null ? new AttachmentChoice(AttachmentKind.Reference) : new AttachmentChoice(AttachmentKind.Mutant, mutant.Id);
        var source = Attachments.Find(choice);
        var subjects = Attachments.Greet(source, plan.Selected);
        return new(
            new RunHeader(
                Implementation.Suite, Protocol.Specification.Revision, RequirementSet.Digest, 7, subjects, choice, null, [], null,
                Applicability.Rows(subjects.Select(static subject => subject.Role), null), plan),
            source);
    }

    /// <summary>A real run of it.</summary>
    public static RunRecord Execute(RunOrder order, CancellationToken cancel = default)
    {
        var (results, end) = ConformanceRun.Execute(order, static _ => { }, cancel);
        return new RunRecord(order.Header, results, end, Wall);
    }

    /// <summary>A few scenarios of each role, some on links of their own.</summary>
    public static IReadOnlyList<Pickle> Few(int ofEach = 2) =>
    [
        .. Names.AllRoles.SelectMany(role => Suite.For(role).GroupBy(static pickle => pickle.Has(References.NativeLinksTag)).SelectMany(group => group.Take(ofEach))),
    ];

    private static (Mutant, IReadOnlyList<Pickle>) FindFaulty()
    {
        var mutant = Mutants.Of(Role.DeviceCore).First();
        var noticing = Suite.For(Role.DeviceCore).Where(pickle => pickle.Requirements.Any(mutant.Violates.Contains))
            .First(pickle => Suite.RunOne(pickle, one => References.Attach(one, mutant.Design), seed: 7).Verdict == Verdict.Fail);
        var others = Suite.For(Role.DeviceCore).Where(pickle => !pickle.Requirements.Any(id => mutant.Violates.Contains(id) || mutant.Allows.Contains(id))).Take(3).ToList();
        return (mutant, [others[0], noticing, .. others[1..]]);
    }
}

/// <summary>A source that gives what a test wants.</summary>
internal sealed class MadeUpSource(Func<Pickle, Implementation> attach) : IImplementationSource
{
    public Implementation Attach(Pickle pickle) => attach(pickle);

    public void Dispose()
    {
        // Holds nothing.
    }
}
