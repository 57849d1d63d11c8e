using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.SelfTesting;
using SecUpIoT.Conformance.Traceability;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Traceability;

/// <summary>Each check finds nothing in a small sound suite, and finds what is amiss when it is made so.</summary>
public sealed class CheckTests
{
    private static readonly TraceSubject Sound = TraceFixture.Sound.Run();

    [Fact]
    public void Nothing_is_amiss_in_a_sound_suite() => Assert.Empty(Tracing.Check(Sound));

    [Fact]
    public void Without_a_run_nothing_is_said_about_it() => Assert.Empty(Tracing.Check(TraceFixture.Sound));

    [Fact]
    public void T2_two_rows_two_mutants_two_scenarios_of_one_id()
    {
        Found("T2", Sound with { Requirements = [.. Sound.Requirements, Sound.Requirements[0]] }, "R-DC-04");
        Found("T2", Sound with { Mutants = [.. Sound.Mutants, Sound.Mutants[0]] }, "device-core/unchecked");
        Found("T2", Sound with { Pickles = [.. Sound.Pickles, Sound.Pickles[0]] }, "TP-DC-04-1");
    }

    [Fact]
    public void T2_an_id_of_a_purpose_that_is_gone() => Found("T2", Sound with { Lock = Locked("TP-DC-04-1", new LockedPurpose(1, "")) }, "TP-DC-04-1");

    [Theory]
    [InlineData("@kind:obey @req:R-DC-04", "@kind:obey @req:R-DC-05", "kind obey")]
    [InlineData("@kind:attack @req:R-DC-04", "@kind:obey @req:R-DC-04", "kind attack")]
    public void T3_a_required_row_that_is_tested_in_one_way_only(string sound, string faulty, string text) => FoundIn("T3", sound, faulty, "R-DC-04", text);

    [Fact]
    public void T3_a_row_without_a_scenario() =>
        Found("T3", Sound with { Requirements = [.. Sound.Requirements, Fixture.Row("R-DC-42", Level.Optional)] }, "R-DC-42");

    [Fact]
    public void T3_an_attack_without_a_control() => FoundIn("T3", "a device that accepts a newer package", "a device", "TP-DC-04-2", "positive control");

    [Theory]
    [InlineData("@kind:obey", "@kind:obey @slow", "@slow")]
    [InlineData("@kind:obey", "@kind:obey @level:shall", "@level:shall")]
    [InlineData("@kind:obey ", "", "exactly one @kind; there are 0")]
    [InlineData("@kind:obey ", "@kind:obey @kind:attack ", "exactly one @kind; there are 2")]
    [InlineData("@kind:obey ", "@kind:probe ", "obey or attack; got 'probe'")]
    [InlineData("@tp:TP-DC-04-1 ", "", "exactly one @tp; there are 0")]
    [InlineData("@tp:TP-DC-04-1 ", "@tp:TP-CM-04-1 ", "as TP-DC-04-1")]
    [InlineData("@tp:TP-DC-04-1 ", "@tp:TP-DC-4-1 ", "as TP-DC-04-1")]
    [InlineData("@tp:TP-DC-04-1 ", "@tp:TP-DC-05-1 ", "carries R-DC-05")]
    [InlineData("@tp:TP-DC-04-1 ", "@tp:TP-DC-G04-1 ", "carries R-GEN-04")]
    [InlineData("@kind:obey @req:R-DC-04", "@kind:obey", "at least one @req")]
    [InlineData("@clause:offer", "@clause:offer @clause:trial", "exactly one @clause; there are 2")]
    [InlineData("@clause:offer", "@clause:trial", "in the file device-core/trial.feature")]
    [InlineData("@role:device-core ", "", "exactly one @role; there are 0")]
    [InlineData("@role:device-core ", "@role:device ", "one of the roles")]
    [InlineData("  Rule: It", "  @req:R-DC-04\n  Rule: It", "a rule has some")]
    [InlineData("    @tp:TP-DC-04-1", "    Background:\n      Given a device\n\n    @tp:TP-DC-04-1", "a rule has one")]
    [InlineData("| row |", "| by |", "'row' as the first column")]
    public void T4_tags(string sound, string faulty, string text) => FoundIn("T4", sound, faulty, null, text);

