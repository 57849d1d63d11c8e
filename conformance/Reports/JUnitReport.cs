using System.Globalization;
using System.Text;
using System.Xml;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Reports;

/// <summary>
/// junit.xml: a suite for each role, a case for each scenario and row. JUnit knows neither inconclusive nor not applicable: the first is an error there, so that no
/// tool takes it for a pass, the second is skipped, with its reason.
/// </summary>
public static class JUnitReport
{
    /// <summary>The text of the file.</summary>
    public static string Write(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CheckCharacters = true }))
        {
            var results = run.Results.ToLookup(static result => result.Pickle.Id);
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "secup-iot conformance");
            foreach (var subject in run.Header.Subjects)
                WriteRole(xml, run, subject.Role, [.. run.Header.Plan.Scenarios.Where(planned => planned.Pickle.Role == subject.Role)], results);
            xml.WriteEndElement();
        }

        return text + "\n";
    }

    private static void WriteRole(XmlWriter xml, RunRecord run, Role role, List<Planned> plan, ILookup<string, ScenarioResult> results)
    {
        var had = plan.SelectMany(planned => results[planned.Pickle.Id]).ToList();
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Names.Of(role));
        xml.WriteAttributeString("tests", Number(plan.Count));
        xml.WriteAttributeString("failures", Number(had.Count(static result => result.Verdict == Verdict.Fail)));
        xml.WriteAttributeString("errors", Number(had.Count(static result => result.Verdict is Verdict.Inconclusive or Verdict.Error) + plan.Count(planned => planned.IsSelected && !results.Contains(planned.Pickle.Id))));
        xml.WriteAttributeString("skipped", Number(plan.Count(static planned => !planned.IsSelected)));
        xml.WriteAttributeString("time", Seconds(had.Sum(static result => result.Took.TotalSeconds)));
        xml.WriteStartElement("properties");
        Property(xml, "overall", Summary.Print(run.Roles.First(one => one.Subject.Role == role).Summary.Overall));
        Property(xml, "seed", run.Header.Seed.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        foreach (var planned in plan) WriteScenario(xml, planned, results[planned.Pickle.Id].FirstOrDefault());
        xml.WriteEndElement();
    }

    private static void WriteScenario(XmlWriter xml, Planned planned, ScenarioResult? result)
    {
        var pickle = planned.Pickle;
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", $"{Names.Of(pickle.Role)}.{pickle.Values("clause").FirstOrDefault()}");
        xml.WriteAttributeString("name", Clean($"{pickle.Id}: {pickle.Title}"));
        xml.WriteAttributeString("time", Seconds(result?.Took.TotalSeconds ?? 0));
        xml.WriteStartElement("properties");
        foreach (var requirement in pickle.Requirements) Property(xml, "req", requirement);
        Property(xml, "clause", pickle.Values("clause").FirstOrDefault() ?? "");
        Property(xml, "kind", pickle.Values("kind").FirstOrDefault() ?? "");
        Property(xml, "verdict", result is not null ? Words.Of(result.Verdict) : planned.IsSelected ? "not run" : "not selected");
        xml.WriteEndElement();
        if (!planned.IsSelected) Outcome(xml, "skipped", null, planned.Why, "");
        else if (result is null) Outcome(xml, "error", "not run", "It was not executed.", "");
        else if (result.Verdict != Verdict.Pass)
            Outcome(xml, result.Verdict == Verdict.Fail ? "failure" : "error", result.Verdict == Verdict.Inconclusive ? "inconclusive" : Words.Of(result.Cause), Words.Explain(result.Cause), result.Message);
        xml.WriteEndElement();
    }

    private static void Outcome(XmlWriter xml, string element, string? type, string message, string text)
    {
        xml.WriteStartElement(element);
        if (type is not null) xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("message", Clean(message));
        if (text.Length > 0) xml.WriteString(Clean(text));
        xml.WriteEndElement();
    }

    private static void Property(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("value", Clean(value));
        xml.WriteEndElement();
    }

    // What an implementation said may hold what XML cannot.
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(static rune =>
        rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture);

    private sealed class Utf8Text : StringWriter
    {
        public Utf8Text()
            : base(CultureInfo.InvariantCulture)
        {
        }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
