using System.Globalization;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <content>The test vectors of the specification, and requests that are repeated from the beginning.</content>
public sealed partial class StatusTrackerLab
{
    private const string VectorDevice = "the device of the vectors";

    private static readonly string[] TooLarge = ["TooLong", "Oversize", "OutOfRange"];

    private readonly List<(Link Link, string Peer, Bytes Bytes)> _series = [];
    private readonly List<(string Id, Action Judge)> _cases = [];
    private IReadOnlyList<string> _heard = [];
    private IReadOnlyList<string> _heardAgain = [];

    /// <summary>Bytes that are no message, on the tracker link or the operator's: each is refused.</summary>
    public void SendMalformed(string link) => Send(link, Vectors.Malformed, ResultCode.MalformedMessage);

    /// <summary>Those of them that announce or hold more than is allowed.</summary>
    public void SendTooLarge(string link) =>
        Send(link, Vectors.Malformed.Where(static vector => TooLarge.Contains(Vectors.Text(vector, "fault"))), ResultCode.MalformedMessage, ResultCode.LimitExceeded);

    /// <summary>Golden bytes of questions that anybody may ask about devices and payloads that there are not: each is understood.</summary>
    public void SendGolden()
    {
        string[] questions = ["M-12", "M-32", "M-34"];
        foreach (var vector in Vectors.Messages.Where(vector => questions.Contains(Vectors.Text(vector, "id"))))
        {
            var link = Vectors.Text(vector, "id") == "M-12" ? Link.Tracker : Link.Operator;
            var reply = Implementation.Ask(link, link == Link.Tracker ? "communicator-1" : Operator, Vectors.Binary(vector, "hex"));
            var understood = Read(reply) switch
            {
                TrackAnswer or CancelAnswer or Block => true,
                Refusal refusal => refusal.Code is ResultCode.NotEnrolled or ResultCode.NotAvailable or ResultCode.NotNow,
                _ => false,
            };
            Note($"{Vectors.Text(vector, "id")}-{Vectors.Text(vector, "name")}", understood, "a message in its one encoding is understood", reply);
        }
    }

    /// <summary>A Firmware server answers with bytes that are no message, one kind of fault after the other.</summary>
    public void ServerBabblesEveryFault()
    {
        var server = Server("the Firmware server");
        foreach (var vector in Vectors.Malformed.GroupBy(static vector => Vectors.Text(vector, "fault")).Select(static same => same.First()))
        {
            (server.Behaviour, server.Babble) = (ServerBehaviour.Babbles, Vectors.Binary(vector, "hex"));
            var asked = server.CataloguesAsked;
            var again = Wait(() => server.CataloguesAsked > asked, LongestBackOff);
            Note(Vectors.Text(vector, "fault"), again, "the catalogue is asked for again", again ? "it is" : "nothing");
        }
    }

    /// <summary>On-path, one bit of every few bytes of a report is changed: as many reports, none of which the device signed.</summary>
    public void RelayWithEveryByteChanged(string who)
    {
        var device = Before(who);
        var sound = device.Sign(device.Next());
        foreach (var at in Enumerable.Range(0, sound.Length).Where(at => at % 5 == 0 || at == sound.Length - 1))
        {
            var changed = sound.ToArray();
            changed[at] ^= 0x01;
            Relay(device, changed, device.Communicator);
            NoteRefusal($"byte-{at}", _answer, ResultCode.ReportNotAuthentic, ResultCode.MalformedMessage, ResultCode.NotEnrolled);
        }
    }

    /// <summary>The signed reports of the vectors, each relayed to a tracker that has the device's last report.</summary>
    public void RelayReportVectors(bool sound)
    {
        foreach (var vector in Vectors.Reports.Where(vector => Vectors.Text(vector, "result") == "Success" == sound))
        {
            // A report that is taken raises the counter, so each needs a tracker of its own.
            if (sound) EnrolVectorDevice();
            var (name, device) = (Vectors.Text(vector, "name"), Before(VectorDevice));
            var signed = Vectors.Binary(vector, "signed");
            var reply = Implementation.Ask(Link.Tracker, device.Communicator, new CheckIn(signed, null, ResultCode.None));
            if (sound)
            {
                Note(name, Read(reply) is CheckInAnswer, "the report is believed", reply);
                continue;
            }

            ResultCode[] codes = Enum.Parse<ResultCode>(Vectors.Text(vector, "result")) switch
            {
                // Whose record it is stands in the report. Where that cannot be read, or names a device that is unknown, there is no key to judge with.
                ResultCode.ReportNotAuthentic when Forgery.Peek(signed) is null => [ResultCode.ReportNotAuthentic, ResultCode.MalformedMessage],
                ResultCode.WrongDevice => [ResultCode.WrongDevice, ResultCode.NotEnrolled, ResultCode.ReportNotAuthentic],
                var code => [code],
            };
            NoteRefusal(name, reply, codes);
            var now = Find(device);
            Note($"{name}-leaves-the-record", now == _before, $"the record as before: {_before}", now);
        }
    }

    /// <summary>Each of the cases that were tried went as it must.</summary>
    public void SeesEachCase() => Each(_cases, static one => one.Id, static one => one.Judge());

