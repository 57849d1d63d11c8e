using System.Text;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>The end of what a process wrote to its standard error; never more than a fixed amount.</summary>
internal sealed class LastWords
{
    private const int Most = 64 * 1024;
    private const int MostLines = 6;

    private readonly byte[] _ring = new byte[Most];
    private readonly Thread _reading;
    private readonly object _gate = new();
    private long _written;

    /// <summary>Begins to read.</summary>
    public LastWords(Stream stream)
    {
        _reading = new Thread(() => Read(stream)) { IsBackground = true, Name = "standard error of an upper tester" };
        _reading.Start();
    }

    /// <summary>All that is kept.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                var length = (int)Math.Min(_written, Most);
                var kept = new byte[length];
                for (var at = 0; at < length; at++) kept[at] = _ring[(_written - length + at) % Most];
                return Encoding.UTF8.GetString(kept);
            }
        }
    }

    /// <summary>The last lines, as a clause; waits a moment for what is still on its way.</summary>
    public string Clause(TimeSpan patience)
    {
        _reading.Join(patience);
        var lines = Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0) return "it wrote nothing to standard error";
        return $"it last wrote to standard error: {string.Join(" | ", lines.TakeLast(MostLines).Select(UpperTesterLine.Quote))}";
    }

    private void Read(Stream stream)
    {
        var chunk = new byte[4096];
        try
        {
            int read;
            while ((read = stream.Read(chunk, 0, chunk.Length)) > 0)
            {
                lock (_gate)
                {
                    for (var at = 0; at < read; at++) _ring[_written++ % Most] = chunk[at];
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has ended.
        }
    }
}
