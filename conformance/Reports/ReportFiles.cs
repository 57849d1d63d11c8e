using SecUpIoT.Conformance.Runs;

namespace SecUpIoT.Conformance.Reports;

/// <summary>The reports of a run. All are made of its record, so they cannot disagree.</summary>
public static class ReportFiles
{
    /// <summary>For machines; Schemas/results.schema.json.</summary>
    public const string Results = "results.json";

    /// <summary>For people.</summary>
    public const string Html = "report.html";

    /// <summary>For continuous integration.</summary>
    public const string JUnit = "junit.xml";

    /// <summary>Requirement by scenario by verdict.</summary>
    public const string Matrix = "matrix.csv";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Results, Html, JUnit, Matrix];

    /// <summary>Writes all of them into the folder of the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="since">An earlier run to compare with; may be null.</param>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    public static void Write(RunRecord run, RunFolder folder, ResultsDocument? since = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(folder);
        var document = ResultsDocument.Of(run);
        folder.Write(Results, document.Write());
        folder.Write(JUnit, JUnitReport.Write(run));
        folder.Write(Matrix, MatrixReport.Write(run));
        folder.Write(Html, HtmlReport.Write(run, folder.Path, since is null ? null : Difference.Between(since, document)));
    }
}
