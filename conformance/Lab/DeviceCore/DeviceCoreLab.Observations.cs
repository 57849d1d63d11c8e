using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <content>
/// What is observed: answers at once (wire), and what a fresh report says afterwards (effect). A report counts only when the device signed it.
/// </content>
public sealed partial class DeviceCoreLab
{
    private readonly List<DeviceReport> _reports = [];
    private DeviceReport? _last;
    private ulong _acknowledged;

    /// <inheritdoc/>
    public override void Probe() => Report();

    /// <summary>Asks for the status so many times, and keeps the reports.</summary>
    public void AskStatus(int times)
    {
        for (var asked = 0; asked < times; asked++) _last = Report();
    }

    /// <summary>It is answered with a report.</summary>
    public void SeesReport() => AskStatus(1);

    /// <summary>The last answer accepts the package: the first byte of a payload is wanted.</summary>
    public void SeesAcceptance()
    {
        var package = Required(_package);
        Demand(
            Read(_answer) is DirectiveAnswer { Phase: DevicePhase.Receiving, Want: { Offset: 0 } want } && package.Payloads.Any(payload => Digest.Of(payload.Span) == want.Payload),
            EvidenceClass.Wire, $"{package.Name} is accepted and a payload of it is wanted from its first byte", _answer);
    }

    /// <summary>The last answer says that the directive is believed, and no block is wanted.</summary>
    public void SeesBelief() => Demand(Read(_answer) is DirectiveAnswer { Want: null }, EvidenceClass.Wire, "the directive is believed", _answer);

    /// <summary>The last answer is a refusal with one of these codes.</summary>
    public void SeesRefusal(IReadOnlyList<ResultCode> codes) => DemandRefusal(_answer, EvidenceClass.Wire, [.. codes]);

    /// <summary>The last answer says that the image is installed.</summary>
    public void SeesInstallation() => Demand(Read(_answer) is InstallAnswer { Phase: DevicePhase.AwaitingBoot }, EvidenceClass.Wire, "the answer that the image is installed and will be booted", _answer);

    /// <summary>A fresh report says that this number runs and is confirmed, and that nothing is under way.</summary>
    public void SeesRunning(ulong number)
    {
        var report = Report();
        Demand(
            report.Running?.Number.Value == number && report.Confirmed?.Number.Value == number && report.Phase == DevicePhase.Idle,
            EvidenceClass.Effect, $"sequence number {number} runs and is confirmed", report);
    }

    /// <summary>The power fails; a fresh report says then that this number runs and is confirmed, whatever is under way.</summary>
    public void SeesRunningAfterLoss(ulong number)
    {
        LosePower();
        var report = Report();
        Demand(report.Running?.Number.Value == number && report.Confirmed?.Number.Value == number, EvidenceClass.Effect, $"sequence number {number} runs and is confirmed", report);
    }

    /// <summary>A report says within a short time that this number runs and is confirmed.</summary>
    public void SeesRunningSoon(ulong number)
    {
        AwaitRest();
        SeesRunning(number);
    }

    /// <summary>A report says within a short time how the last update ended.</summary>
    public void SeesOutcomeSoon(ulong number, IReadOnlyList<ResultCode> results)
    {
        for (var waited = TimeSpan.Zero; waited < Moments && TryReport()?.Candidate is not null; waited += Tick) Implementation.Pass(Tick);
        SeesOutcome(number, results);
    }

    /// <summary>A fresh report says that the candidate has this number.</summary>
    public void SeesCandidateOf(ulong number)
    {
        var report = Report();
        Demand(report.Candidate?.Image.Number.Value == number, EvidenceClass.Effect, $"the update to sequence number {number} is under way", report);
    }

    /// <summary>A fresh report says that the candidate has this number, and as many bytes as were acknowledged; no update has ended.</summary>
    public void SeesProgressOf(ulong number)
    {
        var report = Report();
        Demand(
            report.Candidate is { } candidate && candidate.Image.Number.Value == number && candidate.Received == _acknowledged && report.LastOutcome is null,
            EvidenceClass.Effect, $"{_acknowledged} bytes of sequence number {number} are received, and no update has ended", report);
    }

