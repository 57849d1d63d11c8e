using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <content>What is observed of what passed: each request follows from what the Communicator was told before.</content>
public sealed partial class CommunicatorLab
{
    /// <summary>Each report at the Status tracker is, byte for byte, what the Device core answered to the last status request.</summary>
    public void SeesReportsUnaltered() => All<CheckIn>("report", "that each report at the Status tracker is the one that the Device core sent last", static (run, talk, checkIn) =>
        run.LastBefore<StatusRequest>(talk)?.Answer is StatusReport report && report.SignedReport == checkIn.SignedReport);

    /// <summary>Each directive and envelope at the Device core is what the Status tracker answered to the last check-in.</summary>
    public void SeesDeliveriesUnaltered() => All<DirectiveDelivery>("delivery", "that each directive and envelope at the Device core is what the Status tracker answered last", IsUnaltered);

    /// <summary>As before, and a directive of this kind came.</summary>
    public void SeesDelivery(DirectiveKind kind)
    {
        SeesDeliveriesUnaltered();
        OnEach("kind", run => Demand(
            run.Of<DirectiveDelivery>().Any(one => run.LastBefore<CheckIn>(one.Talk)?.Answer is CheckInAnswer answer && answer.Kind == kind),
            EvidenceClass.Wire, $"a delivery of what the Status tracker answered as {kind}", Last(run)));
    }

    /// <summary>The strange envelope of this scenario came to the Device core as it is.</summary>
    public void SeesStrangeEnvelope()
    {
        SeesDeliveriesUnaltered();
        OnEach("envelope", run => Demand(
            run.Of<DirectiveDelivery>().Any(one => one.Request.Envelope == _strange), EvidenceClass.Wire, "a delivery of the envelope", Last(run)));
    }

    /// <summary>The strange envelope of this scenario did not come to the Device core.</summary>
    public void SeesStrangeEnvelopeKeptBack() => OnEach("envelope", run => Demand(
        run.Own.Any(static talk => talk is { Request: CheckIn, IsDisturbed: true, Answer: CheckInAnswer { Envelope.IsEmpty: false } }) && run.Of<DirectiveDelivery>().All(one => one.Request.Envelope != _strange),
        EvidenceClass.Wire, "that the envelope is not delivered", Last(run)));

    /// <summary>Each block request is for exactly what the Device core wanted last.</summary>
    public void SeesWantedBlocksOnly() => All<BlockRequest>("want", "that each block request is for what the Device core wanted last", static (run, talk, request) =>
        Want(run.LastBefore(talk, IsWanting)?.Answer) is { } want && want == new BlockWant(request.Payload, request.Offset, request.Length));

    /// <summary>Each block at the Device core is the one that was asked for, of the package that the Status tracker named.</summary>
    public void SeesAskedBlocksOnly() => All<ImageBlock>("block", "that each block at the Device core is the one that was asked of the Status tracker", static (run, talk, block) =>
        run.LastBefore<BlockRequest>(talk) is { Request: BlockRequest request, Answer: Block fetched }
        && block.Payload == request.Payload && block.Offset == request.Offset && (uint)block.Data.Length == request.Length
        && block.Payload == fetched.Payload && block.Offset == fetched.Offset && block.Data == fetched.Data
        && run.LastBefore<CheckIn>(talk)?.Answer is CheckInAnswer answer && answer.Manifest == block.Manifest);

    /// <summary>Each request to install names a candidate that the Device core said to have verified.</summary>
    public void SeesInstallOfVerifiedOnly() => All<InstallRequest>("install", "that each request to install follows the word of the Device core that the candidate is verified", IsOfVerified);

    /// <summary>No installation was requested but of a verified candidate, and perhaps none at all.</summary>
    public void SeesNoRashInstall() => OnEach("install", run =>
    {
        var rash = run.Of<InstallRequest>().FirstOrDefault(one => !IsOfVerified(run, one.Talk, one.Request)).Talk;
        Demand(rash is null, EvidenceClass.Wire, "no request to install before the Device core says that the candidate is verified", Told(run, rash));
    });

