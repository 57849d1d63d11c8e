using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <content>What is observed: answers to check-ins, whose directives are verified, and what the operator is shown.</content>
public sealed partial class StatusTrackerLab
{
    /// <inheritdoc/>
    public override void Probe()
    {
        Enrol("the device of the probe", Profile.Secure, 7);
        CheckIn("the device of the probe");
        SeesAnswer();
    }

    /// <summary>The check-in was answered, and the answer is for this device.</summary>
    public void SeesAnswer()
    {
        var answer = Answer();
        SeesDirective(answer.Kind, answer.Manifest);
    }

    /// <summary>The device is directed to a package that it does not have.</summary>
    public void SeesOffer(ulong number)
    {
        SeesGoOn(number);
        var answer = Answer();
        var envelope = EnvelopeReader.Read(answer.Envelope.Memory, SuitLimits.Default);
        Demand(
            envelope.IsOk && envelope.Value.ManifestDigest == Package(number).Name.Manifest, _evidence,
            $"the envelope of sequence number {number}", envelope.IsOk ? $"the envelope of {envelope.Value.ManifestDigest}" : envelope.Error);
        var anchors = _trusted.Select(static author => author.Anchor).ToList();
        var verified = EnvelopeVerifier.Verify(envelope.Value, anchors, AlgorithmPolicy.Current);
        Demand(verified.IsOk, _evidence, "the signature of the author, as it was published", verified.IsOk ? "that signature" : verified.Error);
    }

    /// <summary>The device is directed to a package, which it may have already.</summary>
    public void SeesGoOn(ulong number)
    {
        var answer = Answer();
        Demand(answer.Kind == DirectiveKind.Install && answer.Manifest == Package(number).Name.Manifest, _evidence, $"the device is directed to sequence number {number}", answer);
        SeesDirective(DirectiveKind.Install, Package(number).Name.Manifest);
    }

    /// <summary>The device is told to cancel a package.</summary>
    public void SeesCancellation(ulong number)
    {
        var answer = Answer();
        Demand(answer.Kind == DirectiveKind.Cancel && answer.Manifest == Package(number).Name.Manifest, _evidence, $"the device is told to cancel sequence number {number}", answer);
        SeesDirective(DirectiveKind.Cancel, Package(number).Name.Manifest);
    }

    /// <summary>The device is told that it needs no update.</summary>
    public void SeesUpToDate()
    {
        var answer = Answer();
        Demand(answer is { Kind: DirectiveKind.UpToDate, Manifest: null, Envelope.IsEmpty: true }, _evidence, "the device is told that it is up to date", answer);
        SeesDirective(DirectiveKind.UpToDate, null);
    }

    /// <summary>The request was refused for one of these reasons, once.</summary>
    public void SeesRefusal(IReadOnlyList<ResultCode> codes)
    {
        DemandRefusal(_answer, _evidence, [.. codes]);
        Demand(Implementation.Unasked.Count == 0, _evidence, "one answer to each request", $"{Implementation.Unasked.Count} more");
    }

    /// <summary>The request was not granted: refused, or broken off where the link has no place for it.</summary>
    public void SeesRebuff() => Demand(
        Read(_answer) is Refusal { Code: ResultCode.NotNow or ResultCode.NotAllowed or ResultCode.MalformedMessage or ResultCode.PeerNotTrusted } || _answer is Reply.Failed,
        _evidence, "a request of another link is refused", _answer);

    /// <summary>No directive went out.</summary>
    public void SeesNoDirective() => Demand(Read(_answer) is not CheckInAnswer, _evidence, "no directive", _answer);

    /// <summary>The enrolment is confirmed.</summary>
    public void SeesEnrolment() => Demand(Read(_answer) is EnrolAnswer answer && answer.Device == LastDevice.Id, _evidence, "the device is enrolled", _answer);

    /// <summary>The cancellation is taken up.</summary>
    public void SeesCancelTaken() => Demand(Read(_answer) is CancelAnswer answer && answer.Device == LastDevice.Id, _evidence, "the device will be told to cancel", _answer);

