using Microsoft.Coyote.Actors;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>What may happen to a message on its way: it is lost, comes twice, comes late, is kept and sent again, or another one comes in its place.</summary>
internal sealed class LinkChoices(Play play)
{
    private readonly Dictionary<Direction, (ActorId To, Arrival Arrival)> _captured = [];

    public void Post(ActorId to, Arrival arrival)
    {
        if (IsCutOff(arrival)) return;
        Attack(to, arrival);
        if (play.Happens(Budget.Loss, 10)) return;
        if (play.Happens(Budget.Dup, 10)) play.SendLater(to, arrival);
        if (play.Happens(Budget.Late, 10)) play.Send(play.Courier, new Errand(to, arrival, 2 + play.OneOf(12)));
        else play.Send(to, arrival);
    }

    /// <summary>The device's Communicators and the tracker do not hear each other.</summary>
    private bool IsCutOff(Arrival arrival) =>
        arrival.Direction is Direction.Ask or Direction.Answer && play.Silent[play.Settings.Communicators[arrival.Communicator]];

    private void Attack(ActorId to, Arrival arrival)
    {
        if (!Holds(arrival.Direction)) return;
        if (play.Left.Left(Budget.Replay) > 0)
        {
            if (_captured.TryGetValue(arrival.Direction, out var kept) && play.Happens(Budget.Replay, 6)) play.SendLater(kept.To, kept.Arrival);
            else if (play.Either()) _captured[arrival.Direction] = (to, arrival);
        }

        if (play.Left.Left(Budget.Forge) > 0 && Forge(arrival) is { } forged && play.Happens(Budget.Forge, 6)) play.SendLater(to, arrival with { Letter = forged });
    }

    private bool Holds(Direction direction) => play.Settings.World.Attacker switch
    {
        AttackerKind.OnPathDevice or AttackerKind.AuthorKey => direction is Direction.Down or Direction.Up,
        AttackerKind.OnPathTracker => direction is Direction.Ask or Direction.Answer,
        AttackerKind.OnPathServer or AttackerKind.Server => direction is Direction.ServerAsk or Direction.ServerAnswer,
        AttackerKind.Communicator => direction is Direction.Down or Direction.Ask,
        _ => false,
    };

    /// <summary>What somebody without keys makes of a message that passes.</summary>
    private Letter? Forge(Arrival arrival) => arrival.Letter.Message switch
    {
        // A refusal that the device never spoke: the Communicator lies about its device.
        CheckIn checkIn when Target(arrival) is { } target => new(
            checkIn with { RefusedManifest = target, RefusedCode = ResultCode.NotAuthentic }, arrival.Letter.Report, arrival.Letter.ReportIsTrue, null, false),
        StatusReport or StatusRequest when arrival.Direction == Direction.Up => Void(arrival),
        DirectiveDelivery => Misdirected(arrival),
        StatusRequest when Candidate(arrival) is { } candidate => Letter.Plain(new InstallRequest(candidate)),
        ImageBlock block => Letter.Plain(block with { Data = play.Cast.GarbageData }),
        Block block => Letter.Plain(block with { Data = play.Cast.GarbageData }),
        DirectiveAnswer => Letter.Plain(new DirectiveAnswer(DevicePhase.Verified, null)),
        CatalogueAnswer => Letter.Plain(new CatalogueAnswer(Sequence<CatalogueEntry>.Empty)),
        _ => null,
    };

    private Digest? Target(Arrival arrival) => play.Tracks[Device(arrival)]?.Target?.Manifest;

    private Digest? Candidate(Arrival arrival) => play.Devices[Device(arrival)].Flash.Journal.Candidate?.Image.Name.Manifest;

    private int Device(Arrival arrival) => play.Settings.Communicators[arrival.Communicator];

    /// <summary>A report that says confirmed, and that the device did not sign.</summary>
    private Letter Void(Arrival arrival)
    {
        var configuration = play.Cast.Configurations[Device(arrival)];
        var evil = play.Cast.Name(Cast.Evil);
        var report = new DeviceReport(
            configuration.Device, configuration.Vendor, configuration.Class, DevicePhase.Idle, evil, evil, null, null, uint.MaxValue, default, false, configuration.SlotCapacity, configuration.BlockSize);
        return new Letter(new StatusReport(Forgery.Sign(play.Cast.AttackerKey, report)), report, false, null, false);
    }

    /// <summary>A directive for the attacker's image, for the right nonce, that the tracker did not sign.</summary>
    private Letter Misdirected(Arrival arrival)
    {
        var (device, evil) = (Device(arrival), play.Cast.Name(Cast.Evil));
        var directive = new Directive(
            DirectiveKind.Install, play.Cast.Configurations[device].Device, evil.Manifest, evil.Number, play.Devices[device].State.Nonce ?? default, Cast.At, Cast.At.Plus(TimeSpan.FromMinutes(1)));
        return new Letter(new DirectiveDelivery(Forgery.Sign(play.Cast.AttackerKey, directive), play.Cast.Package(Cast.Evil).Envelope), null, false, directive, false);
    }
}
