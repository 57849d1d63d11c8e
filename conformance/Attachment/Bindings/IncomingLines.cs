using System.Collections.Concurrent;
using System.Text;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>
/// The lines that come from an implementation, read ahead by a thread of its own so that waiting for one has an end. Bounded: what is not taken is not read
/// either.
/// </summary>
internal sealed class IncomingLines : IDisposable
{
    private const int MostAhead = 64;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly BlockingCollection<Incoming> _lines = new(MostAhead);
    private readonly CancellationTokenSource _ending = new();
    private readonly Stream _stream;

    /// <summary>Begins to read.</summary>
    public IncomingLines(Stream stream)
    {
        _stream = stream;
        new Thread(Read) { IsBackground = true, Name = "lines of an upper tester" }.Start();
    }

    /// <summary>What is read ahead.</summary>
    internal abstract record Incoming
    {
        internal sealed record Line(string Text) : Incoming;

        internal sealed record Broken(AttachmentFault Fault, string What) : Incoming;
    }

    /// <summary>The next line or the end; null when nothing came in time.</summary>
    public Incoming? Next(TimeSpan within) => _lines.TryTake(out var next, within) ? next : null;

    public void Dispose()
    {
        _ending.Cancel();
        _stream.Dispose();
    }

    private void Read()
    {
        try
        {
            Add(Split());
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
        catch (IOException exception)
        {
            TryAdd(new Incoming.Broken(AttachmentFault.Died, exception.Message));
        }
    }

    // Returns what ended the stream.
    private Incoming.Broken Split()
    {
        var chunk = new byte[16 * 1024];
        using var line = new MemoryStream();
        int read;
        while ((read = _stream.Read(chunk, 0, chunk.Length)) > 0)
        {
            var rest = chunk.AsSpan(0, read);
            int end;
            while ((end = rest.IndexOf((byte)'\n')) >= 0)
            {
                line.Write(rest[..end]);
                rest = rest[(end + 1)..];
                if (line.Length > LinesUpperTester.MostLine) return TooLong;
                try
                {
                    Add(new Incoming.Line(Strict.GetString(line.GetBuffer(), 0, (int)line.Length)));
                }
                catch (DecoderFallbackException)
                {
                    var beginning = Convert.ToHexStringLower(line.GetBuffer().AsSpan(0, (int)Math.Min(line.Length, 32)));
                    return new Incoming.Broken(AttachmentFault.Garbage, $"a line that is not UTF-8 and begins with the bytes {beginning}");
                }

                line.SetLength(0);
            }

            line.Write(rest);
            if (line.Length > LinesUpperTester.MostLine) return TooLong;
        }

        return new Incoming.Broken(AttachmentFault.Died, line.Length == 0 ? "" : "it ended in the middle of a line");
    }

    private static Incoming.Broken TooLong => new(AttachmentFault.Flooded, $"a line of more than {LinesUpperTester.MostLine} bytes");

    private void Add(Incoming incoming) => _lines.Add(incoming, _ending.Token);

    private void TryAdd(Incoming incoming)
    {
        try
        {
            Add(incoming);
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }
}
