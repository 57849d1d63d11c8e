using System.CommandLine;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Benchmarks.Reporting;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>Makes the tables and the picture of the README from a result file.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "The results to publish.", DefaultValueFactory = static _ => Path.Combine(Published, "results.json") };
        var into = new Option<string>("--into") { Description = "The folder with the README.md that gets the tables; results.json and results.svg go beside it.", DefaultValueFactory = static _ => Published };
        var command = new Command(
            "report",
            """
            Write results into bench/, or another folder: results.json, the tables of README.md, and results.svg.

            Example: report --from artifacts/bench/results.json
            """)
        {
            from, into,
        };
        command.Runs((parsed, _) =>
        {
            Publish(ResultFile.Read(parsed.GetRequiredValue(from)), parsed.GetRequiredValue(into));
            return BenchExit.Done;
        });
        return command;
    }

    /// <summary>Where the published results stand.</summary>
    public static string Published => Path.Combine(Checkout.Root(), "bench");

    /// <summary>Writes all three.</summary>
    /// <exception cref="BenchException">There is no README.md in the folder, or it has no place for results; nothing is written.</exception>
    public static void Publish(ResultFile results, string folder)
    {
        var readme = Path.Combine(folder, "README.md");
        if (!File.Exists(readme)) throw new BenchException($"Expected a README.md in {folder}, but there is none. Copy bench/README.md there.");
        var text = ReadmeSection.Replace(File.ReadAllText(readme), ResultTable.Markdown(results));
        results.Write(Path.Combine(folder, "results.json"));
        File.WriteAllText(readme, text);
        File.WriteAllText(Path.Combine(folder, "results.svg"), RatioPlot.Draw(results));
        Session.Tell($"written: {readme}, results.json and results.svg beside it");
    }
}