    /// <summary>No block was fetched that the Device core has stored already.</summary>
    public void SeesNothingFetchedTwice() => All<BlockRequest>("stored", "that no block is fetched that the Device core has stored", static (run, talk, request) =>
        !run.Talks.TakeWhile(other => other != talk).Any(other => other is { Request: ImageBlock stored, Result: BlockAnswer } && stored.Payload == request.Payload && stored.Offset == request.Offset));

    /// <summary>The Device core runs this image, and says so itself.</summary>
    public void SeesUpdated(ulong number) => OnEach("updated", run => Demand(
        run.Device is { Phase: DevicePhase.Idle } device && device.Confirmed?.Manifest == run.Target?.Name.Manifest && device.Running == device.Confirmed && device.Confirmed?.Number.Value == number,
        EvidenceClass.Effect, $"that the Device core runs sequence number {number}, confirmed", run.Device));

    /// <summary>The Device core still runs this image.</summary>
    public void SeesRunning(ulong number) => OnEach("running", run => Demand(
        run.Device?.Running?.Number.Value == number && run.Device.Confirmed?.Number.Value == number,
        EvidenceClass.Effect, $"that the Device core runs sequence number {number}, confirmed", run.Device));

    /// <summary>The Status tracker has the update on record as completed.</summary>
    public void SeesRecorded(ulong number) => OnEach("recorded", run => Demand(
        run.Track is { Phase: TrackPhase.Confirmed } && run.Track.Confirmed?.Number.Value == number,
        EvidenceClass.Effect, $"that the Status tracker records sequence number {number} as confirmed", run.Track));

    /// <summary>The Status tracker has the update on record as cancelled, and the device has given it up.</summary>
    public void SeesCancelled() => OnEach("cancelled", run => Demand(
        run.Device is { Phase: DevicePhase.Idle, Candidate: null } && run.Track.Phase == TrackPhase.Cancelled,
        EvidenceClass.Effect, "that the Device core gave the update up and the Status tracker records it as cancelled", run.Track.Phase));

    /// <summary>Only the requests of a Communicator came, each on its link and to the one peer there.</summary>
    public void SeesOnlyOwnRequests()
    {
        OnEach("requests", run =>
        {
            var strange = run.Talks.FirstOrDefault(static talk => !IsOwn(talk));
            Demand(strange is null, EvidenceClass.Wire, "status requests, deliveries, blocks and install requests to the Device core, check-ins and block requests to the Status tracker, and nothing else", strange);
        });
        var peers = _talks.Select(static talk => (talk.Asked.Link, talk.Asked.To)).Distinct().ToList();
        Demand(peers.Count == 2, EvidenceClass.Wire, "one peer on each of two links", string.Join(", ", peers));
        Demand(Implementation.Unasked.Count == 0, EvidenceClass.Wire, "no message that asks nothing", Implementation.Unasked.Count);
    }

    /// <summary>What was disturbed did not lead to a delivery: the Device core heard nothing that the Status tracker did not say.</summary>
    public void SeesNothingDeliveredUnanswered() => OnEach("unanswered", run =>
    {
        var unanswered = run.Of<DirectiveDelivery>().FirstOrDefault(one => !IsUnaltered(run, one.Talk, one.Request)).Talk;
        Demand(unanswered is null, EvidenceClass.Wire, "no delivery of what the Status tracker did not answer", Told(run, unanswered));
    });

    /// <summary>Each directive at the Device core is signed by the Status tracker, and each report at the Status tracker by the Device core.</summary>
    public void SeesStatementsOfTheirOwners() => OnEach("statements", run =>
    {
        var (device, tracker) = (Verifier(Stage.DeviceKey), Verifier(Stage.TrackerKey));
        var report = run.Of<CheckIn>().FirstOrDefault(one => !SignedStatement.Verify(one.Request.SignedReport.Memory, [device], DeviceReport.Domain, DeviceReport.ContentType).IsOk).Talk;
        var directive = run.Of<DirectiveDelivery>().FirstOrDefault(one => !SignedStatement.Verify(one.Request.Directive.Memory, [tracker], Directive.Domain, Directive.ContentType).IsOk).Talk;
        Demand(report is null, EvidenceClass.Wire, "that each report at the Status tracker is signed by the Device core", Told(run, report));
        Demand(directive is null, EvidenceClass.Wire, "that each directive at the Device core is signed by the Status tracker", Told(run, directive));
    });

