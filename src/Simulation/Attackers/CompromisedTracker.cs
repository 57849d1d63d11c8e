using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation;

/// <summary>A Status tracker in the hand of an attacker: its key signs what the attacker likes. It holds no author's key.</summary>
public static class CompromisedTracker
{
    /// <summary>Directs every device to the package of the attacker's choice.</summary>
    public static Attacker Directs(World world, SimulatedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Answers(world, $"compromised tracker directs {package.Name}", report => (
            Say(world, DirectiveKind.Install, report, package.Name), package.Envelope));
    }

    /// <summary>Names one manifest in the directive and sends the envelope of another.</summary>
    public static Attacker Mixes(World world, ImageName named, Bytes envelope) => Answers(
        world, "compromised tracker mixes directive and envelope", report => (Say(world, DirectiveKind.Install, report, named), envelope));

    /// <summary>Tells every device that it is up to date.</summary>
    public static Attacker Freezes(World world) => Answers(
        world, "compromised tracker says up to date", report => (Say(world, DirectiveKind.UpToDate, report, null), default));

    /// <summary>Cancels every update.</summary>
    public static Attacker Cancels(World world) => Answers(
        world,
        "compromised tracker cancels",
        report => (Say(world, report.Candidate is null ? DirectiveKind.UpToDate : DirectiveKind.Cancel, report, report.Candidate?.Image), default));

    /// <summary>A directive as the tracker would issue it now.</summary>
    public static Directive Say(World world, DirectiveKind kind, DeviceReport report, ImageName? image)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(report);
        var (manifest, number) = (image?.Manifest ?? default, image?.Number ?? default);
        return new(kind, report.Device, manifest, number, report.Nonce, world.Clock, world.Clock.Plus(TimeSpan.FromMinutes(10)));
    }

    /// <summary>Answers each check-in with a directive of the attacker's choice, made from the report.</summary>
    public static Attacker Answers(World world, string name, Func<DeviceReport, (Directive Directive, Bytes Envelope)> choice)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(choice);
        world.Invariants.TrackerKeyStolen = true;
        var reports = new Dictionary<string, DeviceReport>();
        return new Attacker(name, packet =>
        {
            if (packet.Message is CheckIn checkIn && Forgery.Peek(checkIn.SignedReport) is { } report) reports[packet.From] = report;
            if (packet.Message is not CheckInAnswer answer || !reports.TryGetValue(packet.To, out var asked)) return [packet];
            var (directive, envelope) = choice(asked);
            Digest? manifest = directive.Kind == DirectiveKind.UpToDate ? null : directive.Manifest;
            Bytes signed = answer.Directive.IsEmpty ? default : Forgery.Sign(world.Tracker.Key, directive);
            return [packet with { Message = new CheckInAnswer(directive.Kind, manifest, signed, envelope, answer.PollAfter) }];
        });
    }
}
