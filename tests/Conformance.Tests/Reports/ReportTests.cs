using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NJsonSchema;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests.Reports;

/// <summary>The four reports of a run say the same, in the form that is published, whatever an implementation said.</summary>
public sealed partial class ReportTests
{
    private const string Hostile = "</style><script>alert(1)</script> & \"quoted\" \u0000\u001b[31m \u202Eevil ]]> \uD800";

    private static readonly Lazy<RunRecord> Real = new(static () => Records.Execute(Records.Order(Records.Faulty.Scenarios, Records.Faulty.Mutant)));

    [Fact]
    public async Task Results_match_their_schema()
    {
        var schema = await JsonSchema.FromJsonAsync(Repository.Read("conformance", "Schemas", "results.schema.json"));

        Assert.Empty(schema.Validate(ResultsDocument.Of(Real.Value).Write()));
        Assert.Empty(schema.Validate(ResultsDocument.Of(MadeUp()).Write()));
        Assert.NotEmpty(schema.Validate(ResultsDocument.Of(MadeUp()).Write().Replace("\"verdict\": \"pass\"", "\"verdict\": \"fine\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(ResultsDocument.Of(MadeUp()).Write().Replace("\"untested\":", "\"wall\":", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_sums_of_all_reports_agree()
    {
        foreach (var run in new[] { Real.Value, MadeUp() })
        {
            var json = ResultsDocument.Of(run);
            var html = HtmlReport.Write(run, "x");
            var junit = XDocument.Parse(JUnitReport.Write(run));
            var csv = MatrixReport.Write(run).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => Cell().Matches(line).Select(static cell => cell.Groups[1].Value).ToList()).ToList();

            // Every row of the catalogue stands once in each.
            var rows = json.Rows.Select(static row => $"{(row.Role is { } role ? Names.Of(role) : "")} {row.Id} {Words.Of(row.Verdict)}").ToList();
            Assert.Equal(rows.Count, rows.Distinct().Count());
            Assert.Equal(rows, csv.Select(static cells => $"{cells[0]} {cells[1]} {cells[4]}").Distinct());
            Assert.Equal(rows.Count, Regex.Count(html, "<details class=\"requirement\""));

            // Requirements by verdict.
            var required = json.Rows.Where(static row => row.Level == Catalogue.Level.Required).ToLookup(static row => row.Verdict);
            Assert.Equal(json.Requirements.Required, new Tally(
                required[RequirementVerdict.Pass].Count(), required[RequirementVerdict.Deviation].Count(), required[RequirementVerdict.Inconclusive].Count(), required[RequirementVerdict.Fail].Count(),
                required[RequirementVerdict.Untested].Count(), required[RequirementVerdict.NotApplicable].Count()));
            Assert.Equal(json.Requirements.Required.Pass, Card(html, "required: pass"));
            Assert.Equal(json.Requirements.Required.Fail, Card(html, "required: fail"));
            Assert.Equal(json.Requirements.Required.Inconclusive, Card(html, "required: inconclusive"));
            Assert.Equal(json.Untested, Card(html, "untested"));
            Assert.Equal(json.Rows.Count, json.Requirements.Required.Total + json.Requirements.Recommended.Total + json.Requirements.Optional.Total);

            // Scenarios by verdict.
            var cases = junit.Descendants("testcase").ToList();
            int Told(string verdict) => cases.Count(one => one.Descendants("property").Any(property => (string?)property.Attribute("name") == "verdict" && (string?)property.Attribute("value") == verdict));
            Assert.Equal(run.Header.Plan.Scenarios.Count, cases.Count);
            Assert.Equal(
                new ResultsScenarioCounts(json.Scenarios.Count, Told("pass"), Told("inconclusive"), Told("fail"), Told("error"), Told("not run")), json.ScenarioCounts);
            Assert.Equal(json.ScenarioCounts.Fail, junit.Descendants("failure").Count());
            Assert.Equal(json.ScenarioCounts.Inconclusive + json.ScenarioCounts.Error + json.ScenarioCounts.NotRun, junit.Descendants("error").Count());
            Assert.Equal(run.Header.Plan.Scenarios.Count(static planned => !planned.IsSelected), junit.Descendants("skipped").Count());
            foreach (var (sum, element) in new[] { ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"), ("tests", "testcase") })
                Assert.Equal(junit.Descendants("testsuite").Sum(suite => (int)suite.Attribute(sum)!), junit.Descendants(element).Count());
            Assert.Equal(json.ScenarioCounts.Executed - json.ScenarioCounts.Pass, Regex.Count(html, "<details class=\"failure\""));
            Assert.Equal(json.ScenarioCounts.Executed, Card(html, "scenarios executed"));
            Assert.Equal(json.Scenarios.Select(static scenario => $"{scenario.Id} {Words.Of(scenario.Verdict)}").Order(StringComparer.Ordinal), csv
                .Where(static cells => cells[5].Length > 0 && cells[8] is not ("not run" or "not selected")).Select(static cells => $"{cells[5]} {cells[8]}").Distinct().Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_failure_is_told_with_requirement_expectation_observation_bytes_and_the_line_that_shows_it_again()
    {
        var failed = Real.Value.Results.First(static result => result.Verdict == Verdict.Fail);
        var check = failed.Checks.Last(static check => !check.Holds);

        var text = Text(HtmlReport.Write(Real.Value, "results/core 1"), $"s-{failed.Pickle.Id.Replace('#', '.')}");

        Assert.Contains(Catalogue.Requirements.Find(failed.Pickle.Requirements.First())!.Statement, text, StringComparison.Ordinal);
        Assert.Contains(check.Expected, text, StringComparison.Ordinal);
        Assert.Contains(check.Observed, text, StringComparison.Ordinal);
        Assert.Contains(HexDump.Write(failed.Exchanges.Last(static exchange => exchange.From == "implementation" && exchange.Bytes.Length > 0).Bytes.Span[..16]), text, StringComparison.Ordinal);
        Assert.Contains("secup conformance replay 'results/core 1'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_names_what_it_does_not_show()
    {
        var text = Text(HtmlReport.Write(MadeUp(), "x"), "limits");

        Assert.Contains("It is inside.", text, StringComparison.Ordinal);
        Assert.Contains("no timers", text, StringComparison.Ordinal);
        Assert.Contains("the verbs", text, StringComparison.Ordinal);
        Assert.Contains("TP-6", text, StringComparison.Ordinal);
        Assert.Contains("It is not claimed.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_needs_neither_network_nor_script()
    {
        var html = HtmlReport.Write(Real.Value, "x");

        Assert.DoesNotMatch("<script|<link|<img|<iframe|@import|url\\(|src=|javascript:", html);
        Assert.All(Regex.Matches(html, "href=\"([^\"]*)\"").Select(static match => match.Groups[1].Value), static target => Assert.StartsWith("#", target, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_anchor_of_a_page_is_there()
    {
        var html = HtmlReport.Write(Real.Value, "x", Difference.Between(ResultsDocument.Of(MadeUp()), ResultsDocument.Of(Real.Value)));
        var anchors = Regex.Matches(html, " id=\"([^\"]*)\"").Select(static match => match.Groups[1].Value).ToList();

        Assert.Equal(anchors.Count, anchors.Distinct().Count());
        Assert.All(Regex.Matches(html, "href=\"#([^\"]*)\"").Select(static match => match.Groups[1].Value), target => Assert.Contains(target, anchors));
    }

    [Fact]
    public void What_an_implementation_says_is_text_in_every_report()
    {
        var pickle = Fixture.Pickle("TP-1", "obey", "R-DC-01") with { Row = "=1+1", Title = Hostile };
        var exchange = new Exchange(1, 0, "implementation", "communicator", "device", "(no message)", Hostile, (Bytes)new byte[] { 0, 1, 2 });
        var result = pickle.Broken(Verdict.Fail, message: Hostile) with { Exchanges = [exchange], Checks = [new Check(false, EvidenceClass.Wire, "this", Hostile, "Then it answers")] };
        var header = Records.Header(Records.Plan(pickle), Fixture.Row("R-DC-01"));
        var run = Records.Run(header with { Subjects = [new Subject(Role.DeviceCore, header.Subjects[0].Hello with { Implementation = Hostile })] }, [result]);

        var page = Parse(HtmlReport.Write(run, Hostile));
        var junit = XDocument.Parse(JUnitReport.Write(run));

        Assert.Empty(page.Descendants("script"));
        Assert.Single(page.Descendants("style"));
        Assert.Contains("<script>alert(1)</script> & \"quoted\"", page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Value, static letter => char.GetUnicodeCategory(letter) is UnicodeCategory.Format || (char.IsControl(letter) && letter != '\n'));
        Assert.Contains("alert(1)", junit.Descendants("failure").Single().Value, StringComparison.Ordinal);
        Assert.Equal(Hostile, ResultsDocument.Of(run).Scenarios.Single().Checks.Single().Observed);
        Assert.Contains("TP-1#=1+1", MatrixReport.Write(run), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_scenarios_fit()
    {
        var pickles = Enumerable.Range(1, 400).Select(static number => Fixture.Pickle($"TP-DC-{number}", "attack", $"R-DC-{number % 60 + 1:00}")).ToList();
        var rows = Enumerable.Range(1, 60).Select(static number => Fixture.Row($"R-DC-{number:00}"));

        var html = HtmlReport.Write(Records.Run(Records.Header(Records.Plan(pickles), rows), pickles.Select(static pickle => pickle.Broken(Verdict.Fail))), "x");

        Assert.InRange(html.Length, 400_000, 4_000_000);
        Assert.Equal(400, Regex.Count(html, "<details class=\"failure\""));
    }

    [Fact]
    public void A_difference_names_what_changed_and_what_is_not_alike()
    {
        var (one, other) = (Fixture.Pickle("TP-1", "obey", "R-DC-01"), Fixture.Pickle("TP-2", "obey", "R-DC-02"));
        var header = Records.Header(Records.Plan(one, other), Fixture.Row("R-DC-01"), Fixture.Row("R-DC-02"));
        var old = ResultsDocument.Of(Records.Run(header, [one.Result(), other.Result()]));
        var now = ResultsDocument.Of(Records.Run(header with { Seed = 8 }, [one.Result(), other.Broken(Verdict.Fail)]));

        var difference = Difference.Between(old, now);

        Assert.Equal((Overall.Conforms, Overall.DoesNotConform, true, false), (difference.OldWord, difference.NewWord, difference.IsWorse, difference.IsNone));
        Assert.Equal(("R-DC-02", RequirementVerdict.Pass, RequirementVerdict.Fail), Assert.Single(difference.Requirements) is var row ? (row.Id, row.Old!.Value, row.New!.Value) : default);
        Assert.Equal(new ScenarioChange("TP-2", Verdict.Pass, Verdict.Fail), Assert.Single(difference.Scenarios));
        Assert.Contains("seed", Assert.Single(difference.Settings), StringComparison.Ordinal);
        Assert.True(Difference.Between(old, old).IsNone);
        Assert.False(Difference.Between(now, old).IsWorse);
    }

    // One of each: pass, fail, inconclusive, error, not run, left out; untested, not applicable, recommended.
    private static RunRecord MadeUp()
    {
        var pickles = Enumerable.Range(1, 7).Select(static number => Fixture.Pickle($"TP-{number}", "obey", $"R-DC-0{number}")).ToList();
        var plan = new Plan(
        [
            .. pickles.Take(5).Select(static pickle => new Planned(pickle, true, "Run.")),
            new Planned(pickles[5], false, "Left out."),
            new Planned(pickles[6], true, "Run."),
        ]);
        var header = Records.Header(plan, pickles.Take(6).Select(static pickle => Fixture.Row(pickle.Requirements.Single())).Append(Fixture.Row("R-DC-07", Catalogue.Level.Recommended)));
        return Records.Run(
            header with
            {
                Rows =
                [
                    .. header.Rows,
                    new RequirementRow(Role.DeviceCore, Fixture.Row("R-DC-08") with { UntestableBecause = "It is inside." }),
                    new RequirementRow(Role.DeviceCore, Fixture.Row("R-DC-09", Catalogue.Level.Optional), "It is not claimed."),
                    new RequirementRow(null, Fixture.Row("R-GEN-09", Catalogue.Level.Optional)),
                ],
            },
            [
                pickles[0].Result(), pickles[1].Broken(Verdict.Fail), pickles[2].Broken(Verdict.Inconclusive, Cause.Unimplemented, "no timers"),
                pickles[3].Broken(Verdict.Error, Cause.SuiteAtFault), pickles[6].Broken(Verdict.Fail),
            ],
            RunEnd.Interrupted);
    }

    private static int Card(string html, string name) => int.Parse(
        Regex.Match(html, $"<dt>{Regex.Escape(name)}</dt><dd>([^<]*)</dd>").Groups[1].Value.Replace("\u202F", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static string Text(string html, string id) => Parse(html).Descendants().Single(element => (string?)element.Attribute("id") == id).Value;

    // The page as XML: what HTML does not close is closed first.
    private static XElement Parse(string html) => XElement.Parse(Meta().Replace(html[html.IndexOf("<html", StringComparison.Ordinal)..], "$0</meta>"), LoadOptions.PreserveWhitespace);

    [GeneratedRegex("<meta [^>]*>")]
    private static partial Regex Meta();

    [GeneratedRegex("(?<=^|,)(\"(?:[^\"]|\"\")*\"|[^,]*)")]
    private static partial Regex Cell();
}
