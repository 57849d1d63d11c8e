using System.Text;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Attachment.Bindings;
using SecUpIoT.Fuzz.Oracles;
using SecUpIoT.Protocol;

namespace SecUpIoT.Fuzz.Targets;

/// <summary>The two ends of the control channel: lines of a shim read by the suite, and lines of the suite read by a shim.</summary>
internal static class ControlLines
{
    /// <summary>Every line as the suite reads it; then all of them as orders for a shim.</summary>
    public static Answer<object> Read(ReadOnlyMemory<byte> input)
    {
        var text = Encoding.UTF8.GetString(input.Span);
        string? refusal = null;
        foreach (var line in text.Split('\n'))
        {
            var read = Answer.OfThrowing<object, AttachmentException>(() => ReadLine(line));
            if (!read.IsOne) return read;
            refusal ??= read.Refusal;
        }

        using var shim = new Shim();
        var served = Answer.OfThrowing<object, AttachmentException>(() =>
        {
            UpperTesterHost.Serve(shim, new StringReader(text), TextWriter.Null);
            return shim;
        });
        return refusal is null ? Answer.Accepted<object>(text) : served.Value is null && !served.IsOne ? served : Answer.Refused<object>(refusal);
    }

    private static UpperTesterLine ReadLine(string line)
    {
        var read = UpperTesterLine.Read(line);
        switch (read)
        {
            case UpperTesterLine.Answer answer:
                foreach (var name in Answers.Names) _ = Answers.Faults(name, answer.Result);
                _ = Hello.Read(answer.Result);
                break;
            case UpperTesterLine.Ask ask:
                _ = Names.ReadLink(ask.Link);
                break;
            case UpperTesterLine.Say say:
                _ = Fields.Binary(new JsonObject { ["message"] = say.Message }, "message");
                break;
        }

        return read;
    }

    /// <summary>Asks back whatever it is ordered, so that replies are read as well.</summary>
    private sealed class Shim : IUpperTester
    {
        public JsonObject Perform(string verb, JsonObject arguments, IOutside outside)
        {
            if (verb == "do") _ = outside.Ask(1, Link.Device, "peer", Bytes.Empty);
            _ = Fields.OptionalNumber(arguments, "patience");
            _ = Fields.OptionalBinary(arguments, "message");
            _ = Fields.Objects(arguments, "devices");
            return [];
        }

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
