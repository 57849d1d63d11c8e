using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.Gateway;

/// <summary>A device behind the gateway, as far as a gateway can tell: it signs reports, takes what it is directed to, and holds a payload against its digest.</summary>
internal sealed class ServedDevice(int number, Bytes payload, SplitMix64 random)
{
    private static readonly ImageName Factory = new(new SequenceNumber(7), Digest.Of("factory"u8));

    private readonly Ed25519KeyPair _key = TestKeys.Derive($"device {number} behind a gateway");
    private readonly DeviceId _id = new(new Guid(random.Bytes(16)));
    private readonly List<byte> _received = [];
    private ulong _counter;

    /// <summary>As it is provisioned.</summary>
    public string Name { get; } = $"device-{number}";

    /// <summary>Bytes of the block that it asks for.</summary>
    public uint BlockSize { get; set; } = 512;

    /// <summary>How it behaves; null for right.</summary>
    public string? Conduct { get; set; }

    /// <summary>Whether it takes the payload when it is directed to.</summary>
    public bool Updates { get; set; }

    /// <summary>Every report that it signed.</summary>
    public HashSet<Bytes> Said { get; } = [];

    /// <summary>The directives that it was given.</summary>
    public List<Bytes> Given { get; } = [];

    /// <summary>How often it had the payload whole, with the right digest.</summary>
    public int Fetched { get; private set; }

    /// <summary>What the Status tracker tells it: nobody else is told the same.</summary>
    public Bytes Directive { get; } = new byte[] { 0xd2, (byte)number };

    /// <summary>It begins anew, from this byte on, which it has the payload up to.</summary>
    public void Begin(int from = 0)
    {
        _received.Clear();
        _received.AddRange(payload.Span[..from]);
        Updates = true;
    }

    /// <summary>What it replies to its Communicator.</summary>
    public Reply Answer(Message? request) => Conduct switch
    {
        "says nothing at all" => Reply.None,
        "breaks off every request" => Reply.BrokenOff,
        "answers with bytes that are no message" => new Reply.Answered("no message"u8.ToArray()),
        "refuses every request" => Say(new Refusal(ResultCode.Busy, "not now")),
        _ => Say(request switch
        {
            StatusRequest => new StatusReport(Report()),
            DirectiveDelivery delivery => Take(delivery),
            ImageBlock block => Take(block),
            InstallRequest => new InstallAnswer(DevicePhase.AwaitingBoot),
            _ => new Refusal(ResultCode.NotNow, "the device has no such request"),
        }),
    };

    private static Reply.Answered Say(Message message) => new(MessageCodec.Encode(message));

    private Bytes Report()
    {
        var report = new DeviceReport(_id, default, default, DevicePhase.Idle, Factory, Factory, null, null, ++_counter, new Nonce(random.Bytes(Nonce.Size)), false, 65_536, BlockSize);
        var signed = Forgery.Sign(_key, report);
        Said.Add(signed);
        return signed;
    }

    private DirectiveAnswer Take(DirectiveDelivery delivery)
    {
        Given.Add(delivery.Directive);
        return Updates ? new(DevicePhase.Receiving, Want()) : new(DevicePhase.Idle, null);
    }

    private BlockAnswer Take(ImageBlock block)
    {
        if (Conduct == "never has enough of the payload")
        {
            _received.Clear();
            return new(DevicePhase.Receiving, Want());
        }

        _received.AddRange(block.Data.Span);
        if (_received.Count < payload.Length) return new(DevicePhase.Receiving, Want());
        var right = _received.ToArray().AsSpan().SequenceEqual(payload.Span);
        _received.Clear();
        if (right) (Fetched, Updates) = (Fetched + 1, false);
        return new(DevicePhase.Idle, null);
    }

    private BlockWant Want() => Conduct == "wants a payload that there is not"
        ? new(Digest.Of("no payload"u8), 0, BlockSize)
        : new(Digest.Of(payload.Span), (ulong)_received.Count, (uint)Math.Min(BlockSize, payload.Length - _received.Count));
}
