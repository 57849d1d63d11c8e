using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Tracing;

/// <summary>Writes the lines of a trace (spec/trace-format.md), each with its line feed.</summary>
public static class TraceWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first line.</summary>
    public static byte[] Line(TraceHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return Write(json =>
        {
            json.WriteString("trace", TraceHeader.Format);
            json.WriteString("source", header.Source);
            if (header.Stolen.Count == 0) return;
            json.WriteStartArray("stolen");
            foreach (var key in header.Stolen) json.WriteStringValue(key.ToString());
            json.WriteEndArray();
        });
    }

    /// <summary>One event.</summary>
    public static byte[] Line(TraceEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Write(json =>
        {
            if (happened.Seq is { } seq) json.WriteNumber("seq", seq);
            if (happened.At is { } at) json.WriteNumber("at", at);
            json.WriteString("machine", happened.Machine.ToString());
            json.WriteString("subject", happened.Subject);
            if (happened.Step is { } step)
            {
                json.WriteString("phase", step.Phase);
                json.WriteString("trigger", step.Trigger);
                json.WriteString("next", happened.Next);
                if (step.Refused is { } code) json.WriteString("refused", code.ToString());
            }
            else
            {
                json.WriteString("started", happened.Next);
            }

            if (happened.Device is { } device) Object(json, "device", () => Device(json, device));
            if (happened.Record is { } record) Object(json, "record", () => Record(json, record));
            if (happened.Package is { } package) Object(json, "package", () => Package(json, package));
        });
    }

    private static void Device(Utf8JsonWriter json, DeviceData data)
    {
        if (data.Profile is { } profile) json.WriteString("profile", profile.Value.ToString());
        if (data.Confirmed is { } confirmed) Image(json, "confirmed", confirmed.Value);
        if (data.Candidate is { } candidate)
        {
            Object(json, "candidate", candidate.Value, value =>
            {
                Name(json, value.Image);
                json.WriteString("stage", value.Stage);
                json.WriteNumber("received", value.Received);
                json.WriteNumber("total", value.Total);
            });
        }

        if (data.Outcome is { } outcome)
        {
            Object(json, "outcome", outcome.Value, value =>
            {
                Name(json, value.Image);
                json.WriteString("result", value.Result.ToString());
                json.WriteNumber("serial", value.Serial);
            });
        }

        if (data.Running is { } running) Image(json, "running", running.Value);
        if (data.Nonce is { } nonce) json.WriteString("nonce", nonce.Value?.ToString());
        if (data.Suspected is { } suspected) json.WriteBoolean("suspected", suspected.Value);
        if (data.Report is { } report) json.WriteNumber("report", report);
        if (data.Directive is { } directive) Object(json, "directive", directive.Value, value => Directive(json, value));
    }

    private static void Record(Utf8JsonWriter json, TrackData data)
    {
        if (data.Profile is { } profile) json.WriteString("profile", profile.Value.ToString());
        if (data.Target is { } target) Image(json, "target", target.Value);
        if (data.Confirmed is { } confirmed) Image(json, "confirmed", confirmed.Value);
        if (data.Result is { } result) json.WriteString("result", result.Value.ToString());
        if (data.Verified is { } verified) json.WriteBoolean("verified", verified.Value);
        if (data.Counter is { } counter) json.WriteNumber("counter", counter.Value);
        if (data.Completed is { } completed) json.WriteBoolean("completed", completed.Value);
        if (data.CancelWanted is { } cancel) json.WriteBoolean("cancelWanted", cancel.Value);
        if (data.Directive is { } directive) Object(json, "directive", directive, value => Directive(json, value));
    }

    private static void Package(Utf8JsonWriter json, PackageData data)
    {
        if (data.Number is { } number) json.WriteNumber("number", number.Value.Value);
        if (data.Missing is { } missing) json.WriteNumber("missing", missing.Value);
    }

    private static void Directive(Utf8JsonWriter json, TraceDirective directive)
    {
        json.WriteString("digest", directive.Digest.ToString());
        json.WriteString("kind", directive.Kind.ToString());
        json.WriteString("device", directive.Device.ToString());
        json.WriteString("manifest", directive.Manifest?.ToHex());
        json.WriteString("nonce", directive.Nonce.ToString());
    }

    private static void Image(Utf8JsonWriter json, string field, ImageName? image) => Object(json, field, image, value => Name(json, value));

    private static void Name(Utf8JsonWriter json, ImageName image)
    {
        json.WriteNumber("number", image.Number.Value);
        json.WriteString("manifest", image.Manifest.ToHex());
    }

    private static void Object<T>(Utf8JsonWriter json, string field, T? value, Action<T> fields)
        where T : class
    {
        if (value is null) json.WriteNull(field);
        else Object(json, field, () => fields(value));
    }

    private static void Object(Utf8JsonWriter json, string field, Action fields)
    {
        json.WriteStartObject(field);
        fields();
        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
