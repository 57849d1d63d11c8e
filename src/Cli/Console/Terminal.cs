using System.Text.Json;
using System.Text.Json.Nodes;
using SecUpIoT.Protocol;
using Spectre.Console;

namespace SecUpIoT.Cli.Console;

/// <summary>Where a command writes: sentences and tables for people, or one JSON document a line for machines (<c>--json</c>).</summary>
internal sealed class Terminal
{
    private readonly Lock _lock = new();
    private readonly TextWriter _output;

    public Terminal(bool json, TextWriter? output = null, TextWriter? errors = null)
    {
        Json = json;
        _output = output ?? System.Console.Out;
        Human = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output) });
        if (!Human.Profile.Out.IsTerminal) Human.Profile.Width = 200; // a file or pipe has no width; lines are not to be broken
        Errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(errors ?? System.Console.Error) });
    }

    /// <summary>True: JSON lines on standard output and nothing else there.</summary>
    public bool Json { get; }

    public IAnsiConsole Human { get; }

    public IAnsiConsole Errors { get; }

    /// <summary>True when standard output is a terminal that can be drawn upon.</summary>
    public bool Interactive => !Json && Human.Profile.Out.IsTerminal;

    /// <summary>Sentences, one a line; control characters that came from outside are neutralised.</summary>
    public void Say(string text)
    {
        if (Json) return;
        lock (_lock)
        {
            foreach (var line in text.Split('\n')) _output.WriteLine(Protocol.Suit.LocalText.Printable(line));
        }
    }

    /// <summary>One JSON document on one line.</summary>
    public void Emit(JsonNode document)
    {
        if (!Json) return;
        lock (_lock) _output.WriteLine(document.ToJsonString(JsonSerializerOptions.Default));
    }

    /// <summary>A result: the document for machines, the sentence for people.</summary>
    public void Result(JsonNode document, string text)
    {
        Emit(document);
        Say(text);
    }

    /// <summary>How far it is, for people: a line on standard error.</summary>
    public void Progress(string text)
    {
        if (Json) return;
        lock (_lock) Errors.Profile.Out.Writer.WriteLine(Protocol.Suit.LocalText.Printable(text));
    }

    /// <summary>What went wrong, as one sentence on standard error and, with <c>--json</c>, as a document on standard output.</summary>
    public void Fail(CommandFailure failure)
    {
        Emit(new JsonObject { ["error"] = failure.Message, ["code"] = failure.Code.ToString(), ["exitCode"] = failure.ExitCode });
        var named = failure.Code == ResultCode.None || failure.Message.Contains(failure.Code.ToString(), StringComparison.Ordinal);
        lock (_lock) Errors.Profile.Out.Writer.WriteLine(Protocol.Suit.LocalText.Printable(named ? failure.Message : $"{failure.Message} ({failure.Code})"));
    }
}
