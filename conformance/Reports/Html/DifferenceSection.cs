using System.Xml.Linq;
using SecUpIoT.Hosting.Pages;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>What is otherwise than in an earlier run.</summary>
internal static class DifferenceSection
{
    public static XElement? Of(Difference? difference) => difference is null ? null : Markup.Of(
        "section", Has("id", "difference"),
        Markup.Of("h2", "Difference from the earlier run"),
        Paragraph(difference.IsNone ? "Every verdict is the same." : "The word: ", difference.IsNone ? null : new object[] { Pill.Of(difference.OldWord), " then, ", Pill.Of(difference.NewWord), " now." }),
        difference.Settings.Select(static setting => Paragraph(Class("warning"), Markup.Of("b", "Not alike"), " ", setting)),
        difference.Requirements.Count == 0 ? null : Table(
            ["role", "requirement", "then", "now", "why"],
            difference.Requirements.Select(static change => new object?[]
            {
                Words.Of(change.Role), Markup.Of("code", change.Id), change.Old is { } old ? Pill.Of(old) : "not judged", change.New is { } now ? Pill.Of(now) : "not judged", change.Reason,
            })),
        difference.Scenarios.Count == 0 ? null : Table(
            ["scenario", "then", "now"],
            difference.Scenarios.Select(static change => new object?[] { Markup.Of("code", change.Id), Pill.Of(change.Old), Pill.Of(change.New) })));
}
