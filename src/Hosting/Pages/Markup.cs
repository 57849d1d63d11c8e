using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace SecUpIoT.Hosting.Pages;

/// <summary>Elements of HTML as a tree, and the tree as text. Everything that is not an element is text and is escaped.</summary>
internal static class Markup
{
    private static readonly HashSet<string> Void = ["meta", "br", "hr", "img", "link"];

    /// <summary>Elements whose text is not escaped, because HTML does not read it as such. Nothing but the style sheet of the suite stands there.</summary>
    private static readonly HashSet<string> Raw = ["style"];

    /// <summary>An element; contents are elements, attributes, texts, or lists of them.</summary>
    public static XElement Of(string name, params object?[] contents) => new(name, contents);

    /// <summary>An attribute.</summary>
    public static XAttribute Has(string name, string value) => new(name, value);

    /// <summary>The class attribute.</summary>
    public static XAttribute Class(string names) => new("class", names);

    /// <summary>A paragraph.</summary>
    public static XElement Paragraph(params object?[] contents) => Of("p", contents);

    /// <summary>What opens on a click, without a script.</summary>
    public static XElement Opening(string names, bool isOpen, XElement summary, params object?[] contents) =>
        Of("details", Class(names), isOpen ? Has("open", "open") : null, summary, contents);

    /// <summary>A table in a frame of its own, so that a narrow window scrolls the table and not the page.</summary>
    public static XElement Table(IEnumerable<string> heads, IEnumerable<IEnumerable<object?>> rows) => Of("div", Class("scroll"), Of(
        "table",
        Of("thead", Of("tr", heads.Select(static head => Of("th", head)))),
        Of("tbody", rows.Select(static row => Of("tr", row.Select(static cell => Of("td", cell)))))));

    /// <summary>A number as people write it.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>A page.</summary>
    public static string Write(XElement root)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n");
        Write(text, root);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, XElement element)
    {
        var name = element.Name.LocalName;
        text.Append('<').Append(name);
        foreach (var attribute in element.Attributes()) text.Append(' ').Append(attribute.Name.LocalName).Append("=\"").Append(Escape(attribute.Value)).Append('"');
        text.Append('>');
        if (Void.Contains(name)) return;
        foreach (var node in element.Nodes())
        {
            if (node is XElement child) Write(text, child);
            else if (node is XText said) text.Append(Raw.Contains(name) ? said.Value : Escape(said.Value));
        }

        text.Append("</").Append(name).Append('>');
        if (name is "div" or "p" or "details" or "summary" or "tr" or "section" or "li" or "h1" or "h2" or "h3" or "svg" or "head") text.Append('\n');
    }

    // Control and formatting characters that an implementation said are made visible: they could turn the direction of the text or hide some of it.
    private static string Escape(string said)
    {
        var text = new StringBuilder(said.Length + 16);
        foreach (var rune in said.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '\n' => text.Append('\n'),
                _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse => text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}"),
                _ => text.Append(rune.ToString()),
            };
        }

        return text.ToString();
    }
}
