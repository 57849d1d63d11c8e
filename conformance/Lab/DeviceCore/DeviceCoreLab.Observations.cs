using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <content>What is observed: answers on the device link, and reports whose signature is verified.</content>
public sealed partial class DeviceCoreLab
{
    private readonly List<DeviceReport> _reports = [];

    /// <inheritdoc/>
    public override void Probe() => Report();

    /// <summary>Asks for the status and keeps the report.</summary>
    public void AskStatus() => Report();

    /// <summary>The last answer accepts the package: the first byte of its payload is wanted.</summary>
    public void SeesAcceptance()
    {
        var package = Required(_package);
        Demand(
            Read(_answer) is DirectiveAnswer { Phase: DevicePhase.Receiving, Want: { Offset: 0 } want } && want.Payload == Digest.Of(package.Payload.Span),
            $"{package.Name} is accepted and its payload is wanted from its first byte");
    }

    /// <summary>The last answer is a refusal with this code.</summary>
    public void SeesRefusal(ResultCode code) => DemandRefusal(_answer, EvidenceClass.Wire, code);

    /// <summary>A fresh report says that this number runs and is confirmed.</summary>
    public void SeesRunning(ulong number)
    {
        var report = Report();
        Demand(
            report.Running?.Number.Value == number && report.Confirmed?.Number.Value == number && report.Phase == DevicePhase.Idle,
            $"sequence number {number} runs and is confirmed", report);
    }

    /// <summary>A fresh report says that this number is confirmed.</summary>
    public void SeesConfirmed(ulong number)
    {
        var report = Report();
        Demand(report.Confirmed?.Number.Value == number, $"sequence number {number} is confirmed", report);
    }

    /// <summary>A fresh report says that this number runs.</summary>
    public void SeesRunningUnconfirmed(ulong number)
    {
        var report = Report();
        Demand(
            report.Running?.Number.Value == number && report.Confirmed?.Number.Value != number && report.Phase == DevicePhase.Trial,
            $"sequence number {number} runs on trial", report);
    }

    /// <summary>A fresh report says that no update is under way.</summary>
    public void SeesNoCandidate()
    {
        var report = Report();
        Demand(report.Candidate is null, "no update is under way", report);
    }

    /// <summary>A fresh report says that this number is the candidate, with so many bytes.</summary>
    public void SeesCandidate(ulong number, ulong received)
    {
        var report = Report();
        Demand(
            report.Candidate is { } candidate && candidate.Image.Number.Value == number && candidate.Received == received,
            $"{received} bytes of sequence number {number} are received", report);
    }

    /// <summary>A report says within a short time that the candidate is verified.</summary>
    public void SeesVerified() => Await(DevicePhase.Verified);

    /// <summary>A fresh report says how the last update ended.</summary>
    public void SeesOutcome(ulong number, ResultCode result)
    {
        var report = Report();
        Demand(
            report.LastOutcome is { } outcome && outcome.Image.Number.Value == number && outcome.Result == result,
            $"the update to sequence number {number} ended with {result}", report);
    }

    /// <summary>The next wanted block begins at this byte.</summary>
    public void SeesWant(ulong offset) => Demand(_want?.Offset == offset, $"the block from byte {offset} is wanted, not {_want}");

    /// <summary>Every report of the scenario has a higher counter than the one before; there are at least two.</summary>
    public void SeesRisingCounters()
    {
        if (_reports.Count < 2) throw new SuiteErrorException("two reports are needed to compare their counters");
        Demand(
            _reports.Zip(_reports.Skip(1)).All(pair => pair.First.Counter < pair.Second.Counter),
            $"counters that rise, not {string.Join(", ", _reports.Select(report => report.Counter))}");
    }

    /// <summary>The fresh report names the device, its vendor and its class.</summary>
    public void SeesIdentity()
    {
        var report = Report();
        Demand(report.Device == _device && report.Vendor == _author.Vendor && report.Class == _author.Class, "the identity that was provisioned", report);
    }

    // Only a report that the key of the device signed counts as one.
    private DeviceReport Report()
    {
        var answer = Ask(new StatusRequest());
        if (Read(answer) is not StatusReport status) throw new ObservationException($"expected: a status report; observed: {Show(answer)}");
        var verified = SignedStatement.Verify(status.SignedReport.Memory, [Required(_reportKey)], DeviceReport.Domain, DeviceReport.ContentType);
        if (verified.Error is { } error) throw new ObservationException($"expected: a report that the device signed; observed: {error}");
        var report = DeviceReport.Decode(verified.Value.Payload.Memory).Value ?? throw new ObservationException("the signed report is malformed");
        _reports.Add(report);
        return report;
    }

    private void Await(DevicePhase phase)
    {
        var report = Report();
        for (var waited = TimeSpan.Zero; report.Phase != phase && waited < Patience; waited += TimeSpan.FromMilliseconds(100))
        {
            Implementation.Pass(TimeSpan.FromMilliseconds(100));
            report = Report();
        }

        Demand(report.Phase == phase, $"phase {phase}", report);
    }

    // A trial that never ends is ended by the device; its period is five minutes.
    private void AwaitRest()
    {
        for (var waited = 0; waited < 600; waited += 5)
        {
            if (Read(Ask(new StatusRequest())) is StatusReport && Report().Phase == DevicePhase.Idle) return;
            Implementation.Pass(TimeSpan.FromSeconds(5));
        }

        throw new ObservationException("expected that the device comes to rest within ten minutes");
    }

    private void AwaitRunning(ulong number)
    {
        Await(DevicePhase.Idle);
        SeesRunning(number);
    }

    private void Demand(bool holds, string expected) => Demand(holds, expected, _answer);

    private void Demand(bool holds, string expected, object? observed) => Demand(holds, EvidenceClass.Wire, expected, observed);
}
