using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Hosting.Telemetry;

/// <summary>
/// Writes the trace of the entities of this process into one file (spec/trace-format.md). An event is handed to the operating system, whole, before the
/// outputs of its step are performed: whatever others can have seen of a process that was killed stands in its trace. May be used from any thread.
/// </summary>
public sealed class TraceLog : IDisposable
{
    private readonly Stream _file;
    private readonly string _name;
    private readonly IClock _clock;
    private readonly object _gate = new();
    private ulong _lines;
    private bool _closed;

    /// <summary>Writes behind what stands in <paramref name="file"/> already, which is closed with the log.</summary>
    internal TraceLog(Stream file, string name, IClock clock) => (_file, _name, _clock) = (file, name, clock);

    /// <summary>Why the file could not be written to its end, in one sentence; null when it could. What came after that is not in it.</summary>
    public string? Fault { get; private set; }

    /// <summary>Opens a new file, or an existing trace to be continued; a last line that is not whole is cut off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Who writes, for people.</param>
    /// <param name="clock">Says when.</param>
    /// <exception cref="StorageException">The file cannot be opened or written, or another process holds it.</exception>
    /// <exception cref="ConfigurationException">The file is another one than a trace; it is left as it is.</exception>
    public static TraceLog Open(string path, string source, IClock clock)
    {
        var file = new FileStream(OwnedFile.Open(path, FileMode.OpenOrCreate), FileAccess.ReadWrite, bufferSize: 0);
        try
        {
            if (file.Length == 0)
            {
                file.Write(TraceWriter.Line(new TraceHeader(source, Sequence<StolenKey>.Empty)));
            }
            else
            {
                Recognise(path, file);
                CutTorn(file);
            }

            file.Seek(0, SeekOrigin.End);
            return new TraceLog(file, path, clock);
        }
        catch (Exception exception)
        {
            file.Dispose();
            if (StorageException.IsOfTheSystem(exception)) throw StorageException.Failed(path, "begin the trace", exception);
            throw;
        }
    }

    /// <summary>Writes one event. It never throws because of the file: a trace that cannot be written ends, and the entity goes on.</summary>
    public void Write(TraceEvent happened)
    {
        lock (_gate)
        {
            if (Fault is not null || _closed) return;
            try
            {
                _file.Write(TraceWriter.Line(happened with { Seq = ++_lines, At = _clock.Now.UnixMilliseconds }));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Fault = $"The trace {_name} ends after {_lines - 1} lines: {exception.Message}";
            }
        }
    }

    /// <summary>Closes the file; events that come later are not written.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _file.Dispose();
        }
    }

    // Another file, named by mistake, is left as it is.
    private static void Recognise(string path, FileStream file)
    {
        var beginning = new byte[Math.Min(file.Length, TraceReader.MostLine)];
        file.ReadExactly(beginning);
        var header = TraceReader.Read(path, beginning.AsMemory(0, Array.IndexOf(beginning, (byte)'\n') + 1));
        if (header.Error is { } error) throw new ConfigurationException($"{error}; a trace is not written into another file.");
    }

    private static void CutTorn(FileStream file)
    {
        var end = file.Length;
        for (; end > 0; end--)
        {
            file.Seek(end - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n') break;
        }

        file.SetLength(end);
    }
}
