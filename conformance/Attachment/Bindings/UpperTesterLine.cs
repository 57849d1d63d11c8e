using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>A line of the interface (UPPER-TESTER.md, Lines), read strictly: one of the known forms, and nothing beside it.</summary>
internal abstract record UpperTesterLine
{
    private UpperTesterLine()
    {
    }

    /// <summary>An order is performed.</summary>
    internal sealed record Answer(long Id, JsonObject Result) : UpperTesterLine;

    /// <summary>An order is not performed.</summary>
    internal sealed record Error(long Id, UpperTesterError Kind, string Message) : UpperTesterLine;

    /// <summary>The implementation asks.</summary>
    internal sealed record Ask(long Number, string Link, string To, string Message) : UpperTesterLine;

    /// <summary>The implementation says something that answers nothing.</summary>
    internal sealed record Say(string Link, string Message) : UpperTesterLine;

    /// <summary>Reads a line.</summary>
    /// <exception cref="AttachmentException">Garbage: it is no JSON object. WrongAnswer: it is none of the known forms.</exception>
    public static UpperTesterLine Read(string line)
    {
        JsonObject read;
        try
        {
            read = JsonLine.Parse(line);
        }
        catch (JsonException)
        {
            throw new AttachmentException(AttachmentFault.Garbage, $"Expected a line with a JSON object, got \"{Quote(line)}\"; write logs to standard error.");
        }

        return read switch
        {
            _ when Has(read, "id", "result") => new Answer(Fields.Number(read, "id"), Detached(read, "result", line)),
            _ when Has(read, "id", "error") => ReadError(read, line),
            _ when Has(read, "ask", "link", "to", "message") => new Ask(Fields.Number(read, "ask"), Fields.Text(read, "link"), Fields.Text(read, "to"), Fields.Text(read, "message")),
            _ when Has(read, "say", "message") => new Say(Fields.Text(read, "say"), Fields.Text(read, "message")),
            _ => throw Wrong("an answer, an ask or a say", line),
        };
    }

    /// <summary>What stands in a line, short and in printable characters.</summary>
    public static string Quote(string line)
    {
        var printable = string.Concat(line.Take(120).Select(static c => char.IsControl(c) ? '.' : c));
        return line.Length > 120 ? printable + "..." : printable;
    }

    private static Error ReadError(JsonObject read, string line)
    {
        var error = Detached(read, "error", line);
        if (!Has(error, "kind", "message")) throw Wrong("kind and message in an error", line);
        var kind = Fields.Text(error, "kind");
        var known = Enum.GetValues<UpperTesterError>().Where(value => Word(value) == kind).Select(static value => (UpperTesterError?)value).FirstOrDefault();
        return new Error(Fields.Number(read, "id"), known ?? throw Wrong("an error of kind unimplemented, invalid, busy or failed", line), Fields.Text(error, "message"));
    }

    /// <summary>How a kind of error is written.</summary>
    internal static string Word(UpperTesterError kind) => kind switch
    {
        UpperTesterError.Unimplemented => "unimplemented",
        UpperTesterError.Invalid => "invalid",
        UpperTesterError.Busy => "busy",
        _ => "failed",
    };

    private static bool Has(JsonObject read, params string[] names) => read.Count == names.Length && names.All(read.ContainsKey);

    private static JsonObject Detached(JsonObject read, string name, string line)
    {
        if (read[name] is not JsonObject inner) throw Wrong($"an object in the field '{name}'", line);
        read[name] = null;
        return inner;
    }

    private static AttachmentException Wrong(string expected, string line) =>
        new(AttachmentFault.WrongAnswer, $"Expected {expected}, got \"{Quote(line)}\"; UPPER-TESTER.md has the forms of lines.");
}
