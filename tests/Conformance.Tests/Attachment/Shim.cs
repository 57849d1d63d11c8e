using System.Net;
using System.Net.Sockets;
using System.Text;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Attachment.Bindings;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests.Attachment;

/// <summary>The other end of the lines, played by a test over a socket on this machine.</summary>
internal sealed class Shim : IDisposable
{
    public static readonly Deadlines Short = new(TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(400));
    public static readonly Deadlines Long = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));

    private readonly Socket _listener = StreamPoint.AnyPort.Create();
    private readonly Task _playing;

    public Shim(Action<StreamReader, StreamWriter> play)
    {
        _listener.Bind(StreamPoint.AnyPort.End);
        _listener.Listen();
        Point = StreamPoint.Of(_listener.LocalEndPoint!);
        _playing = Task.Run(async () =>
        {
            while (true)
            {
                using var stream = new NetworkStream(await _listener.AcceptAsync(), ownsSocket: true);
                using var reader = new StreamReader(stream, new UTF8Encoding(false));
                using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true };
                try
                {
                    play(reader, writer);
                }
                catch (IOException)
                {
                    // The suite has gone.
                }
            }
        });
    }

    public StreamPoint Point { get; }

    /// <summary>A shim that answers the first order with these lines.</summary>
    public static Shim Saying(params string[] lines) => new((reader, writer) =>
    {
        reader.ReadLine();
        foreach (var line in lines) writer.Write(line + "\n");
        // Stays until the suite goes.
        while (reader.ReadLine() is not null)
        {
        }
    });

    public LinesUpperTester Connect(Deadlines deadlines)
    {
        var stream = new NetworkStream(Point.Connect(TimeSpan.FromSeconds(5)), ownsSocket: true);
        return new LinesUpperTester(stream, stream, deadlines);
    }

    public void Dispose()
    {
        _listener.Dispose();
        var ended = Record.Exception(() => _playing.GetAwaiter().GetResult());
        Assert.True(ended is SocketException or ObjectDisposedException, ended?.ToString() ?? "the shim ended by itself");
    }
}

/// <summary>Peers that answer what a test says, and keep what they were told.</summary>
internal sealed class Outside(Func<string, Reply> reply) : IOutside
{
    public List<string> Heard { get; } = [];

    public Reply Ask(long ask, Link link, string to, Bytes message)
    {
        Heard.Add($"{ask} {link} {to} {Encoding.UTF8.GetString(message.Span)}");
        return reply(to);
    }

    public void Say(Link link, Bytes message) => Heard.Add($"{link} {Encoding.UTF8.GetString(message.Span)}");
}
