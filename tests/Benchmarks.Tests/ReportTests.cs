using System.Xml.Linq;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Benchmarks.Reporting;

namespace SecUpIoT.Benchmarks.Tests;

/// <summary>What is made of results for people, and that what is published is that.</summary>
public sealed class ReportTests
{
    private static readonly ResultFile Given = new("0123456789", "2026-01-02", new Machine("A processor", 2, 24, "Linux 6", ".NET 10"),
    [
        Measure.Of("verify and install 1 MiB", "a floor", Role.Floor, Unit.Seconds, [1, 2, 4]),
        Measure.Of("verify and install 1 MiB", "own", Role.Own, Unit.Seconds, [3, 3, 3]) with { Processor = 1.5, Note = "said of it" },
        Measure.Of("serve", "a floor", Role.Floor, Unit.PerSecond, [1000]),
        Measure.Of("serve", "own & more", Role.Own, Unit.PerSecond, [500]),
        Measure.Of("decode BlockAnswer", "Decode", Role.Own, Unit.Nanoseconds, [250]) with { Allocated = 104 },
        Measure.Of("decode BlockAnswer", "Bare", Role.Floor, Unit.Nanoseconds, [100]) with { Allocated = 0 },
    ])
    { LeftOut = [new Absence("verify and install 1 MiB", "a peer", "not installed"), new Absence("another group", "another peer", "needs | root")] };

    [Fact]
    public void A_ratio_says_how_many_times_the_floors_time_whatever_the_unit()
    {
        var table = ResultTable.Markdown(Given);

        Assert.Contains("| verify and install 1 MiB | own | 3.00 s | 3.00 s to 3.00 s | 1.50 x |  | 1.50 s |", table, StringComparison.Ordinal);
        Assert.Contains("| verify and install 1 MiB | a floor (floor) | 2.00 s | 1.00 s to 4.00 s |  |  |  |", table, StringComparison.Ordinal);
        Assert.Contains("| serve | own & more | 500/s |  | 2.00 x |", table, StringComparison.Ordinal);
        Assert.Contains("| BlockAnswer | 250 ns (104 B) | 100 ns (0) | 2.50 x |", table, StringComparison.Ordinal);
        Assert.Contains("Commit 0123456789, 2026-01-02; A processor, 2 cores, 24 GiB, Linux 6, .NET 10.", table, StringComparison.Ordinal);
        Assert.Contains("| verify and install 1 MiB | a peer | not installed |  |  |  |  |\n| serve |", table, StringComparison.Ordinal);
        Assert.Contains("* verify and install 1 MiB, own: said of it.", table, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_has_a_bar_for_each_measure_with_a_floor_as_long_as_its_ratio()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var picture = XDocument.Parse(RatioPlot.Draw(Given));

        var texts = picture.Descendants(svg + "text").Select(static text => text.Value).ToList();
        var bars = picture.Descendants(svg + "rect").Skip(3).Select(static bar => (double)bar.Attribute("width")!).ToList();

        Assert.Equal(3, bars.Count);
        Assert.Contains("serve: own & more", texts);
        Assert.Equal(["1.50 x", "2.00 x", "2.50 x"], texts.Where(static text => text.EndsWith("0 x", StringComparison.Ordinal) && text[1] == '.' && text != "1.00 x"));
        // Logarithmic: twice the floor's time is twice as far from the line as its square root.
        Assert.Equal(Math.Log(2) / Math.Log(1.5), bars[1] / bars[0], precision: 1);
    }

    [Fact]
    public void Results_are_read_back_as_they_were_written()
    {
        using var scratch = new Scratch();

        Given.Write(scratch["results.json"]);

        var read = ResultFile.Read(scratch["results.json"]);
        Assert.Equal(Given.Measures, read.Measures);
        Assert.Equal((Given.Commit, Given.Date, Given.Machine), (read.Commit, read.Date, read.Machine));
        Assert.Equal(Given.LeftOut, read.LeftOut);
    }

    [Fact]
    public void A_file_that_holds_no_results_is_named()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["results.json"], "no results");

        var failure = Assert.Throws<BenchException>(() => ResultFile.Read(scratch["results.json"]));

        Assert.Contains("Expected results that this program wrote", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measures_of_the_same_name_are_replaced()
    {
        var newer = Measure.Of("serve", "own & more", Role.Own, Unit.PerSecond, [600]);

        var results = Given.With([newer]);

        Assert.Equal(Given.Measures.Count, results.Measures.Count);
        Assert.Equal(600, results.Measures.Single(static measure => measure.Id == "serve: own & more").Value);
    }

    [Fact]
    public void What_is_published_is_what_the_program_makes_of_the_published_results()
    {
        var folder = Path.Combine(Checkout.Root(), "bench");
        var results = ResultFile.Read(Path.Combine(folder, "results.json"));
        var readme = File.ReadAllText(Path.Combine(folder, "README.md"));

        Assert.Equal(ReadmeSection.Replace(readme, ResultTable.Markdown(results)), readme);
        Assert.Equal(RatioPlot.Draw(results), File.ReadAllText(Path.Combine(folder, "results.svg")));
    }

    [Fact]
    public void A_readme_without_the_marks_is_refused() =>
        Assert.Contains("Expected the marks", Assert.Throws<BenchException>(() => ReadmeSection.Replace("# Benchmarks", "x")).Message, StringComparison.Ordinal);
}
