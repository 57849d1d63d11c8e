using SecUpIoT.Hosting.Pages;
using System.Xml.Linq;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>A verdict as a small sign: a mark, a word and a colour, so that no one of the three is needed alone.</summary>
internal static class Pill
{
    public static XElement Of(RequirementVerdict verdict) => verdict switch
    {
        RequirementVerdict.Pass => Make("pass", "\u2713", Words.Of(verdict)),
        RequirementVerdict.Fail => Make("fail", "\u2717", Words.Of(verdict)),
        RequirementVerdict.Deviation => Make("open", "\u2248", Words.Of(verdict)),
        RequirementVerdict.Inconclusive => Make("open", "?", Words.Of(verdict)),
        _ => Make("none", "\u2013", Words.Of(verdict)),
    };

    public static XElement Of(Verdict? verdict) => verdict switch
    {
        Verdict.Pass => Make("pass", "\u2713", "pass"),
        Verdict.Fail => Make("fail", "\u2717", "fail"),
        Verdict.Inconclusive => Make("open", "?", "inconclusive"),
        Verdict.Error => Make("suite", "!", "suite error"),
        _ => Make("none", "\u2013", "not run"),
    };

    public static XElement Of(Overall overall) => Markup.Of("span", Markup.Class($"word {Colour(overall)}"), Summary.Print(overall));

    public static string Colour(Overall overall) => overall switch
    {
        Overall.Conforms => "pass",
        Overall.DoesNotConform => "fail",
        _ => "open",
    };

    /// <summary>How many there are of each verdict, worst first; nothing for none.</summary>
    public static IEnumerable<XElement> Counts(IEnumerable<JudgedRequirement> rows) => rows
        .GroupBy(static row => row.Verdict)
        .OrderBy(static group => Array.IndexOf(WorstFirst, group.Key))
        .Select(static group => Markup.Of("span", Markup.Class("count"), Of(group.Key), Markup.Of("b", Markup.Number(group.Count()))));

    /// <summary>The order in which counts are told.</summary>
    public static RequirementVerdict[] WorstFirst { get; } =
    [
        RequirementVerdict.Fail, RequirementVerdict.Inconclusive, RequirementVerdict.Deviation, RequirementVerdict.Pass, RequirementVerdict.Untested,
        RequirementVerdict.NotApplicable,
    ];

    private static XElement Make(string colour, string mark, string word) =>
        Markup.Of("span", Markup.Class($"pill {colour}"), Markup.Of("i", Markup.Has("aria-hidden", "true"), mark), word);
}