    /// <summary>A fresh report says that this number is confirmed.</summary>
    public void SeesConfirmed(ulong number)
    {
        var report = Report();
        Demand(report.Confirmed?.Number.Value == number, EvidenceClass.Effect, $"sequence number {number} is confirmed", report);
    }

    /// <summary>A fresh report says that this number runs on trial.</summary>
    public void SeesRunningUnconfirmed(ulong number)
    {
        var report = Report();
        Demand(
            report.Running?.Number.Value == number && report.Confirmed?.Number.Value != number && report.Phase == DevicePhase.Trial,
            EvidenceClass.Effect, $"sequence number {number} runs on trial", report);
    }

    /// <summary>A fresh report says that no update is under way.</summary>
    public void SeesNoCandidate()
    {
        var report = Report();
        Demand(report.Candidate is null, EvidenceClass.Effect, "no update is under way", report);
    }

    /// <summary>A fresh report says that this number is the candidate, with as many bytes as were acknowledged.</summary>
    public void SeesCandidate(ulong number)
    {
        var report = Report();
        Demand(
            report.Candidate is { } candidate && candidate.Image == Required(_package).Name && candidate.Image.Number.Value == number && candidate.Received == _acknowledged,
            EvidenceClass.Effect, $"{_acknowledged} bytes of sequence number {number} are received", report);
    }

    /// <summary>A fresh report says that the candidate of this number waits for its installation.</summary>
    public void SeesCandidateVerified(ulong number)
    {
        var report = Report();
        Demand(report.Phase == DevicePhase.Verified && report.Candidate?.Image.Number.Value == number, EvidenceClass.Effect, $"sequence number {number} is verified and waits", report);
    }

    /// <summary>A report says within a short time that the candidate is verified.</summary>
    public void SeesVerified() => Await(DevicePhase.Verified);

    /// <summary>A fresh report says how the last update ended.</summary>
    public void SeesOutcome(ulong number, IReadOnlyList<ResultCode> results)
    {
        var report = Report();
        Demand(
            report.LastOutcome is { } outcome && outcome.Image.Number.Value == number && results.Contains(outcome.Result),
            EvidenceClass.Effect, $"the update to sequence number {number} ended with {string.Join(" or ", results)}", report);
    }

    /// <summary>The last answer wants the block behind what was acknowledged.</summary>
    public void SeesWantBehindAcknowledged() => Demand(_want is { } want && want.Offset == _acknowledged, EvidenceClass.Effect, $"the block from byte {_acknowledged} is wanted", _want);

    /// <summary>Every report of the scenario has a higher counter than the one before; there are at least two.</summary>
    public void SeesRisingCounters()
    {
        if (_reports.Count < 2) throw new SuiteErrorException("two reports are needed to compare their counters");
        Demand(
            _reports.Zip(_reports.Skip(1)).All(pair => pair.First.Counter < pair.Second.Counter),
            EvidenceClass.Wire, "counters that rise", string.Join(", ", _reports.Select(report => report.Counter)));
    }

    /// <summary>The reports that were asked for carry one nonce.</summary>
    public void SeesOneNonce() => Demand(
        _reports.Select(static report => report.Nonce).Distinct().Count() == 1, EvidenceClass.Wire, "the outstanding nonce in every report", string.Join(", ", _reports.Select(static report => report.Nonce)));

    /// <summary>The last report names the device, its vendor and its class.</summary>
    public void SeesIdentity()
    {
        var report = Required(_last);
        Demand(report.Device == _device && report.Vendor == _author.Vendor && report.Class == _author.Class, EvidenceClass.Wire, "the identity that was provisioned", report);
    }

    /// <summary>The last report names phase, running and confirmed image.</summary>
    public void SeesStatus(DevicePhase phase, ulong? running, ulong confirmed)
    {
        var report = Required(_last);
        Demand(
            report.Phase == phase && report.Running?.Number.Value == running && report.Confirmed?.Number.Value == confirmed, EvidenceClass.Wire,
            $"phase {phase}, sequence number {running?.ToString() ?? "none"} running and {confirmed} confirmed", report);
    }

