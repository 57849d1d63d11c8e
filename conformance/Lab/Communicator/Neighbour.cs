using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>Another Communicator with a device of its own, which stops to answer in the middle of each update.</summary>
internal sealed class Neighbour : IDisposable
{
    private const int Answered = 2;

    private readonly Implementation _communicator;
    private readonly Implementation _device;

    /// <summary>The neighbour is provisioned and started.</summary>
    /// <param name="communicator">The Communicator.</param>
    /// <param name="device">Its device.</param>
    /// <param name="tracker">The Status tracker as it answers this Communicator.</param>
    public Neighbour(Implementation communicator, Implementation device, Func<Asked, Reply> tracker)
    {
        (_communicator, _device) = (communicator, device);
        communicator.Peers = asked => asked.Link == Link.Device ? Device(asked) : tracker(asked);
        communicator.Provision(new JsonObject { ["leastPoll"] = 1000, ["firstBackOff"] = 500, ["mostBackOff"] = 1000, ["replyTimeout"] = 1000, ["activePoll"] = 500 });
        communicator.Start();
    }

    /// <summary>How many blocks its device was sent.</summary>
    public int Blocks { get; private set; }

    /// <summary>Its time goes on.</summary>
    public void Keep(Moment now)
    {
        if (_communicator.Now < now) _communicator.Pass(TimeSpan.FromMilliseconds(now.UnixMilliseconds - _communicator.Now.UnixMilliseconds));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _communicator.Dispose();
        _device.Dispose();
    }

    private Reply Device(Asked asked)
    {
        if (asked.Message is ImageBlock && ++Blocks > Answered) return Reply.None;
        if (_device.Now < asked.At) _device.Pass(TimeSpan.FromMilliseconds(asked.At.UnixMilliseconds - _device.Now.UnixMilliseconds));
        return _device.Ask(Link.Device, "communicator", asked.Bytes, TimeSpan.FromMilliseconds(100));
    }
}
