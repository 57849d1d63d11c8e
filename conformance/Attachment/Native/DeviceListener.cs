using System.Net.Sockets;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment.Native;

/// <summary>The Device core's end of the device link, played by the suite towards a Communicator under test: it listens.</summary>
internal sealed class DeviceListener : IDisposable
{
    private readonly Socket _listener;
    private readonly Func<IOutside?> _outside;
    private readonly Func<long> _number;
    private readonly Dictionary<long, Frames> _held = [];
    private readonly List<Frames> _open = [];
    private readonly object _gate = new();

    /// <summary>Begins to listen, as the device of this name.</summary>
    public DeviceListener(string name, StreamPoint point, Func<IOutside?> outside, Func<long> number)
    {
        (Name, _outside, _number) = (name, outside, number);
        _listener = point.Listen();
        Point = StreamPoint.Of(_listener.LocalEndPoint!);
        new Thread(Accept) { IsBackground = true, Name = "device link" }.Start();
    }

    /// <summary>Which device.</summary>
    public string Name { get; }

    /// <summary>Where.</summary>
    public StreamPoint Point { get; }

    /// <summary>Says something on the connection that there is.</summary>
    public void Say(Bytes message)
    {
        Frames? last;
        lock (_gate) last = _open.LastOrDefault();
        if (last?.Send(message) != true) throw new AttachmentException(AttachmentFault.NoLink, "Expected a connection of the Communicator on the device link, there is none.");
    }

    /// <summary>Answers what was held; nothing happens when the Communicator has gone.</summary>
    public void AnswerLate(long number, Bytes message)
    {
        Frames? frames;
        lock (_gate) _held.Remove(number, out frames);
        frames?.Send(message);
    }

    public void Dispose()
    {
        _listener.Dispose();
        Frames[] open;
        lock (_gate) open = [.. _open];
        foreach (var frames in open) frames.Dispose();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var frames = new Frames(_listener.Accept());
                lock (_gate) _open.Add(frames);
                new Thread(() => Serve(frames)) { IsBackground = true, Name = "device link" }.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private void Serve(Frames frames)
    {
        while (frames.Receive() is { } message && Answer(frames, message))
        {
            // One at a time.
        }

        lock (_gate) _open.Remove(frames);
        frames.Dispose();
    }

    private bool Answer(Frames frames, Bytes message)
    {
        var number = _number();
        switch (_outside()?.Ask(number, Link.Device, Name, message) ?? Reply.BrokenOff)
        {
            case Reply.Answered answered:
                return frames.Send(answered.Message);
            case Reply.Failed:
                return false;
            default:
                lock (_gate) _held[number] = frames;
                return true;
        }
    }
}