    /// <summary>The time of the next check-in is sensible: idle devices come back later than busy ones.</summary>
    public void SeesPoll(bool busy)
    {
        var wanted = Math.Max(1, (busy ? _settings.ActivePollAfter : _settings.PollAfter).TotalSeconds);
        var answer = Answer();
        Demand(Math.Abs(answer.PollAfter - wanted) <= wanted / 2, _evidence, $"the next check-in is wanted after about {wanted} s", $"{answer.PollAfter} s");
    }

    /// <summary>The bytes that were asked for came.</summary>
    public void SeesBlock() => Demand(IsFetched(), _evidence, $"the {_fetched.Length} bytes from {_fetchedOffset} of payload {_fetchedPayload}", _answer);

    /// <summary>The whole payload came.</summary>
    public void SeesPayload() => Demand(_fetchedAll, _evidence, "every block of the payload", _answer);

    /// <summary>The record is in this phase.</summary>
    public void SeesPhase(string who, TrackPhase phase)
    {
        var entry = Entry(who);
        Demand(entry.Phase == phase, _evidence, $"the record is in phase {phase}", entry);
    }

    /// <summary>The record names this package as target.</summary>
    public void SeesTarget(string who, ulong number)
    {
        var entry = Entry(who);
        Demand(entry.Target == Package(number).Name, _evidence, $"the target is sequence number {number} and no other", entry);
    }

    /// <summary>The record says how the update ended.</summary>
    public void SeesResult(string who, ResultCode result, bool verified)
    {
        var entry = Entry(who);
        Demand(entry.Result == result && entry.ResultVerified == verified, _evidence, $"the result is {result}, {(verified ? "signed by the device" : "unverified")}", entry);
    }

    /// <summary>The record says how far the device is.</summary>
    public void SeesProgress(string who, ulong received, ulong number)
    {
        var entry = Entry(who);
        var total = Whole(number).Total;
        Demand(entry.Received == received && entry.Total == total && entry.Target == Package(number).Name, _evidence, $"{received} of {total} bytes of sequence number {number}", entry);
    }

    /// <summary>The record says that the update is completed, now, and the device is on the list.</summary>
    public void SeesCompleted(string who, ulong number)
    {
        var (device, entry) = (Device(who), Entry(who));
        Demand(
            entry is { Phase: TrackPhase.Confirmed, Result: ResultCode.Success, ResultVerified: true } && entry.Confirmed == Package(number).Name && entry.Target == Package(number).Name,
            _evidence, $"the update to sequence number {number} is completed", entry);
        Demand(IsAbout(entry.CompletedAt), _evidence, $"it was completed at about {Implementation.Now.UnixMilliseconds}", entry);
        Demand(Completed().Contains(device.Id), _evidence, "the device is on the list of those that have completed the update", entry);
    }

    /// <summary>The update was completed earlier, and still is.</summary>
    public void SeesStillCompleted(string who)
    {
        var (device, entry) = (Device(who), Entry(who));
        Demand(entry is { Phase: TrackPhase.Confirmed, Result: ResultCode.Success } && entry.CompletedAt != default, _evidence, "the update is completed", entry);
        Demand(Completed().Contains(device.Id), _evidence, "the device is on the list of those that have completed the update", entry);
    }

    /// <summary>The record does not say that an update is completed, and the device is not on the list.</summary>
    public void SeesNotCompleted(string who)
    {
        var (device, entry) = (Device(who), Entry(who));
        Demand(entry.Phase != TrackPhase.Confirmed && entry.CompletedAt == default, _evidence, "no update is completed", entry);
        Demand(!Completed().Contains(device.Id), _evidence, "the device is not on the list of those that have completed the update", entry);
    }

