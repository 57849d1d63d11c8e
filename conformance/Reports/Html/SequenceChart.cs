using System.Globalization;
using System.Xml.Linq;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Hosting.Pages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>What passed between suite and implementation, drawn: a lane for each peer, an arrow for each message. Blocks that follow each other are drawn once.</summary>
internal static class SequenceChart
{
    private const int LeastLane = 250;
    private const int MostLane = 420;
    private const int Wide = 900;
    private const int Left = 96;
    private const int Right = 110;
    private const int Head = 34;
    private const int RowHeight = 30;
    private const int MostRows = 80;

    public static XElement? Of(IReadOnlyList<Exchange> exchanges)
    {
        if (exchanges.Count == 0) return null;
        var rows = Fold(exchanges);
        var cut = Math.Max(0, rows.Count - MostRows);
        return Opening(
            "message", isOpen: false,
            Markup.Of("summary", Markup.Of("span", Class("name"), "Sequence chart"), Markup.Of("span", Class("muted kind"), $"{Number(exchanges.Count)} messages and orders")),
            Markup.Of(
                "div", Class("body"),
                cut > 0 ? Paragraph(Class("muted"), $"The first {Number(cut)} lines are left out here; 'replay' shows all.") : null,
                Markup.Of("div", Class("scroll"), Draw(rows[cut..], Lanes(exchanges)))));
    }

    /// <summary>The peers in the order in which they appear, and the implementation behind them.</summary>
    private static List<string> Lanes(IReadOnlyList<Exchange> exchanges) =>
        [.. exchanges.SelectMany(static exchange => new[] { exchange.From, exchange.To }).Where(static name => name != "implementation").Distinct(), "implementation"];

    private static XElement Draw(List<Row> rows, List<string> lanes)
    {
        // The room of a wide window, unless the lanes become too narrow for what is said on them.
        var lane = Math.Clamp(Wide / Math.Max(1, lanes.Count - 1), LeastLane, MostLane);
        int X(int index) => Left + index * lane + 30;
        var (width, height) = (Left + (lanes.Count - 1) * lane + Right, Head + rows.Count * RowHeight + 12);
        return Markup.Of(
            "svg", Has("class", "chart"), Has("width", Text(width)), Has("height", Text(height)), Has("viewBox", $"0 0 {width} {height}"), Has("role", "img"), Has("aria-label", "Sequence chart"),
            lanes.Select((name, index) => new[]
            {
                Markup.Of("line", Class("lane"), Has("x1", Text(X(index))), Has("x2", Text(X(index))), Has("y1", Text(Head - 8)), Has("y2", Text(height - 4))),
                Markup.Of("text", Class("peer"), Has("x", Text(X(index))), Has("y", "16"), Has("text-anchor", "middle"), name),
            }),
            rows.Select((row, index) => DrawRow(row, X(lanes.IndexOf(row.First.From)), X(lanes.IndexOf(row.First.To)), Head + index * RowHeight + RowHeight / 2)));
    }

    private static IEnumerable<XElement?> DrawRow(Row row, int from, int to, int y)
    {
        if (row.Folded > 0)
        {
            yield return Markup.Of("text", Class("folded"), Has("x", Text((Math.Min(from, to) + Math.Max(from, to)) / 2)), Has("y", Text(y + 4)), Has("text-anchor", "middle"), $"\u22EE {Number(row.Folded)} more like these");
            yield break;
        }

        var (start, end) = (Math.Min(from, to), Math.Max(from, to));
        var tip = to > from ? to - 7 : to + 7;
        var colour = row.First.Link == "control" ? "order" : row.First.From == "implementation" ? "came" : "sent";
        yield return Markup.Of("text", Class("time"), Has("x", "4"), Has("y", Text(y + 4)), row.Time);
        yield return Markup.Of("line", Class($"arrow {colour}"), Has("x1", Text(from)), Has("x2", Text(tip)), Has("y1", Text(y)), Has("y2", Text(y)));
        yield return Markup.Of("path", Class($"tip {colour}"), Has("d", $"M{to} {y} L{tip} {y - 4} L{tip} {y + 4} Z"));
        yield return Markup.Of(
            "text", Class($"said {colour}"), Has("x", Text(to > from ? start + 8 : start + 12)), Has("y", Text(y - 5)),
            Markup.Of("title", Whole(row.First)), Shorten(Whole(row.First), (end - start - 16) / 7));
    }

    private static string Whole(Exchange exchange) =>
        exchange.Link == "control" ? $"{exchange.Name} {Arguments(exchange.Text)}"
        : !exchange.Bytes.IsEmpty && MessageCodec.Decode(exchange.Bytes.Memory).Value is { } message ? Transcript.Describe(message)
        : exchange.Name + (exchange.Bytes.IsEmpty ? "" : $", {Number(exchange.Bytes.Length)} bytes") + (exchange.Text.Length == 0 ? "" : $": {exchange.Text}");

    private static string Arguments(string text) => text == "{}" ? "" : text.Length <= 200 ? text : text[..200] + "...";

    private static string Shorten(string text, int most) => text.Length <= most ? text : text[..Math.Max(1, most - 1)] + "\u2026";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Question and answer that come again and again, as with blocks, stand twice and then as a number.</summary>
    private static List<Row> Fold(IReadOnlyList<Exchange> exchanges)
    {
        var begin = exchanges[0].At;
        string Time(Exchange exchange) => string.Create(CultureInfo.InvariantCulture, $"{(exchange.At - begin) / 1000.0:F3} s");
        bool Same(int one, int other) => other < exchanges.Count && exchanges[one].Link != "control"
            && (exchanges[one].Name, exchanges[one].From, exchanges[one].To, exchanges[one].Link) == (exchanges[other].Name, exchanges[other].From, exchanges[other].To, exchanges[other].Link);
        var rows = new List<Row>();
        for (var i = 0; i < exchanges.Count;)
        {
            var again = i;
            while (again + 3 < exchanges.Count && Same(again, again + 2) && Same(again + 1, again + 3)) again += 2;
            // The first and the last pair are drawn.
            var folded = again - i - 2;
            if (folded >= 2)
            {
                rows.AddRange(exchanges.Skip(i).Take(2).Select(exchange => new Row(exchange, Time(exchange), 0)));
                rows.Add(new Row(exchanges[i], "", folded));
                i = again;
            }

            rows.Add(new Row(exchanges[i], Time(exchanges[i]), 0));
            i++;
        }

        return rows;
    }

    private sealed record Row(Exchange First, string Time, int Folded);
}