    [Theory]
    [InlineData("@kind:obey @req:R-DC-04", "@kind:obey @req:R-DC-04 @req:R-DC-099", "there is no R-DC-099")]
    [InlineData("@kind:obey @req:R-DC-04", "@kind:obey @req:R-DC-04 @req:R-DC-45", "R-DC-45 is not one")]
    [InlineData("@kind:obey @req:R-DC-04", "@kind:obey @req:R-DC-04 @req:R-CM-01", "R-CM-01 is tested on communicator")]
    [InlineData("@clause:offer", "@clause:bargain", "there is no 'bargain'")]
    public void T5_what_dangles(string sound, string faulty, string text) => FoundIn("T5", sound, faulty, null, text);

    [Fact]
    public void T5_a_mutant_that_breaks_what_is_not_of_its_role() =>
        Found("T5", Sound with { Mutants = [Sound.Mutants[0] with { Violates = ["R-CM-01"] }] }, "device-core/unchecked");

    [Fact]
    public void T6_a_scenario_that_compares_nothing_in_its_purpose()
    {
        Found("T6", WithResult(static result => result with { Checks = [] }), "TP-DC-04-1");
        Found("T6", WithResult(static result => result with { Checks = [result.Checks[0] with { Step = "Given a device" }] }), "TP-DC-04-1");
    }

    [Fact]
    public void T7_a_required_row_without_a_mutant() => Found("T7", Sound with { Mutants = [], LastKills = [] }, "R-DC-04");

    [Fact]
    public void T7_a_kill_matrix_that_is_not_of_these_mutants()
    {
        var kill = Sound.LastKills[0];

        Found("T7", Sound with { LastKills = [] }, "device-core/unchecked");
        Found("T7", Sound with { LastKills = [kill with { IsKilled = false }] }, "device-core/unchecked");
        Found("T7", Sound with { LastKills = [kill with { Wrong = "takes little" }] }, "device-core/unchecked");
        Found("T7", Sound with { LastKills = [kill, kill with { Mutant = "device-core/gone" }] }, "device-core/gone");
        Found("T7", Sound with { LastKills = [kill with { KilledBy = ["TP-DC-04-9"] }] }, "device-core/unchecked");
    }

    [Theory]
    [InlineData("")]
    [InlineData("somewhere")]
    [InlineData("M-01|none:")]
    public void T8_a_row_without_its_formal_element(string formal) =>
        Found("T8", Sound with { Requirements = [Sound.Requirements[0] with { Formal = formal.Split('|', StringSplitOptions.RemoveEmptyEntries) }, .. Sound.Requirements.Skip(1)] }, "R-DC-04");

    [Fact]
    public void T9_an_item_that_decides_nothing_and_a_requirement_that_is_not_asked()
    {
        Found("T9", Sound with { Requirements = [.. Sound.Requirements, Fixture.Row("R-DC-42", Level.Optional)] }, "R-DC-42");
        Found("T9", Sound with { Requirements = [.. Sound.Requirements.Skip(1)] }, "R-DC-04");
    }

    [Fact]
    public void T10_what_is_not_executed_or_only_in_part_or_twice()
    {
        var results = Sound.Results!;

        Found("T10", Sound with { Results = [.. results.Skip(1)] }, "TP-DC-04-1");
        Found("T10", Sound with { Results = [.. results, results[0]] }, "TP-DC-04-1");
        Found("T10", Sound with { Pickles = [.. Sound.Pickles.Skip(1)] }, "TP-DC-04-1");
        Found("T10", WithResult(static result => result with { Executed = 2, Verdict = Verdict.Fail }), "TP-DC-04-1");
    }

    [Fact]
    public void T11_a_text_that_changed_without_a_higher_version()
    {
        Assert.Contains("@version:2", Found("T11", Relocked("When a newer package comes", "When a package comes"), "TP-DC-04-1").Text, StringComparison.Ordinal);
        Found("T11", Relocked("| 2   |", "| 3   |"), "TP-DC-04-2");
        Found("T11", Relocked("Scenario: A newer package", "Scenario: Another package"), "TP-DC-04-1");
        Found("T11", Relocked("@kind:obey @req:R-DC-04", "@kind:obey @req:R-DC-04 @links:https"), "TP-DC-04-1");
    }

    [Fact]
    public void T11_a_text_that_changed_with_a_higher_version_has_to_be_locked()
    {
        var changed = Relocked("@kind:obey @req:R-DC-04", "@kind:obey @req:R-DC-04 @version:2");

        Assert.Contains("--update-lock", Found("T11", changed, "TP-DC-04-1").Text, StringComparison.Ordinal);
        Assert.Empty(Tracing.AgainstRenewal(changed));
        Assert.Empty((changed with { Lock = changed.Lock.Renew(changed.Pickles, changed.Vectors) }).Find("T11"));
    }

