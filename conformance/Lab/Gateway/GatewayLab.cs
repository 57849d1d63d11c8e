using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Attachment.Examination;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Lab.Gateway;

/// <summary>Plays several devices and their Status tracker towards one gateway under test. This file holds the stage; the other what is done and what is observed.</summary>
public sealed partial class GatewayLab : Laboratory
{
    private const int PayloadSize = 20_000;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    private readonly List<ServedDevice> _devices = [];
    private readonly List<int> _requests = [];
    private readonly List<(ulong Offset, uint Length)> _blocks = [];
    private readonly Bytes _payload;
    private Func<CheckInBatch, Message>? _batchAnswer;
    private string? _refused;
    private int _altered;
    private int _damage;

    /// <summary>A laboratory with this gateway in it.</summary>
    public GatewayLab(Implementation implementation, ulong seed)
        : base(implementation, seed)
    {
        _payload = Random.Bytes(PayloadSize);
        implementation.Peers = asked => asked.Link == Link.Device ? AskDevice(asked) : new Reply.Answered(MessageCodec.Encode(AnswerAsTracker(asked.Message)));
    }

    /// <summary>The same gateway anew; less than the payload fits into its cache.</summary>
    public void BeginWithSmallCache()
    {
        var count = _devices.Count;
        Implementation.Stop();
        Implementation.Reset(Random.Next() >> 12);
        _devices.Clear();
        Begin(count, PayloadSize / 2);
    }

    /// <summary>A gateway with so many devices, started.</summary>
    public void Begin(int count) => Begin(count, 4 * PayloadSize);

    private void Begin(int count, int cacheSize)
    {
        for (var number = 1; number <= count; number++) _devices.Add(new ServedDevice(number, _payload, Random));
        var arguments = Provisioning.For(Role.Communicator);
        foreach (var name in (string[])["defaultPoll", "leastPoll", "activePoll", "firstBackOff", "mostBackOff"]) arguments[name] = (long)Soon.TotalMilliseconds;
        arguments["devices"] = new JsonArray([.. _devices.Select(static device => (JsonNode)device.Name)]);
        arguments["cacheSize"] = cacheSize;
        Implementation.Provision(arguments);
        Implementation.Start();
    }

    /// <inheritdoc/>
    public override void Probe()
    {
        (_batchAnswer, _refused) = (null, null);
        foreach (var device in _devices) device.Conduct = null;
        var before = _requests.Count;
        if (!Implementation.Await(() => _requests.Count > before, Implementation.Patience)) throw new ObservationException("expected: a check-in of some device; observed: none");
    }

    // Who serves one device only asks for one that there is not.
    private Reply AskDevice(Asked asked) => _devices.Find(device => device.Name == asked.To)?.Answer(asked.Message) ?? Reply.BrokenOff;

    private Message AnswerAsTracker(Message? message)
    {
        switch (message)
        {
            case CheckIn checkIn:
                _requests.Add(1);
                return Direct(checkIn);
            case CheckInBatch batch:
                _requests.Add(batch.CheckIns.Count);
                return _batchAnswer?.Invoke(batch) ?? Answer(batch);
            case BlockRequest wanted:
                return Hand(wanted);
            default:
                return new Refusal(ResultCode.MalformedMessage, "the Status tracker has no such request");
        }
    }

    private CheckInBatchAnswer Answer(CheckInBatch batch) => new(new(batch.CheckIns.Select(checkIn => BatchedAnswer.Of(Direct(checkIn)))));

    private Message Direct(CheckIn checkIn)
    {
        if (_devices.Find(device => device.Said.Contains(checkIn.SignedReport)) is not { } device)
        {
            _altered++;
            return new Refusal(ResultCode.ReportNotAuthentic, "no device signed this");
        }

        if (device.Name == _refused) return new Refusal(ResultCode.NotEnrolled, "not this one");
        return new CheckInAnswer(DirectiveKind.Install, Digest.Of("manifest"u8), device.Directive, Bytes.Empty, 0);
    }

    private Message Hand(BlockRequest wanted)
    {
        if (wanted.Payload != Digest.Of(_payload.Span) || wanted.Length == 0 || wanted.Offset + wanted.Length > PayloadSize) return new Refusal(ResultCode.NotAvailable, "there are no such bytes");
        _blocks.Add((wanted.Offset, wanted.Length));
        var data = _payload.Span.Slice((int)wanted.Offset, (int)wanted.Length).ToArray();
        if (_damage-- > 0) data[0] ^= 1;
        return new Block(wanted.Payload, wanted.Offset, PayloadSize, data);
    }
}
