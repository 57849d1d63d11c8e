using System.Text.Json;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment.Bindings;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>The other end of the lines: makes a shim of any <see cref="IUpperTester"/> (UPPER-TESTER.md, Lines).</summary>
public static class UpperTesterHost
{
    /// <summary>Performs what is ordered, until <c>bye</c> or the end of the lines.</summary>
    /// <param name="tester">Who performs; it belongs to the caller.</param>
    /// <param name="orders">Lines of the suite.</param>
    /// <param name="answers">Lines for the suite.</param>
    /// <exception cref="AttachmentException">What came is no line of the interface.</exception>
    public static void Serve(IUpperTester tester, TextReader orders, TextWriter answers)
    {
        ArgumentNullException.ThrowIfNull(tester);
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(answers);
        var peers = new Peers(orders, answers);
        while (orders.ReadLine() is { } line)
        {
            var order = Read(line);
            var verb = Fields.Text(order, "verb");
            Write(answers, Perform(tester, Fields.Number(order, "id"), verb, order["arguments"] as JsonObject ?? throw Wrong("the arguments as an object", line), peers));
            if (verb == "bye") return;
        }
    }

    private static JsonObject Perform(IUpperTester tester, long id, string verb, JsonObject arguments, Peers peers)
    {
        try
        {
            return new JsonObject { ["id"] = id, ["result"] = tester.Perform(verb, Fields.AsSent(arguments), peers) };
        }
        catch (UpperTesterException exception)
        {
            return Error(id, exception.Error, exception.Message);
        }
        catch (Exception exception) when (!peers.Broken && exception is AttachmentException or FormatException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            // Arguments that make no sense to it: the suite hears of it, and the shim goes on.
            return Error(id, exception is InvalidOperationException ? UpperTesterError.Failed : UpperTesterError.Invalid, exception.Message);
        }
    }

    private static JsonObject Error(long id, UpperTesterError kind, string message) =>
        new() { ["id"] = id, ["error"] = new JsonObject { ["kind"] = UpperTesterLine.Word(kind), ["message"] = message } };

    private static void Write(TextWriter answers, JsonObject line)
    {
        answers.Write(line.ToJsonString() + "\n");
        answers.Flush();
    }

    private static JsonObject Read(string line)
    {
        try
        {
            return JsonLine.Parse(line);
        }
        catch (JsonException)
        {
            throw new AttachmentException(AttachmentFault.Garbage, $"Expected a line with a JSON object from the suite, got \"{UpperTesterLine.Quote(line)}\".");
        }
    }

    private static AttachmentException Wrong(string expected, string line) =>
        new(AttachmentFault.WrongAnswer, $"Expected {expected} from the suite, got \"{UpperTesterLine.Quote(line)}\".");

    /// <summary>The suite's peers, at the other end of the lines.</summary>
    private sealed class Peers(TextReader orders, TextWriter answers) : IOutside
    {
        /// <summary>True when the suite is gone.</summary>
        public bool Broken { get; private set; }

        public Reply Ask(long ask, Link link, string to, Bytes message)
        {
            Write(answers, new JsonObject { ["ask"] = ask, ["link"] = Names.Of(link), ["to"] = to, ["message"] = Fields.Write(message) });
            if (orders.ReadLine() is not { } line)
            {
                Broken = true;
                throw new AttachmentException(AttachmentFault.Died, $"Expected a reply to ask {ask}, the suite is gone.");
            }

            var reply = Read(line);
            if (Fields.OptionalNumber(reply, "reply") != ask) throw Wrong($"the reply to ask {ask}", line);
            if (Fields.Flag(reply, "failed")) return Reply.BrokenOff;
            return Fields.Flag(reply, "held") ? Reply.None : new Reply.Answered(Fields.Binary(reply, "answer"));
        }

        public void Say(Link link, Bytes message) => Write(answers, new JsonObject { ["say"] = Names.Of(link), ["message"] = Fields.Write(message) });
    }
}