    /// <summary>The list of a phase names exactly these of the devices of this scenario, in the order of their identifiers.</summary>
    public void SeesList(TrackPhase? phase, IReadOnlyList<string> expected)
    {
        var ours = _devices.Values.Select(static device => device.Id).ToHashSet();
        var all = Ask(new TrackQuery(null, phase));
        var listed = all.Where(entry => ours.Contains(entry.Device)).Select(entry => _devices.Single(pair => pair.Value.Id == entry.Device).Key).ToList();
        Demand(listed.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal)), _evidence, $"the list names {string.Join(", ", expected)}", string.Join(", ", listed));
        var ids = all.Select(static entry => entry.Device.ToString()).ToList();
        Demand(ids.SequenceEqual(ids.Order(StringComparer.Ordinal)), _evidence, "the list is ordered by device", string.Join(", ", ids));
    }

    /// <summary>The record holds what was enrolled.</summary>
    public void SeesIdentity(string who)
    {
        var (enrolled, entry) = (Device(who).Enrolment, Entry(who));
        Demand(
            entry.Device == enrolled.Device && entry.Vendor == enrolled.Vendor && entry.Class == enrolled.Class && entry.Profile == enrolled.Profile,
            _evidence, "device, vendor, class and profile as enrolled", entry);
    }

    /// <summary>The record holds the confirmed image, and when the device was heard.</summary>
    public void SeesHeard(string who, ulong number)
    {
        var entry = Entry(who);
        Demand(entry.Confirmed == Package(number).Name, _evidence, $"sequence number {number} is the confirmed image", entry);
        Demand(IsAbout(entry.LastSeen), _evidence, $"the device was heard at about {Implementation.Now.UnixMilliseconds}", entry);
    }

    /// <summary>The record shows whether the device suspects a freeze.</summary>
    public void SeesFreeze(string who, bool suspected)
    {
        var entry = Entry(who);
        Demand(entry.FreezeSuspected == suspected, _evidence, suspected ? "the device suspects a freeze" : "the device suspects no freeze", entry);
    }

    /// <summary>The record is what it was before.</summary>
    public void SeesUnchanged(string who)
    {
        var now = Find(Device(who));
        Demand(now == _before, _evidence, $"the record as before: {Show(_before)}", Show(now));
    }

    /// <summary>The tracker has no record of the device.</summary>
    public void SeesNoRecord(string who)
    {
        var entry = Find(Device(who));
        Demand(entry is null, _evidence, "there is no record of the device", Show(entry));
    }

    /// <summary>
    /// What was granted while a write failed is there after a crash. Nothing is demanded of what was refused: only that nobody was told of a change that is lost.
    /// </summary>
    public void SeesDurable(string who)
    {
        var (granted, device) = (Read(_answer), Device(who));
        Crash();
        var now = Find(device);
        Demand(granted is not (CheckInAnswer or EnrolAnswer) || now != _before, _evidence, $"no answer, or a record that is durable and not as before: {Show(_before)}", $"{Show(granted)}, and {Show(now)}");
        if (granted is not CancelAnswer) return;
        CheckIn(who);
        Demand(Answer().Kind == DirectiveKind.Cancel, _evidence, "the device is told to cancel, as was answered before the crash", _answer);
    }

    /// <summary>The package was offered as often as a failure of this kind allows.</summary>
    public void SeesOffers(ulong number, bool lasting)
    {
        var offered = _offers.Count(manifest => manifest == Package(number).Name.Manifest);
        var wanted = lasting ? 1 : _settings.Attempts;
        Demand(offered == wanted, _evidence, $"sequence number {number} was offered {wanted} times", $"{offered} times");
    }

    /// <summary>Every request that the tracker made was one that Firmware servers answer.</summary>
    public void SeesServersAskedOnly()
    {
        var asked = Implementation.Exchanges.Where(static exchange => exchange.From == "implementation" && exchange.Link is not ("tracker" or "operator" or "control")).ToList();
        Demand(
            asked.Count > 0 && asked.TrueForAll(exchange => exchange.Link == "server" && _servers.ContainsKey(exchange.To)) && _servers.Values.All(static server => server.StrangeRequests == 0),
            _evidence, "it asks Firmware servers for catalogues, envelopes and blocks, and nobody else", string.Join(", ", asked.Select(static exchange => $"{exchange.Name} to {exchange.To}").Distinct()));
    }

    /// <summary>The catalogue of each server is asked for again and again.</summary>
    public void SeesRefreshes(int times)
    {
        _evidence = EvidenceClass.Effect;
        foreach (var server in _servers.Values)
        {
            var asked = server.CataloguesAsked;
            Demand(Wait(() => server.CataloguesAsked >= asked + times, Rounds(times)), EvidenceClass.Wire, $"the catalogue of {server.Name} is asked for {times} times within {Rounds(times)}", $"{server.CataloguesAsked - asked} times");
        }
    }

    /// <summary>The catalogue of a server that failed is asked for again, however long the tracker backs off.</summary>
    public void SeesAskedAgain(string server)
    {
        var model = Server(server);
        var asked = model.CataloguesAsked;
        Demand(Wait(() => model.CataloguesAsked > asked, LongestBackOff), EvidenceClass.Wire, $"the catalogue of {model.Name} is asked for again within {LongestBackOff}", "nothing");
    }

    private ModelDevice LastDevice => Required(_lastDevice);

    private CheckInAnswer Answer()
    {
        Demand(Read(_answer) is CheckInAnswer, _evidence, "the report is believed and answered", _answer);
        return (CheckInAnswer)Read(_answer)!;
    }

    // In profile Secure only a directive that the tracker signed says anything, and only when it says it for this device and this report.
    private void SeesDirective(DirectiveKind kind, Digest? manifest)
    {
        var (answer, device, report) = (Answer(), LastDevice, Required(_asked));
        if (device.Enrolment.Profile == Profile.Core)
        {
            Demand(answer.Directive.IsEmpty, _evidence, "no directive in profile Core", answer);
            return;
        }

        var verified = SignedStatement.Verify(answer.Directive.Memory, [_settings.Key!], Directive.Domain, Directive.ContentType);
        Demand(verified.IsOk, _evidence, "a directive that the tracker signed", verified.IsOk ? "one" : verified.Error);
        var decoded = Directive.Decode(verified.Value.Payload.Memory);
        var directive = decoded.Value;
        Demand(directive is not null, _evidence, "a directive in its one encoding", decoded.Error);
        Demand(directive!.Kind == kind && directive.Device == device.Id && directive.Manifest == (manifest ?? default), _evidence, $"{kind} for device {device.Id} and manifest {manifest}", directive);
        Demand(directive.Nonce == report.Nonce, _evidence, $"the nonce {report.Nonce} of the report", directive);
        // In milliseconds: a moment can lie further off than a time span reaches.
        var validity = directive.ValidUntil.UnixMilliseconds - directive.IssuedAt.UnixMilliseconds;
        Demand(
            directive.IssuedAt >= _askedAt.Plus(-Tolerance) && IsAbout(directive.IssuedAt) && Math.Abs(validity - _settings.DirectiveValidity.TotalMilliseconds) <= 1000,
            _evidence, $"issued at about {_askedAt.UnixMilliseconds}, valid for {_settings.DirectiveValidity}", directive);
    }

    private bool IsFetched() => Read(_answer) is Block block && block.Payload == _fetchedPayload && block.Offset == _fetchedOffset && block.Data.Equals(_fetched);

    private bool IsAbout(Moment moment) => moment <= Implementation.Now.Plus(Tolerance) && moment >= _askedAt.Plus(-Tolerance);

    private IEnumerable<DeviceId> Completed() => Ask(new TrackQuery(null, TrackPhase.Confirmed)).Select(static entry => entry.Device);

    private TrackEntry Entry(string who)
    {
        var entry = Find(Device(who));
        Demand(entry is not null, _evidence, $"one record of {who}", "none");
        return entry!;
    }

    // One device has one record, and so one update (R-ST-26).
    private TrackEntry? Find(ModelDevice device)
    {
        var entries = Ask(new TrackQuery(device.Id, null));
        if (entries.Count > 1 || entries.Any(entry => entry.Device != device.Id))
            Demand(false, _evidence, $"at most one record, of device {device.Id}", string.Join("; ", entries.Select(Show)));
        return entries.Count == 0 ? null : entries[0];
    }

    private Sequence<TrackEntry> Ask(TrackQuery query)
    {
        var reply = Implementation.Ask(Link.Operator, Operator, query);
        if (Read(reply) is not TrackAnswer) Demand(false, _evidence, "the operator's question is answered", reply);
        return ((TrackAnswer)Read(reply)!).Entries;
    }
}
