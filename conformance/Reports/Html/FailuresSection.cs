using System.Xml.Linq;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>Every scenario that did not pass: why, what was expected and observed, the messages, and how to see it again.</summary>
internal sealed class FailuresSection(RunRecord run, string folder)
{
    // A failure that stands among few is read at once; among many, the list is.
    private const int MostOpen = 3;

    private readonly Dictionary<string, string> _statements =
        run.Header.Rows.Select(static row => row.Requirement).DistinctBy(static requirement => requirement.Id).ToDictionary(static requirement => requirement.Id, static requirement => requirement.Statement);

    /// <summary>Where a scenario stands in this section.</summary>
    public static string Anchor(string id) => $"s-{id.Replace('#', '.')}";

    public XElement Write()
    {
        var failed = run.Results.Where(static result => result.Verdict == Verdict.Fail).ToList();
        var errors = run.Results.Where(static result => result.Verdict == Verdict.Error).ToList();
        var open = run.Results.Where(static result => result.Verdict == Verdict.Inconclusive).ToList();
        return Of(
            "section", Has("id", "failures"),
            Of("h2", "Failures"),
            failed.Count + errors.Count + open.Count == 0 ? Paragraph("Every scenario that was executed passed.") : null,
            failed.Count == 0 ? null : new object[] { Of("h3", $"Failed: {Number(failed.Count)}"), failed.Select(result => WriteOne(result, failed.Count <= MostOpen)) },
            errors.Count == 0 ? null : new object[] { Of("h3", $"The suite is at fault: {Number(errors.Count)}"), errors.Select(result => WriteOne(result, errors.Count <= MostOpen)) },
            open.Count == 0 ? null : new object[] { Of("h3", $"Inconclusive: {Number(open.Count)}"), open.GroupBy(static result => result.Cause).Select(WriteCause) });
    }

    private object[] WriteCause(IGrouping<Cause, ScenarioResult> cause) =>
    [
        Paragraph(Class("cause"), Of("b", Words.Of(cause.Key)), $" ({Number(cause.Count())}). ", Words.Explain(cause.Key)),
        cause.Select(result => WriteOne(result, isOpen: false)),
    ];

    private XElement WriteOne(ScenarioResult result, bool isOpen)
    {
        var pickle = result.Pickle;
        var opening = Opening(
            "failure", isOpen,
            Of("summary", Pill.Of(result.Verdict), Of("code", pickle.Id), Of("span", Class("sentence"), pickle.Title), Of("span", Class("muted kind"), $"{Words.Of((Role?)pickle.Role)}, {string.Join(", ", pickle.Requirements)}")),
            Of(
                "div", Class("body"),
                pickle.Requirements.Select(id => Of("blockquote", Of("code", id), " ", _statements.GetValueOrDefault(id, ""))),
                Known(result),
                Paragraph(Class("reason"), Of("b", Words.Of(result.Cause)), ". ", Words.Explain(result.Cause)),
                StepList.Of(pickle, result),
                Compared(result),
                Cases(result),
                Messages(result),
                SequenceChart.Of(result.Exchanges),
                Of("p", Class("label"), "See it again"),
                Of("pre", $"secup conformance replay {Quoted(folder)} {Quoted(pickle.Id)}")));
        opening.SetAttributeValue("id", Anchor(pickle.Id));
        return opening;
    }

    private XElement? Known(ScenarioResult result) => run.Known.FirstOrDefault(finding => finding.Scenario == result.Pickle.Id) is { } finding
        ? Paragraph(Class("warning"), Of("b", "Known failure"), " ", finding.Text)
        : null;

    private static XElement Compared(ScenarioResult result) => result.Checks.LastOrDefault(static check => !check.Holds) is { } check && result.SubVerdicts.Count == 0
        ? Of("div", Class("compared"), Side("Expected", check.Expected), Side($"Observed ({RollUp.Name(check.Evidence)})", check.Observed))
        : Of("div", Class("compared one"), Side("What happened", KnownFailures.MessageOf(result)));

    private static XElement Side(string head, string text) => Of("div", Of("p", Class("label"), head), Of("p", Class("said"), text));

    private static XElement? Cases(ScenarioResult result)
    {
        var failed = result.SubVerdicts.Where(static sub => sub.Verdict != Verdict.Pass).ToList();
        return failed.Count == 0 ? null : Of(
            "div",
            Of("p", Class("label"), $"{Number(failed.Count)} of {Number(result.SubVerdicts.Count)} cases did not pass"),
            Table(["case", "verdict", "why"], failed.Take(50).Select(static sub => new object?[] { Of("code", sub.Id), Pill.Of(sub.Verdict), sub.Message })),
            failed.Count > 50 ? Paragraph(Class("muted"), $"{Number(failed.Count - 50)} more stand in results.json.") : null);
    }

    // What the suite sent last, and what came from the implementation after that.
    private static IEnumerable<XElement> Messages(ScenarioResult result)
    {
        var messages = result.Exchanges.Where(static exchange => exchange.Link != "control").ToList();
        var sent = messages.LastOrDefault(static exchange => exchange.From != "implementation" && exchange.Bytes.Length > 0);
        var came = messages.LastOrDefault(static exchange => exchange.From == "implementation");
        if (sent is not null) yield return MessageView.Of("The last message to the implementation", sent);
        if (came is not null) yield return MessageView.Of("The last message from the implementation", came);
    }

    private static string Quoted(string text) => text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_') ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
