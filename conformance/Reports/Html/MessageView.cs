using System.Xml.Linq;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Hosting.Pages;
using SecUpIoT.Protocol.Wire;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>One message: decoded, and as it was on the link.</summary>
internal static class MessageView
{
    private const int MostBytes = 256;

    public static XElement Of(string head, Exchange exchange) => Opening(
        "message", isOpen: false,
        Markup.Of("summary", Markup.Of("span", Class("name"), head), Markup.Of("code", Title(exchange)), Markup.Of("span", Class("muted kind"), $"{exchange.Link} link, {exchange.From} to {exchange.To}, {Number(exchange.Bytes.Length)} bytes")),
        Markup.Of("div", Class("body"), Fields(exchange), Hex(exchange)));

    private static string Title(Exchange exchange) =>
        !exchange.Bytes.IsEmpty && MessageCodec.Decode(exchange.Bytes.Memory).Value is { } message ? $"M-{message.Tag:00} {exchange.Name}" : exchange.Name;

    private static XElement? Fields(Exchange exchange)
    {
        var fields = MessageFields.Of(exchange.Bytes);
        if (fields.Count == 0) return exchange.Text.Length == 0 ? null : Paragraph(exchange.Text);
        return Markup.Of("dl", Class("facts fields"), fields.Select(static field => new[]
        {
            Markup.Of("dt", Has("style", $"padding-left:{field.Depth}em"), field.Name),
            Markup.Of("dd", field.Value),
        }));
    }

    private static IEnumerable<XElement> Hex(Exchange exchange)
    {
        if (exchange.Bytes.IsEmpty) yield break;
        yield return Markup.Of("pre", Class("hex"), HexDump.Write(exchange.Bytes.Span[..Math.Min(exchange.Bytes.Length, MostBytes)]));
        if (exchange.Bytes.Length > MostBytes) yield return Paragraph(Class("muted"), $"{Number(exchange.Bytes.Length - MostBytes)} more bytes stand in scenarios.ndjson, exchange {exchange.Number}.");
    }
}
