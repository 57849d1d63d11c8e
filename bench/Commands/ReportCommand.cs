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
        var from = new Option<string>("--from") { Description = "The results to publish.", DefaultValueFactory = static _ => Path.Combine(Checkout.Root(), "bench", "results.json") };
        var command = new Command(
            "report",
            """
            Write the results into bench/: results.json, the tables of README.md, and results.svg.

            Example: report --from artifacts/bench/results.json
            """)
        {
            from,
        };
        command.Runs((parsed, _) =>
        {
            Publish(ResultFile.Read(parsed.GetRequiredValue(from)));
            return BenchExit.Done;
        });
        return command;
    }

    /// <summary>Writes all three.</summary>
    public static void Publish(ResultFile results)
    {
        var folder = Path.Combine(Checkout.Root(), "bench");
        results.Write(Path.Combine(folder, "results.json"));
        var readme = Path.Combine(folder, "README.md");
        File.WriteAllText(readme, ReadmeSection.Replace(File.ReadAllText(readme), ResultTable.Markdown(results)));
        File.WriteAllText(Path.Combine(folder, "results.svg"), RatioPlot.Draw(results));
        Session.Tell($"written: {readme}, results.json and results.svg beside it");
    }
}