    /// <summary>The last report names the candidate, what is acknowledged of it, and its whole size.</summary>
    public void SeesProgress(ulong number)
    {
        var (report, package) = (Required(_last), Required(_package));
        Demand(
            report.Candidate is { } candidate && candidate.Image == package.Name && candidate.Image.Number.Value == number
            && candidate.Received == _acknowledged && candidate.Total == (ulong)package.Payloads.Sum(static payload => payload.Length),
            EvidenceClass.Wire, $"{_acknowledged} of {package.Payload.Length} bytes of {package.Name}", report);
    }

    /// <summary>The last report names no candidate.</summary>
    public void SeesNoProgress() => Demand(Required(_last).Candidate is null, EvidenceClass.Wire, "no candidate", _last);

    /// <summary>The last report names this outcome; null for none.</summary>
    public void SeesReportedOutcome(ulong? number, ResultCode result)
    {
        var report = Required(_last);
        Demand(
            number is null ? report.LastOutcome is null : report.LastOutcome is { } outcome && outcome.Image.Number.Value == number && outcome.Result == result,
            EvidenceClass.Wire, number is null ? "no outcome" : $"the outcome {result} of sequence number {number}", report);
    }

    /// <summary>The last report names the capacity of the slots and the largest block as they are.</summary>
    public void SeesCapacity() => Demand(
        Required(_last).SlotCapacity == Used.SlotCapacity && Required(_last).BlockSize == Used.BlockSize, EvidenceClass.Wire,
        $"slots of {Used.SlotCapacity} bytes and blocks of {Used.BlockSize} bytes", _last);

    /// <summary>A fresh report says whether a freeze is suspected.</summary>
    public void SeesSuspicion(bool suspected)
    {
        var report = Report();
        Demand(report.FreezeSuspected == suspected, EvidenceClass.Wire, suspected ? "a suspected freeze" : "no suspected freeze", report);
    }

    /// <summary>Nothing came that answers nothing.</summary>
    public void SeesNothingUnasked() => Demand(Implementation.Unasked.Count == 0, EvidenceClass.Wire, "one answer for each request, and nothing else", $"{Implementation.Unasked.Count} messages that answer nothing");

    /// <summary>A fresh report says that no image runs; the device is in the phase for that.</summary>
    public void SeesNothingRunning(ulong confirmed)
    {
        var report = Report();
        Demand(
            report is { Phase: DevicePhase.Unbootable, Running: null } && report.Confirmed?.Number.Value == confirmed, EvidenceClass.Effect,
            $"no image runs, and sequence number {confirmed} is still the confirmed one", report);
    }

    private DeviceReport Report()
    {
        var answer = Ask(new StatusRequest());
        return TakeReport(answer) ?? throw new ObservationException($"expected: a status report; observed: {Show(answer)}");
    }

    // Null while the device is down.
    private DeviceReport? TryReport() => TakeReport(Ask(new StatusRequest(), Moments));

    // Only a report that the key of the device signed counts as one.
    private DeviceReport? TakeReport(Reply answer)
    {
        if (Read(answer) is not StatusReport status) return null;
        var verified = SignedStatement.Verify(status.SignedReport.Memory, [Used.ReportKey], DeviceReport.Domain, DeviceReport.ContentType);
        if (verified.Error is { } error) throw new ObservationException($"expected: a report that the device signed; observed: {error}");
        var report = DeviceReport.Decode(verified.Value.Payload.Memory).Value ?? throw new ObservationException("expected: a report; observed: signed bytes that are none");
        _reports.Add(report);
        return report;
    }

    private void Await(DevicePhase phase)
    {
        DeviceReport? report = null;
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Tick)
        {
            report = TryReport();
            if (report?.Phase == phase) break;
            Implementation.Pass(Tick);
        }

        Demand(report?.Phase == phase, EvidenceClass.Effect, $"phase {phase}", report);
    }

    // A trial that never ends is ended by the device.
    private void AwaitRest()
    {
        var most = Used.TrialPeriod + Used.TrialPeriod + Patience;
        for (var waited = TimeSpan.Zero; waited < most; waited += Tick + Tick)
        {
            if (TryReport() is { Phase: DevicePhase.Idle or DevicePhase.Unbootable }) return;
            Implementation.Pass(Tick + Tick);
        }

        throw new ObservationException($"expected: the device comes to rest within {most}; observed: it did not");
    }

    private void AwaitRunning(ulong number)
    {
        Await(DevicePhase.Idle);
        SeesRunning(number);
    }
}
