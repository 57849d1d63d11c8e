using System.Globalization;
using System.Xml.Linq;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Hosting.Pages;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>With what, on what and when.</summary>
internal static class EnvironmentSection
{
    public static XElement Of(RunRecord run) => Markup.Of(
        "section", Has("id", "environment"),
        Markup.Of("h2", "Environment"),
        Markup.Of(
            "dl", Class("facts"),
            Fact("suite", $"secup-iot conformance {run.Header.Suite}"),
            Fact("catalogue", $"revision {run.Header.Revision}, {run.Header.Rows.Select(static row => row.Requirement.Id).Distinct().Count()} requirements"),
            Fact("seed", run.Header.Seed.ToString(CultureInfo.InvariantCulture)),
            run.Header.Subjects.Select(static subject => Fact(
                Words.Of((Role?)subject.Role), $"{subject.Hello.Implementation} {subject.Hello.Version}, {(subject.Hello.VirtualClock ? "virtual" : "real")} clock")),
            Fact("attached", Attached(run.Header.Attachment)),
            Fact("scenarios", $"{run.Results.Count} executed: {run.Count(Verdict.Pass)} pass, {run.Count(Verdict.Fail)} fail, {run.Count(Verdict.Inconclusive)} inconclusive, {run.Count(Verdict.Error)} suite errors; {run.NotRun.Count} not executed"),
            Fact("checks", $"{run.Results.Sum(static result => result.Checks.Count)}, and {run.Results.Sum(static result => result.SubVerdicts.Count)} cases of sets"),
            Fact("end", Words.Of(run.End)),
            Fact("exit code", run.Exit.ToString(CultureInfo.InvariantCulture)),
            Fact("started", run.Wall.Started.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)),
            Fact("took", string.Create(CultureInfo.InvariantCulture, $"{run.Wall.Took:F1} s")),
            Fact("machine", $"{run.Wall.System}, {run.Wall.Runtime}, {run.Wall.Processors} processors")));

    private static IEnumerable<XElement> Fact(string name, string value) => [Markup.Of("dt", name), Markup.Of("dd", value)];

    private static string Attached(AttachmentChoice attachment) => attachment.Kind switch
    {
        AttachmentKind.Reference => "the reference, in the process of the suite",
        AttachmentKind.Mutant => $"the mutant {attachment.Name}, in the process of the suite",
        _ => "as the IXIT says",
    };
}