    /// <summary>A fresh tracker with the device of the vectors, whose last report has the counter that they presuppose.</summary>
    public void EnrolVectorDevice()
    {
        BringAnew();
        var (known, key) = (Vectors.StatementDevice, Vectors.StatementKey("device"));
        var enrolment = new EnrolRequest(
            new DeviceId(Guid.Parse(Vectors.Text(known, "device"))), new VendorId(Guid.Parse(Vectors.Text(known, "vendor"))), new ClassId(Guid.Parse(Vectors.Text(known, "class"))),
            Profile.Secure, Vectors.Binary(key, "spki"));
        var device = new ModelDevice(enrolment, Ed25519KeyPair.FromPem(Vectors.Text(key, "private")), Package(7).Name, "communicator-1", Random);
        device.Self = device.Self with { Counter = ulong.Parse(Vectors.Text(known, "lastCounter"), CultureInfo.InvariantCulture) - 1 };
        _devices[VectorDevice] = device;
        Enrol(VectorDevice);
        CheckIn(VectorDevice);
        SeesAnswer();
    }

    /// <summary>From a fresh tracker on, a series of requests is asked and answered.</summary>
    public void PlaySeries()
    {
        var device = Device("the device");
        List<(Link, string, Bytes)> series = [(Link.Operator, Operator, MessageCodec.Encode(device.Enrolment))];
        string[] sayings =
        [
            "it rests", "it accepted sequence number 8", "it has 64 bytes of sequence number 8", "it has verified sequence number 8", "it tries sequence number 8",
            "it runs sequence number 8, confirmed", "it rests",
        ];
        foreach (var saying in sayings)
        {
            device.Self = Sayings.Of(device.Self, saying, Whole);
            var report = MessageCodec.Encode(new CheckIn(Signed(device), null, ResultCode.None));
            series.Add((Link.Tracker, device.Communicator, report));
            series.Add((Link.Tracker, device.Communicator, report));
            series.Add((Link.Operator, Operator, MessageCodec.Encode(new CancelRequest(device.Id))));
            series.Add((Link.Operator, Operator, MessageCodec.Encode(new TrackQuery(device.Id, null))));
        }

        _series.AddRange(series);
        _heard = Play(static _ => []);
        Demand(_heard.Count(static answer => answer.StartsWith("answer", StringComparison.Ordinal)) == sayings.Length, EvidenceClass.Wire, "every report is answered", string.Join('\n', _heard));
    }

    /// <summary>The same series, again from a fresh tracker on.</summary>
    public void PlaySeriesAgain() => _heardAgain = Play(static _ => []);

    /// <summary>The same, and between two requests there are others that are refused.</summary>
    public void PlaySeriesAmongRefusals()
    {
        var device = Device("the device");
        _heardAgain = Play(number => number == 0 ? [] :
        [
            (Link.Tracker, device.Communicator, MessageCodec.Encode(new CheckIn(Forgery.Sign(TestKeys.Stranger, device.Self with { Counter = 1_000_000 }), null, ResultCode.None))),
            (Link.Tracker, device.Communicator, (Bytes)new byte[] { 0xc1 }),
            (Link.Operator, Operator, MessageCodec.Encode(device.Enrolment with { PublicKey = TestKeys.Stranger.Public.Spki })),
        ]);
    }

    /// <summary>Both times the answers were the same.</summary>
    public void SeesSameAnswers() =>
        Demand(_heard.SequenceEqual(_heardAgain), EvidenceClass.Wire, $"the same answers:\n{string.Join('\n', _heard)}", "\n" + string.Join('\n', _heardAgain));

    private List<string> Play(Func<int, IEnumerable<(Link, string, Bytes)>> between)
    {
        BringAnew();
        Settle();
        var heard = new List<string>();
        foreach (var (link, peer, bytes) in _series)
        {
            foreach (var (otherLink, otherPeer, other) in between(heard.Count)) Implementation.Ask(otherLink, otherPeer, other);
            heard.Add(Told(Implementation.Ask(link, peer, bytes)));
        }

        return heard;
    }

    // What the tracker decides: times, signatures and the words of refusals may differ.
    private static string Told(Reply reply) => Read(reply) switch
    {
        CheckInAnswer answer => $"answer {answer.Kind} {answer.Manifest?.ToHex()} {Digest.Of(answer.Envelope.Span).ToHex()} {(Forgery.PeekDirective(answer.Directive) is { } directive ? directive with { IssuedAt = default, ValidUntil = default } : null)}",
        TrackAnswer answer => $"records {string.Join("; ", answer.Entries.Select(static entry => entry with { LastSeen = default, CompletedAt = default }))}",
        Refusal refusal => $"refusal {refusal.Code}",
        { } message => message.ToString()!,
        null => Show(reply),
    };

    private void Send(string words, IEnumerable<JsonObject> vectors, params ResultCode[] codes)
    {
        var device = Before("the device");
        var (link, peer) = words == "the operator" ? (Link.Operator, Operator) : (Link.Tracker, device.Communicator);
        foreach (var vector in vectors)
        {
            var reply = Implementation.Ask(link, peer, Vectors.Binary(vector, "hex"));
            if (reply is not Reply.Failed) NoteRefusal(Vectors.Text(vector, "name"), reply, codes);
            else Note(Vectors.Text(vector, "name"), true, "a refusal, or the end of the link", reply);
        }
    }

    private void Note(string id, bool holds, string expected, object? observed) => _cases.Add((id, () => Demand(holds, _evidence, expected, observed)));

    private void NoteRefusal(string id, Reply reply, params ResultCode[] codes) => _cases.Add((id, () => DemandRefusal(reply, _evidence, codes)));
}
