using System.Xml.Linq;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Hosting.Pages;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>The steps of a scenario: which were executed, and at which one it ended.</summary>
internal static class StepList
{
    public static XElement Of(Pickle pickle, ScenarioResult? result) => Markup.Of(
        "ol", Class("steps"),
        pickle.Steps.Select((step, index) => Markup.Of("li", Class(Mark(index, result)), Markup.Of("b", step.Keyword), " ", step.Text)));

    private static string Mark(int index, ScenarioResult? result)
    {
        if (result is null || index > result.Executed) return "left";
        if (index < result.Executed) return "done";
        return result.Verdict == Verdict.Fail ? "broken fail" : "broken open";
    }
}
