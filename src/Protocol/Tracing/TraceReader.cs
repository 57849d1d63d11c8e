using System.Text.Json;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Tracing;

/// <summary>An event and where it stands.</summary>
/// <param name="Line">The line in its file, from 1.</param>
/// <param name="Event">The event.</param>
public sealed record TraceEntry(int Line, TraceEvent Event);

/// <summary>A trace as it was read.</summary>
/// <param name="Name">The file's name, as the caller gave it.</param>
/// <param name="Header">Its first line.</param>
/// <param name="Entries">Its events in their order.</param>
/// <param name="Torn">The last line is not whole and was left out: the writer was killed in the middle of it.</param>
public sealed record TraceFile(string Name, TraceHeader Header, IReadOnlyList<TraceEntry> Entries, bool Torn);

/// <summary>Reads traces strictly: a field that is unknown, missing or of another type is an error that names file, line and field.</summary>
public static class TraceReader
{
    /// <summary>Most bytes of one line.</summary>
    public const int MostLine = 64 * 1024;

    /// <summary>Most characters of a subject.</summary>
    public const int MostSubject = 256;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>How far a candidate can have come.</summary>
    public static IReadOnlyList<string> Stages { get; } = ["Receiving", "Verified", "Installing", "AwaitingBoot", "Trial"];

    /// <summary>The trace in <paramref name="content"/>, or the first error.</summary>
    /// <param name="name">What to call the file in errors.</param>
    /// <param name="content">The whole file.</param>
    public static Result<TraceFile, TraceError> Read(string name, ReadOnlyMemory<byte> content)
    {
        TraceHeader? header = null;
        var entries = new List<TraceEntry>();
        var number = 0;
        while (!content.IsEmpty)
        {
            number++;
            var end = content.Span.IndexOf((byte)'\n');
            var line = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            var first = new FirstFault();
            if (header is null) header = ReadLine(line, first, Header);
            else if (ReadLine(line, first, Event) is { } happened) entries.Add(new(number, happened));
            if (first.Value is not { } fault) continue;
            // A line without its end that is no line either was cut off while it was written.
            if (end < 0 && number > 1 && fault.Fault == TraceFault.NotJson) return new TraceFile(name, header!, entries, Torn: true);
            return new TraceError(name, number, fault.Fault, fault.Field, fault.Expected, fault.Found);
        }

        return header is null
            ? new TraceError(name, 1, TraceFault.NoHeader, "", $"a header with trace \"{TraceHeader.Format}\"", "an empty file")
            : new TraceFile(name, header, entries, Torn: false);
    }

