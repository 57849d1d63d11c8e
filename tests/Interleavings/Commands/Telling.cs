using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecUpIoT.Interleavings.Commands;

/// <summary>Results go to standard output, as sentences or as JSON lines; how far it is goes to standard error, for people only.</summary>
internal sealed class Telling(bool json)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Result(object document, string text) => Console.WriteLine(json ? JsonSerializer.Serialize(document, Options) : text);

    public void Say(string text)
    {
        if (!json) Console.WriteLine(text);
    }

    public void Progress(string text)
    {
        if (!json) Console.Error.WriteLine(text);
    }

    public void Fail(string text)
    {
        if (json) Console.WriteLine(JsonSerializer.Serialize(new { error = text }, Options));
        Console.Error.WriteLine(text);
    }
}
