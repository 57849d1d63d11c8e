using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;

namespace SecUpIoT.Power.Tests.Lives;

/// <summary>
/// What a Communicator and a tracker want of a device. An errand looks at what the device reports and decides what comes next, so that it goes on
/// after any loss of power; it ends when the device says that it is done or why it is not.
/// </summary>
internal abstract record Errand
{
    // Far more than any errand takes.
    private const int MostRounds = 60;

    public void Run(Life life)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var report = life.Report();
            if (IsOver(life, report)) return;
            Advance(life, report);
        }

        throw new Finding("I-18", $"expected an end of {this} after {MostRounds} status checks, but the device is in phase {life.Phase}");
    }

    protected abstract bool IsOver(Life life, DeviceReport report);

    protected abstract void Advance(Life life, DeviceReport report);

    /// <summary>True when the device has an outcome for this image that the errand brought about.</summary>
    protected static bool HasEnded(Life life, DeviceReport report, SimulatedPackage package) =>
        report.LastOutcome is { } outcome && outcome.Serial > life.Facts.Began && outcome.Image == package.Name;

    /// <summary>Offers the package.</summary>
    protected static void Offer(Life life, DeviceReport report, SimulatedPackage package) =>
        life.Ask(new DirectiveDelivery(life.World.Direct(DirectiveKind.Install, package.Name, report.Nonce), package.Envelope));

    /// <summary>Delivers the next block, asks for the installation, or lets time pass: whatever brings the candidate on.</summary>
    protected static void BringOn(Life life, DeviceReport report, SimulatedPackage package)
    {
        switch (report.Phase)
        {
            case DevicePhase.Receiving:
                if (life.Want is { } want)
                    life.Ask(new ImageBlock(package.Name.Manifest, want.Payload, want.Offset, life.World.Payload(want.Payload).Span.Slice((int)want.Offset, (int)want.Length).ToArray()));
                break;
            case DevicePhase.Verified:
                life.Ask(new InstallRequest(package.Name.Manifest));
                break;
            default:
                Finding.Unless(life.Pass(), "I-21", $"expected a timer, but the device waits in phase {report.Phase} for ever");
                break;
        }
    }
}

/// <summary>An update to this number, whose images behave like this on trial.</summary>
internal sealed record Update(int Number, Behaviour Behaviour = Behaviour.Passes) : Errand
{
    protected override bool IsOver(Life life, DeviceReport report)
    {
        life.Behaviour = Behaviour;
        return (report.Confirmed == life.World.Package(Number).Name || HasEnded(life, report, life.World.Package(Number))) && report.Candidate is null;
    }

    protected override void Advance(Life life, DeviceReport report)
    {
        var package = life.World.Package(Number);
        if (report.Candidate?.Image == package.Name) BringOn(life, report, package);
        else Offer(life, report, package);
    }
}

/// <summary>An update to the first number, which the second one supersedes when some bytes are there.</summary>
internal sealed record Supersession(int First, int Second) : Errand
{
    protected override bool IsOver(Life life, DeviceReport report) =>
        (report.Confirmed == life.World.Package(Second).Name || HasEnded(life, report, life.World.Package(Second))) && report.Candidate is null;

    protected override void Advance(Life life, DeviceReport report)
    {
        var (first, second) = (life.World.Package(First), life.World.Package(Second));
        if (report.Candidate?.Image == second.Name) BringOn(life, report, second);
        else if (report.Candidate?.Image == first.Name && report.Candidate.Received == 0) BringOn(life, report, first);
        else Offer(life, report, report.Candidate is not null || HasEnded(life, report, first) ? second : first);
    }
}

/// <summary>An update that the tracker cancels when the device has come to this phase.</summary>
internal sealed record Cancellation(int Number, DevicePhase At) : Errand
{
    protected override bool IsOver(Life life, DeviceReport report) => HasEnded(life, report, life.World.Package(Number)) && report.Candidate is null;

    protected override void Advance(Life life, DeviceReport report)
    {
        var package = life.World.Package(Number);
        if (report.Candidate is null) Offer(life, report, package);
        else if (report.Phase == At && (report.Phase != DevicePhase.Receiving || report.Candidate.Received > 0)) life.Ask(new DirectiveDelivery(life.World.Direct(DirectiveKind.Cancel, package.Name, report.Nonce), Bytes.Empty));
        else BringOn(life, report, package);
    }
}

/// <summary>An update whose transfer is interrupted: after each block the power goes, with nothing under way.</summary>
internal sealed record Interruption(int Number) : Errand
{
    protected override bool IsOver(Life life, DeviceReport report) => report.Confirmed == life.World.Package(Number).Name && report.Candidate is null || HasEnded(life, report, life.World.Package(Number));

    protected override void Advance(Life life, DeviceReport report)
    {
        var package = life.World.Package(Number);
        if (report.Candidate is null) Offer(life, report, package);
        else BringOn(life, report, package);
        if (report.Phase is DevicePhase.Idle or DevicePhase.Receiving) life.PowerCycle();
    }
}

/// <summary>So many status checks, each of which uses up a counter.</summary>
internal sealed record Reports(int Count) : Errand
{
    protected override bool IsOver(Life life, DeviceReport report)
    {
        for (var asked = 1; asked < Count; asked++) life.Report();
        return true;
    }

    protected override void Advance(Life life, DeviceReport report) => throw new InvalidOperationException("There is nothing to do.");
}
