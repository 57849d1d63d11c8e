using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment.Native;

/// <summary>The Communicator's end of the device link, played by the suite towards a Device core under test: it connects, and connects anew after a break.</summary>
internal sealed class DeviceAsker(StreamPoint point, Func<IOutside?> outside) : IDisposable
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(5);
    private readonly object _gate = new();
    private Frames? _frames;
    private TaskCompletionSource<Bytes?>? _open;

    /// <summary>Asks.</summary>
    public Reply Ask(Bytes message, TimeSpan patience)
    {
        if (Connect() is not { } frames) return Reply.BrokenOff;
        var answer = new TaskCompletionSource<Bytes?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _open = answer;

        // One that refuses before it has read everything may answer all the same.
        frames.Send(message);
        if (!answer.Task.Wait(patience))
        {
            // A late answer must not be taken for the answer to the next message.
            Drop(frames);
            return Reply.None;
        }

        return answer.Task.Result is { } bytes ? new Reply.Answered(bytes) : Reply.BrokenOff;
    }

    public void Dispose()
    {
        if (_frames is { } frames) Drop(frames);
    }

    private Frames? Connect()
    {
        lock (_gate)
        {
            if (_frames is not null) return _frames;
        }

        try
        {
            var frames = new Frames(point.Connect(Connecting));
            lock (_gate) _frames = frames;
            new Thread(() => Read(frames)) { IsBackground = true, Name = "device link" }.Start();
            return frames;
        }
        catch (AttachmentException)
        {
            return null;
        }
    }

    private void Read(Frames frames)
    {
        while (frames.Receive() is { } message)
        {
            if (Take() is { } open) open.SetResult(message);
            else outside()?.Say(Link.Device, message);
        }

        Drop(frames);
    }

    private TaskCompletionSource<Bytes?>? Take()
    {
        lock (_gate)
        {
            var open = _open;
            _open = null;
            return open;
        }
    }

    private void Drop(Frames frames)
    {
        lock (_gate)
        {
            if (_frames != frames) return;
            _frames = null;
        }

        frames.Dispose();
        Take()?.TrySetResult(null);
    }
}
