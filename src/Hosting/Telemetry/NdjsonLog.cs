using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SecUpIoT.Hosting.Clock;

namespace SecUpIoT.Hosting.Telemetry;

/// <summary>Writes log records as one JSON object a line: time, level, event id, category, message, the named values, and an exception's
/// text.</summary>
public sealed class NdjsonLog(TextWriter writer, IClock clock, LogLevel least) : ILoggerProvider
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly object _gate = new();

    private LogLevel Least { get; } = least;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <summary>Flushes; the writer belongs to the caller.</summary>
    public void Dispose()
    {
        lock (_gate) writer.Flush();
    }

    private void Write(string category, LogLevel level, EventId id, string message, IEnumerable<KeyValuePair<string, object?>> values, Exception? exception)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", DateTimeOffset.FromUnixTimeMilliseconds(clock.Now.UnixMilliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", level.ToString());
            json.WriteNumber("event", id.Id);
            json.WriteString("category", category);
            json.WriteString("message", message);
            foreach (var (name, value) in values)
                if (name != "{OriginalFormat}") json.WriteString(name, System.Convert.ToString(value, CultureInfo.InvariantCulture));
            if (exception is not null) json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }

        lock (_gate)
        {
            writer.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
            writer.Flush();
        }
    }

    private sealed class Category(NdjsonLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.Least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var values = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            log.Write(name, logLevel, eventId, formatter(state, exception), values, exception);
        }
    }
}