    /// <summary>In the silence of a peer nobody spoke in its place.</summary>
    public void SeesNobodySpeakInItsPlace(string request) => OnEach("silence", run =>
    {
        var silent = run.Own.Where(talk => Requests.Is(request, talk.Request)).ToList();
        Demand(silent.Count > 0, EvidenceClass.Wire, $"at least one {request} that is not answered", Last(run));
        var spoken = run.Own.FirstOrDefault(talk => talk.At > silent[0].At && (request == "check-in" ? talk.Request is DirectiveDelivery : talk.Request is CheckIn));
        Demand(spoken is null, EvidenceClass.Effect, "that nothing passes for the answer that did not come", Told(run, spoken));
    });

    private static bool IsOwn(Talk talk) => (talk.Asked.Link, talk.Request) is
        (Link.Device, StatusRequest or DirectiveDelivery or ImageBlock or InstallRequest) or (Link.Tracker, CheckIn or BlockRequest);

    private static bool IsWanting(Message? request) => request is DirectiveDelivery or ImageBlock;

    private static BlockWant? Want(Message? answer) => answer switch
    {
        DirectiveAnswer delivered => delivered.Want,
        BlockAnswer taken => taken.Want,
        _ => null,
    };

    private static bool IsUnaltered(Run run, Talk talk, DirectiveDelivery delivery) =>
        run.LastBefore<CheckIn>(talk)?.Answer is CheckInAnswer answer && answer.Directive == delivery.Directive && answer.Envelope == delivery.Envelope;

    // The word may come in answer to a delivery or to the last block, or in a report.
    private static bool IsOfVerified(Run run, Talk talk, InstallRequest request)
    {
        var said = run.LastBefore(talk, static other => other is DirectiveDelivery or ImageBlock or StatusRequest)?.Answer switch
        {
            DirectiveAnswer { Phase: DevicePhase.Verified } or BlockAnswer { Phase: DevicePhase.Verified } => true,
            StatusReport report => Forgery.Peek(report.SignedReport)?.Phase == DevicePhase.Verified,
            _ => false,
        };
        return said && run.LastBefore<CheckIn>(talk)?.Answer is CheckInAnswer answer && answer.Manifest == request.Manifest;
    }

    private static IVerifier Verifier(Bytes spki) => KeyFiles.VerifierFromSpki(spki.Span) ?? throw new SuiteErrorException("the suite's own key is none");

    // Every request of a kind; there must be one, or nothing was observed.
    private void All<T>(string what, string expected, Func<Run, Talk, T, bool> holds)
        where T : Message => OnEach(what, run =>
        {
            var all = run.Of<T>().ToList();
            Demand(all.Count > 0, EvidenceClass.Wire, $"at least one {typeof(T).Name}", Last(run));
            var other = all.FirstOrDefault(one => !holds(run, one.Talk, one.Request)).Talk;
            Demand(other is null, EvidenceClass.Wire, expected, Told(run, other));
        });

    private void OnEach(string what, Action<Run> observe)
    {
        if (_runs.Count == 0) throw new SuiteErrorException("nothing was tried yet");
        if (_runs.Count == 1) observe(_runs[0]);
        else Each(_runs, run => $"{run.Id}: {what}", observe);
    }

    private static string Last(Run run) => $"{run.Own.Count()} requests, the last of which {string.Join(", ", run.Own.TakeLast(4))}";

    private static string Told(Run run, Talk? talk) => talk is null ? "so it is" : $"{Show(talk.Request)} after {string.Join(", ", run.Talks.TakeWhile(other => other != talk).TakeLast(3))}";
}