    [Fact]
    public void T11_a_purpose_that_is_new_or_gone()
    {
        Found("T11", Sound with { Lock = PurposesLock.Empty with { Purposes = Sound.Lock.Purposes.Where(static pair => pair.Key != "TP-DC-04-1").ToDictionary() } }, "TP-DC-04-1");
        Found("T11", Sound with { Lock = Locked("TP-DC-04-9", new LockedPurpose(1, new string('0', 64))) }, "TP-DC-04-9");
    }

    [Fact]
    public void T13_a_row_that_nothing_tests_without_a_reason_or_too_many()
    {
        var untestable = Sound.Requirements[1];

        Found("T13", Sound with { Requirements = [.. Sound.Requirements.Where(row => row != untestable), untestable with { UntestableBecause = " " }] }, "R-DC-45");
        Found("T13", Sound with { Requirements = [.. Sound.Requirements.Where(row => row != untestable), untestable with { UntestableBecause = null, Roles = [] }] }, "R-DC-45");
        Found("T13", Sound with { Requirements = [.. Sound.Requirements.Skip(2), untestable, untestable with { Id = "R-DC-48" }] }, "untested");
    }

    [Fact]
    public void T14_evidence_that_is_weaker_than_demanded()
    {
        var results = Sound.Results!.Select(static result => result with { Checks = [result.Checks[0] with { Evidence = EvidenceClass.SelfReport }] });

        var found = (Sound with { Results = [.. results] }).Find("T14");

        Assert.Contains(found, static finding => finding.Subject == "R-DC-04" && finding.Text.EndsWith("the best is SelfReport.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"vectors\": [{ \"name\": \"one\" }, { \"name\": \"one\" }] }", "'one' stands 2 times")]
    [InlineData("{ \"vectors\": [{ \"id\": \"M-01\", \"name\": \"one\" }, { \"id\": \"M-01\", \"name\": \"one\" }] }", "'M-01 one' stands 2 times")]
    [InlineData("{ \"vectors\": [{ \"hex\": \"00\" }] }", "'' stands 1 times")]
    [InlineData("{ \"vectors\": [] }", "at least one row")]
    [InlineData("{ \"vectors\": [{ \"name\": \"one\" }] }", "bytes that were locked")]
    public void T15_vectors_that_changed_or_have_no_names(string json, string text)
    {
        var changed = VectorFile.Read("messages.json", System.Text.Encoding.UTF8.GetBytes(json), static _ => true);

        Assert.Contains((Sound with { Vectors = [changed] }).Find("T15"), finding => finding.Text.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void T15_vectors_that_are_not_used_or_not_locked_or_gone()
    {
        Found("T15", Sound with { Vectors = [Sound.Vectors[0] with { IsUsed = false }] }, "messages.json");
        Found("T15", Sound with { Lock = PurposesLock.Empty }, "messages.json");
        Found("T15", Sound with { Vectors = [] }, "messages.json");
    }

    private static TraceFinding Found(string check, TraceSubject subject, string about)
    {
        Assert.Empty(Sound.Find(check));
        var finding = Assert.Single(subject.Find(check));
        Assert.Equal((check, about), (finding.Check, finding.Subject));
        return finding;
    }

    private static void FoundIn(string check, string sound, string faulty, string? about, string text)
    {
        Assert.Empty(Sound.Find(check));
        Assert.Contains(Changed(sound, faulty).Find(check), finding => (about is null || finding.Subject == about) && finding.Text.Contains(text, StringComparison.Ordinal));
    }

    private static TraceSubject Changed(string sound, string faulty)
    {
        Assert.Contains(sound, TraceFixture.Feature, StringComparison.Ordinal);
        return TraceFixture.Of(TraceFixture.Feature.Replace(sound, faulty, StringComparison.Ordinal));
    }

    // The text changes, the lock does not.
    private static TraceSubject Relocked(string sound, string faulty) => Changed(sound, faulty) with { Lock = Sound.Lock };

    private static TraceSubject WithResult(Func<ScenarioResult, ScenarioResult> change) => Sound with { Results = [change(Sound.Results![0]), .. Sound.Results!.Skip(1)] };

    private static PurposesLock Locked(string id, LockedPurpose locked) => Sound.Lock with { Purposes = new Dictionary<string, LockedPurpose>(Sound.Lock.Purposes) { [id] = locked } };
}
