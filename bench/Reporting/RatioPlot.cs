using System.Globalization;
using System.Net;
using System.Text;
using SecUpIoT.Benchmarks.Measuring;

namespace SecUpIoT.Benchmarks.Reporting;

/// <summary>
/// One bar for each measure that has a floor: how many times the floor's time it needs, on a logarithmic scale with the floor as its line. Our own bars are dark, peers light;
/// what does the same work stands together.
/// </summary>
internal static class RatioPlot
{
    private const int Width = 960;
    private const int Left = 400;
    private const int Right = 90;
    private const int Row = 20;
    private const int Gap = 8;
    private const int Top = 66;
    private const string Own = "#1f5fa8";
    private const string Peer = "#b9c4d0";

    /// <summary>The picture.</summary>
    public static string Draw(ResultFile results)
    {
        var bars = Bars(results);
        var (least, most) = Scale(bars);
        var places = Places(bars);
        var height = places.LastOrDefault(Top) + Row + 30;
        var picture = new StringBuilder();
        picture.Append(Text($"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="12">"""));
        picture.Append(Text($"""<rect width="{Width}" height="{height}" fill="#fff"/><text x="10" y="20" font-size="14">How many times the floor's time (less is faster); commit {Escape(results.Commit)}, {Escape(results.Date)}{(results.Quick ? "; --quick: means little" : "")}</text>"""));
        picture.Append(Text($"""<rect x="10" y="32" width="12" height="12" fill="{Own}"/><text x="27" y="42">this repository</text><rect x="130" y="32" width="12" height="12" fill="{Peer}"/><text x="147" y="42">others</text>"""));
        for (var power = least; power <= most; power++)
        {
            var x = At(Math.Pow(10, power), least, most);
            picture.Append(Text($"""<line x1="{x:F1}" y1="{Top - 6}" x2="{x:F1}" y2="{height - 24}" stroke="#ddd"/><text x="{x:F1}" y="{height - 8}" text-anchor="middle" fill="#555">{Math.Pow(10, power)} x</text>"""));
        }

        foreach (var (bar, index) in bars.Select(static (bar, index) => (bar, index)))
        {
            var (y, one, end) = (places[index], At(1, least, most), At(bar.Ratio, least, most));
            picture.Append(Text($"""<text x="{Left - 8}" y="{y + 13}" text-anchor="end">{Escape(bar.Label)}</text>"""));
            picture.Append(Text($"""<rect x="{Math.Min(one, end):F1}" y="{y + 3}" width="{Math.Max(1, Math.Abs(end - one)):F1}" height="{Row - 7}" fill="{(bar.Role == Role.Own ? Own : Peer)}"/>"""));
            picture.Append(Text($"""<text x="{Math.Max(one, end) + 5:F1}" y="{y + 13}" fill="#333" stroke="#fff" stroke-width="3" paint-order="stroke">{Escape(Figures.Ratio(bar.Ratio))}</text>"""));
        }

        // Over the bars, so that it is seen where they cross it.
        var floor = At(1, least, most);
        picture.Append(Text($"""<line x1="{floor:F1}" y1="{Top - 6}" x2="{floor:F1}" y2="{height - 24}" stroke="#c2410c" stroke-width="2"/><text x="{floor:F1}" y="{Top - 10}" text-anchor="middle" fill="#c2410c">the floor</text>"""));
        return picture.Append("</svg>\n").ToString();
    }

    // Where each bar begins: a gap before every group but the first.
    private static List<int> Places(List<Bar> bars)
    {
        var places = new List<int>();
        foreach (var (bar, index) in bars.Select(static (bar, index) => (bar, index)))
            places.Add(index == 0 ? Top : places[^1] + Row + (bar.Group == bars[index - 1].Group ? 0 : Gap));
        return places;
    }

    // Of the messages only the ones that a transfer and a poll are made of: all are in the table.
    private static List<Bar> Bars(ResultFile results)
    {
        string[] shown = ["ImageBlock of 64 KiB", "BlockAnswer", "CheckIn", "StatusReport"];
        var groups = results.Measures.GroupBy(static measure => measure.Group)
            .Where(group => ResultTable.FamilyOf(group.Key) is not { } family || shown.Contains(group.Key[(family.Length + 1)..]));
        return [.. groups.SelectMany(static group =>
        {
            var floor = group.FirstOrDefault(static measure => measure.Role == Role.Floor);
            return group.Where(measure => measure.Role != Role.Floor && measure.Unit == floor?.Unit)
                .Select(measure => new Bar(group.Key, $"{group.Key}: {measure.Name}", measure.Role, measure.SlownessAgainst(floor!)));
        })];
    }

    private static (int Least, int Most) Scale(List<Bar> bars)
    {
        var powers = bars.Select(static bar => Math.Log10(bar.Ratio)).Append(0).ToList();
        return (Math.Min(-1, (int)Math.Floor(powers.Min())), Math.Max(1, (int)Math.Ceiling(powers.Max())));
    }

    private static double At(double ratio, int least, int most) => Left + (Math.Log10(ratio) - least) / (most - least) * (Width - Left - Right);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private sealed record Bar(string Group, string Label, Role Role, double Ratio);
}
