using System.Xml.Linq;
using SecUpIoT.Conformance.Reports.Html;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Hosting.Pages;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports;

/// <summary>report.html: one file that needs neither network nor script. Its spine is the requirement.</summary>
public static class HtmlReport
{
    /// <summary>The text of the file.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">Where the run is kept, for the lines that show a failure again.</param>
    /// <param name="difference">What is otherwise than in an earlier run; may be null.</param>
    public static string Write(RunRecord run, string folder, Difference? difference = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Markup.Write(Of(
            "html", Has("lang", "en"),
            Of(
                "head",
                Of("meta", Has("charset", "utf-8")),
                Of("meta", Has("name", "viewport"), Has("content", "width=device-width, initial-scale=1")),
                Of("meta", Has("name", "color-scheme"), Has("content", "light dark")),
                Of("title", $"{Summary.Print(run.Whole.Overall)}: conformance report"),
                Of("style", Style())),
            Of(
                "body",
                SummarySection.Of(run),
                Contents(run, difference is not null),
                Of(
                    "main",
                    new RequirementsSection(run).Write(),
                    new FailuresSection(run, folder).Write(),
                    ClaimsSection.Of(run),
                    LimitsSection.Of(run),
                    DifferenceSection.Of(difference),
                    EnvironmentSection.Of(run)))));
    }

    private static XElement Contents(RunRecord run, bool hasDifference) => Of(
        "nav", Has("aria-label", "Contents"),
        Link("requirements", "Requirements"),
        Link("failures", $"Failures ({Number(run.Results.Count(static result => result.Verdict != Verdict.Pass))})"),
        Link("claims", "Claimed and observed"),
        Link("limits", "Not shown"),
        hasDifference ? Link("difference", "Difference") : null,
        Link("environment", "Environment"));

    private static XElement Link(string anchor, string text) => Of("a", Has("href", $"#{anchor}"), text);

    private static string Style()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css") ?? throw new SuiteErrorException("report.css is not built into the suite");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
