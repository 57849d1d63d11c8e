using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>
/// An upper tester behind a pair of streams: the lines of UPPER-TESTER.md. Every way to go wrong is an <see cref="AttachmentException"/> with one sentence; after
/// the first one the streams are out of step, and nothing more is said.
/// </summary>
public sealed class LinesUpperTester : IUpperTester
{
    /// <summary>Bytes of the longest line, without its end.</summary>
    public const int MostLine = 1024 * 1024;

    /// <summary>Most lines that may come while one order is open.</summary>
    public const int MostLines = 100_000;

    private readonly IncomingLines _incoming;
    private readonly Stream _outgoing;
    private readonly Deadlines _deadlines;
    private readonly Func<string> _epitaph;
    private readonly Action<bool>? _ending;
    private AttachmentException? _lost;
    private long _id;

    /// <summary>Speaks over two streams.</summary>
    /// <param name="incoming">Lines of the implementation; closed with this.</param>
    /// <param name="outgoing">Lines of the suite; closed with this.</param>
    /// <param name="deadlines">How long is waited.</param>
    /// <param name="epitaph">What there is to say about an implementation that ended, such as its exit code; a clause.</param>
    /// <param name="ending">Called last; true when the implementation went in order.</param>
    public LinesUpperTester(Stream incoming, Stream outgoing, Deadlines deadlines, Func<string>? epitaph = null, Action<bool>? ending = null)
    {
        _incoming = new IncomingLines(incoming);
        (_outgoing, _deadlines, _epitaph, _ending) = (outgoing, deadlines, epitaph ?? (static () => "the connection was closed"), ending);
    }

    /// <inheritdoc/>
    public JsonObject Perform(string verb, JsonObject arguments, IOutside outside)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(outside);
        if (_lost is { } lost) throw new AttachmentException(lost.Fault, lost.Message);
        try
        {
            return Converse(verb, arguments, outside);
        }
        catch (AttachmentException exception)
        {
            _lost = exception;
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close(_outgoing);
        _ending?.Invoke(_lost is null);
        _incoming.Dispose();
    }

    private JsonObject Converse(string verb, JsonObject arguments, IOutside outside)
    {
        var deadline = _deadlines.For(verb, arguments["patience"] is JsonValue value && value.TryGetValue<long>(out var patience) ? patience : 0);
        var id = ++_id;
        Write(verb, deadline, line =>
        {
            line.WriteNumber("id", id);
            line.WriteString("verb", verb);
            line.WritePropertyName("arguments");
            arguments.WriteTo(line);
        });

        // A fault of the suite's own peers is not the implementation's: the conversation is brought to its end first.
        ExceptionDispatchInfo? ours = null;
        for (var lines = 0; lines < MostLines; lines++)
        {
            switch (UpperTesterLine.Read(Next(verb, deadline)))
            {
                case UpperTesterLine.Answer answer:
                    Match(id, answer.Id, verb);
                    ours?.Throw();
                    return answer.Result;
                case UpperTesterLine.Error error:
                    Match(id, error.Id, verb);
                    ours?.Throw();
                    throw new UpperTesterException(error.Kind, error.Message);
                case UpperTesterLine.Ask ask:
                    ours ??= Attempt(() => Reply(ask, outside, verb, deadline));
                    if (ours is not null) Write(verb, deadline, line => Failed(line, ask.Number));
                    break;
                case UpperTesterLine.Say say:
                    var (link, said) = (Names.ReadLink(say.Link), Binary(say.Message));
                    ours ??= Attempt(() => outside.Say(link, said));
                    break;
            }
        }

        throw new AttachmentException(AttachmentFault.Flooded, $"Expected an answer to '{verb}', got {MostLines} other lines; an implementation that asks without end cannot be tested.");
    }

    private void Reply(UpperTesterLine.Ask ask, IOutside outside, string verb, TimeSpan deadline)
    {
        var reply = outside.Ask(ask.Number, Names.ReadLink(ask.Link), ask.To, Binary(ask.Message));
        Write(verb, deadline, line =>
        {
            if (reply is Reply.Failed)
            {
                Failed(line, ask.Number);
                return;
            }

            line.WriteNumber("reply", ask.Number);
            if (reply is Reply.Answered answered) line.WriteBase64String("answer", answered.Message.Span);
            else line.WriteBoolean("held", true);
        });
    }

    private static void Failed(Utf8JsonWriter line, long ask)
    {
        line.WriteNumber("reply", ask);
        line.WriteBoolean("failed", true);
    }

    private static ExceptionDispatchInfo? Attempt(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception) when (exception is not AttachmentException)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    private string Next(string verb, TimeSpan deadline) => _incoming.Next(deadline) switch
    {
        IncomingLines.Incoming.Line line => line.Text,
        IncomingLines.Incoming.Broken { Fault: AttachmentFault.Died } died => throw Died(verb, died.What),
        IncomingLines.Incoming.Broken broken => throw new AttachmentException(
            broken.Fault, $"Expected an answer to '{verb}' in lines of at most {MostLine} bytes, got {broken.What}; write logs to standard error."),
        _ => throw Hung(verb, "an answer", deadline),
    };

    private void Write(string verb, TimeSpan deadline, Action<Utf8JsonWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var line = new Utf8JsonWriter(buffer))
        {
            line.WriteStartObject();
            content(line);
            line.WriteEndObject();
        }

        if (buffer.Length > MostLine)
            throw new UpperTesterException(UpperTesterError.Unimplemented, $"'{verb}' needs a line of {buffer.Length} bytes, the interface has at most {MostLine}; attach the link natively");
        buffer.WriteByte((byte)'\n');
        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        try
        {
            // Into a pipe that nobody reads one writes for ever.
            var writing = Task.Run(() =>
            {
                _outgoing.Write(bytes.Span);
                _outgoing.Flush();
            });
            if (!writing.Wait(deadline)) throw Hung(verb, "that it reads its lines", deadline);
        }
        catch (AggregateException exception) when (exception.InnerException is IOException or ObjectDisposedException)
        {
            throw Died(verb, "");
        }
    }

    private AttachmentException Died(string verb, string what) =>
        new(AttachmentFault.Died, $"Expected an answer to '{verb}', but {(what.Length == 0 ? "" : what + " and ")}{_epitaph()}; look into its log.");

    private static AttachmentException Hung(string verb, string expected, TimeSpan deadline) =>
        new(AttachmentFault.Hung, $"Expected {expected} to '{verb}' within {deadline.TotalSeconds:0.###} s, got nothing; a longer deadline can be set in the IXIT.");

    private static void Match(long expected, long came, string verb)
    {
        if (came != expected) throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected the answer with id {expected} to '{verb}', got one with id {came}; answers come in the order of the requests.");
    }

    private static Bytes Binary(string text) => Fields.Binary(new JsonObject { ["message"] = text }, "message");

    private static void Close(Stream stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // What was left in it has no reader any more.
        }
    }
}