    private static T? ReadLine<T>(ReadOnlyMemory<byte> line, FirstFault fault, Func<TraceFields, FirstFault, T> read)
        where T : class
    {
        if (line.Length > MostLine)
        {
            fault.Set(TraceFault.TooLong, "", $"at most {MostLine} bytes", $"{line.Length}");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                fault.Set(TraceFault.NotJson, "", "a JSON object", TraceFields.Describe(document.RootElement));
                return null;
            }

            var fields = new TraceFields(document.RootElement, "", fault);
            var value = read(fields, fault);
            fields.End();
            return fault.Value is null ? value : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The parser's own words: it throws for bytes that are no JSON, and for text that is no UTF-16 when it is taken out.
            fault.Set(TraceFault.NotJson, "", "one JSON object in UTF-8 on the line", exception.Message);
            return null;
        }
    }

    private static TraceHeader Header(TraceFields fields, FirstFault fault)
    {
        if (!fields.Has("trace"))
        {
            fault.Set(TraceFault.NoHeader, "", $"a header with trace \"{TraceHeader.Format}\"", "a line without the field trace");
            return new("", Sequence<StolenKey>.Empty);
        }

        var format = fields.Text("trace", 64);
        if (format != TraceHeader.Format) fault.Set(TraceFault.NoHeader, "trace", $"\"{TraceHeader.Format}\"", TraceFields.Quote(format));
        var source = fields.Text("source", MostSubject);
        var stolen = fields.Texts("stolen").Select(text => fields.Named("stolen", text, Enum.GetNames<StolenKey>())).OfType<string>();
        return new(source, new(stolen.Select(Enum.Parse<StolenKey>)));
    }

    private static TraceEvent Event(TraceFields fields, FirstFault fault)
    {
        var machine = fields.Enum<TraceMachine>("machine");
        var subject = machine is TraceMachine.DeviceCore or TraceMachine.StatusTracker ? fields.Device("subject").ToString() : fields.Text("subject", MostSubject);
        var starts = fields.Has("started");
        var step = starts ? null : new TraceStep(
            fields.Text("phase", 64), fields.Text("trigger", 64), fields.Has("refused") ? fields.Enum<ResultCode>("refused") : null);
        if (step?.Refused is ResultCode.None or ResultCode.Success) fault.Set(TraceFault.OutOfRange, "refused", "a code that says why", $"\"{step.Refused}\"");
        return new(machine, subject, fields.Text(starts ? "started" : "next", 64))
        {
            Step = step,
            Seq = fields.OptionalNumber("seq"),
            At = fields.OptionalNumber("at") is { } at ? Milliseconds(at, fault) : null,
            Device = machine == TraceMachine.DeviceCore ? fields.OptionalObject("device", Device) : null,
            Record = machine == TraceMachine.StatusTracker ? fields.OptionalObject("record", Record) : null,
            Package = machine == TraceMachine.FirmwareServer ? fields.OptionalObject("package", Package) : null,
        };
    }

    private static long Milliseconds(ulong at, FirstFault fault)
    {
        if (at <= long.MaxValue) return (long)at;
        fault.Set(TraceFault.OutOfRange, "at", $"at most {long.MaxValue}", $"{at}");
        return 0;
    }

    private static DeviceData Device(TraceFields fields) => new()
    {
        Profile = fields.Optional("profile", fields.Enum<Profile>),
        Confirmed = fields.Nullable("confirmed", Image),
        Candidate = fields.Nullable("candidate", candidate => new TraceCandidate(
            Image(candidate), candidate.Name("stage", Stages), candidate.Number("received"), candidate.Number("total"))),
        Outcome = fields.Nullable("outcome", outcome => new Outcome(Image(outcome), outcome.Enum<ResultCode>("result"), outcome.Number("serial"))),
        Running = fields.Nullable("running", Image),
        Nonce = fields.NullableShort("nonce"),
        Suspected = fields.Optional("suspected", fields.Bool),
        Report = fields.OptionalNumber("report"),
        Directive = fields.Nullable("directive", Directive),
    };

    private static TrackData Record(TraceFields fields) => new()
    {
        Profile = fields.Optional("profile", fields.Enum<Profile>),
        Target = fields.Nullable("target", Image),
        Confirmed = fields.Nullable("confirmed", Image),
        Result = fields.Optional("result", fields.Enum<ResultCode>),
        Verified = fields.Optional("verified", fields.Bool),
        Counter = fields.Optional("counter", fields.Number),
        Completed = fields.Optional("completed", fields.Bool),
        CancelWanted = fields.Optional("cancelWanted", fields.Bool),
        Directive = fields.OptionalObject("directive", Directive),
    };

    private static PackageData Package(TraceFields fields) => new()
    {
        Number = fields.Optional("number", name => new SequenceNumber(fields.Number(name))),
        Missing = fields.Optional("missing", fields.Number),
    };

    private static ImageName Image(TraceFields fields) => new(new SequenceNumber(fields.Number("number")), fields.Digest("manifest"));

    private static TraceDirective Directive(TraceFields fields) => new(
        fields.Short("digest"), fields.Enum<DirectiveKind>("kind"), fields.Device("device"), fields.NullableDigest("manifest"), fields.Short("nonce"));
}
