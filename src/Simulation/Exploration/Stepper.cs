using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>Takes a checked world from one state to the next. It owns a set of machines and belongs to one worker.</summary>
public sealed class Stepper
{
    private readonly Cast _cast;
    private readonly DeviceSteps _devices;
    private readonly CommunicatorSteps _communicators;
    private readonly TrackerSteps _tracker;
    private readonly ServerSteps _servers;
    private readonly Normaliser _normaliser;
    private readonly StateChecks _checks;
    private readonly StateWriter _parts = new();
    private readonly StateWriter _whole = new();

    /// <summary>A stepper over these machines.</summary>
    public Stepper(Cast cast, Machines machines)
    {
        ArgumentNullException.ThrowIfNull(cast);
        ArgumentNullException.ThrowIfNull(machines);
        _cast = cast;
        _devices = new DeviceSteps(cast, machines);
        _communicators = new CommunicatorSteps(machines);
        _servers = new ServerSteps(cast, machines);
        _tracker = new TrackerSteps(cast, machines, _servers);
        _normaliser = new Normaliser(cast);
        _checks = new StateChecks(cast);
    }

    internal ServerSteps Servers => _servers;

    /// <summary>The same action, disturbed in the middle in every possible way. To be called right after the action was performed undisturbed.</summary>
    internal IEnumerable<WorldAction> Disturbed(CheckedWorld world, WorldAction action)
    {
        var left = world.Left;
        if (action.Kind == ActionKind.Ask && left.Left(Budget.Crash) > 0 && world.At(Direction.Ask, action.Subject, action.Place)?.Message is CheckIn)
        {
            for (var at = 1; at <= 2; at++) yield return action with { Disturbance = Disturbance.CutBefore, At = at };
        }

        if (!Enabled.IsDevices(action) || world.Devices[action.Subject].State.Phase == DevicePhase.Off && action.Kind == ActionKind.Down) yield break;
        var durable = _devices.Durable;
        if (left.Left(Budget.Cut) > 0)
        {
            for (var at = 1; at <= durable + 1; at++)
            {
                yield return action with { Disturbance = Disturbance.CutBefore, At = at };
                if (at <= durable) yield return action with { Disturbance = Disturbance.CutTorn, At = at };
            }
        }

        if (left.Left(Budget.Store) == 0) yield break;
        for (var at = 1; at <= durable; at++) yield return action with { Disturbance = Disturbance.Fail, At = at };
    }

    /// <summary>Every device runs the factory's image and is enrolled; nothing is published, nothing is on its way.</summary>
    public CheckedWorld Begin()
    {
        var settings = _cast.Settings;
        var world = new CheckedWorld(
            [.. Enumerable.Range(0, settings.Devices).Select(Provisioned)],
            [.. Enumerable.Range(0, settings.Devices).Select(_ => CommunicatorPart.Initial)],
            [.. Enumerable.Range(0, settings.Devices).Select(_ => new TrackPart(TrackState.Initial))],
            [.. Enumerable.Range(0, settings.Servers).Select(_ => new ServerLinkPart(ServerLinkState.Initial, Sequence<CatalogueEntry>.Empty))],
            [.. Enumerable.Range(0, settings.Servers).Select(_ => new ServerPart([.. Enumerable.Repeat(PackageState.Initial, Cast.OtherClass + 1)], true))],
            settings);
        var record = new StepRecord();
        for (var device = 0; device < settings.Devices; device++) _tracker.Enrol(world, device, record);
        return world;
    }

    /// <summary>Every action that is possible in this world, those that are disturbed in the middle included.</summary>
    public IReadOnlyList<WorldAction> Possible(CheckedWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var plain = new List<WorldAction>();
        Enabled.Fill(_cast, world, _servers, plain);
        var all = new List<WorldAction>();
        foreach (var action in plain)
        {
            all.Add(action);
            Perform(world, action, new StepRecord());
            all.AddRange(Disturbed(world, action));
        }

        return all;
    }

    /// <summary>The world after the action; what happened, and which invariants it broke, is added to <paramref name="record"/>.</summary>
    public CheckedWorld Perform(CheckedWorld world, WorldAction action, StepRecord record)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(record);
        var next = world.Copy();
        if (Enabled.CostOf(world, action) is { } budget) next.Left = next.Left.Spend(budget);
        if (Enabled.CostOf(action) is { } further) next.Left = next.Left.Spend(further);
        Do(world, next, action, record);
        // What is kept can never be sent again.
        if (action.Kind == ActionKind.Replay && next.Left.Left(Budget.Replay) == 0) Forget(next);
        _normaliser.Normalise(next);
        _checks.Check(next, record);
        return next;
    }

    /// <summary>128 bits that stand for the state: equal for equal states, and different for different ones but for a chance of 2^-128 a pair.</summary>
    public UInt128 Fingerprint(CheckedWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return world.Fingerprint(_parts, _whole);
    }

    private static void Forget(CheckedWorld world)
    {
        foreach (var direction in Enum.GetValues<Direction>())
        {
            var subjects = direction < Direction.ServerAsk ? world.Devices.Length : world.Servers.Length;
            for (var subject = 0; subject < subjects; subject++) world.Put(direction, subject, Place.Memory, null);
        }
    }

    private DevicePart Provisioned(int device)
    {
        var image = _cast.Settings.Factory;
        var package = _cast.Package(image);
        var judged = DeviceJudges.For(_cast.Configurations[device]).Package(package.Envelope).Value!;
        var record = new DeviceRecord(new SlotImage(Slot.A, judged.Name, judged.Components), null, null, 0);
        var slot = SlotContent.Filled((byte)image, _cast.Settings.Blocks) with { Envelope = (byte)image, IsSealed = true };
        return new DevicePart(DeviceCoreState.Initial, record, slot, default, DeviceOrder.None, Slot.A, 0, 1 << image);
    }

    private static Letter? Take(CheckedWorld next, Direction direction, int subject, Place place)
    {
        var letter = next.At(direction, subject, place);
        next.Put(direction, subject, place, null);
        return letter;
    }

    private static Letter? TakeAny(CheckedWorld next, Direction direction, int subject) =>
        Take(next, direction, subject, next.At(direction, subject, Place.Now) is null ? Place.Late : Place.Now);

    private void Do(CheckedWorld world, CheckedWorld next, WorldAction action, StepRecord record)
    {
        var subject = action.Subject;
        switch (action.Kind)
        {
            case ActionKind.Down when Take(next, Direction.Down, subject, action.Place) is { } letter:
                HearDevice(next, subject, letter, action, record);
                break;
            case ActionKind.Up or ActionKind.Answer:
                var (direction, link) = action.Kind == ActionKind.Up ? (Direction.Up, Link.Device) : (Direction.Answer, Link.Tracker);
                var brought = Take(next, direction, subject, action.Place)!;
                _communicators.Handle(next, subject, new Input.Received(link, brought.Message, Cast.At, default), brought, record);
                break;
            case ActionKind.Ask when Take(next, Direction.Ask, subject, action.Place) is { } letter:
                _tracker.Hear(next, subject, letter, action, record);
                break;
            case ActionKind.Poll:
                _communicators.Handle(next, subject, new Input.TimerFired(TimerId.Poll), null, record);
                break;
            case ActionKind.Overdue:
                _communicators.Handle(next, subject, new Input.TimerFired(TimerId.Reply), null, record);
                break;
            case ActionKind.Progress:
                _communicators.Handle(next, subject, new Input.TimerFired(TimerId.Progress), null, record);
                break;
            case ActionKind.Silence:
                _tracker.Silence(next, subject, record);
                break;
            case ActionKind.Cancel:
                _tracker.Cancel(next, subject, record);
                break;
            case ActionKind.Refresh:
                _servers.HandleLink(next, subject, new Input.TimerFired(TimerId.Refresh), record);
                break;
            case ActionKind.ServerAsk when TakeAny(next, Direction.ServerAsk, subject) is { } letter:
                _servers.Hear(next, subject, letter, record);
                break;
            case ActionKind.ServerAnswer when TakeAny(next, Direction.ServerAnswer, subject) is { } letter:
                _servers.HandleLink(next, subject, new Input.Received(Link.Server, letter.Message, Cast.At, default), record);
                break;
            case ActionKind.ServerOverdue:
                _servers.HandleLink(next, subject, new Input.TimerFired(TimerId.Reply), record);
                break;
            case ActionKind.Publish:
                _servers.Publish(next, subject, action.Choice, record);
                break;
            case ActionKind.Withdraw:
                _servers.Withdraw(next, subject, action.Choice, record);
                break;
            default:
                if (DeviceInput(world, action) is { } input) _devices.Handle(next, subject, input, null, action, record);
                else Disturb(world, next, action, record);
                break;
        }
    }

    private void HearDevice(CheckedWorld next, int device, Letter letter, WorldAction action, StepRecord record)
    {
        if (next.Devices[device].State.Phase == DevicePhase.Off)
        {
            record.Add($"D{device + 1} is off, {letter.Message.GetType().Name} is lost");
            return;
        }

        var fresh = letter.Message is StatusRequest ? _normaliser.Fresh(next, device) : default;
        _devices.Handle(next, device, new Input.Received(Link.Device, letter.Message, Cast.At, fresh), letter, action, record);
    }

    /// <summary>What comes to a Device core from its own host.</summary>
    private Input? DeviceInput(CheckedWorld world, WorldAction action) => action.Kind switch
    {
        ActionKind.Start => new Input.PoweredOn(world.Devices[action.Subject].Journal),
        ActionKind.Read => _devices.Read(world.Devices[action.Subject]),
        ActionKind.Sealed => new Input.SlotInstalled(world.Devices[action.Subject].State.Candidate?.Image.Slot ?? Slot.A),
        ActionKind.TestPassed => new Input.SelfTested(true),
        ActionKind.TestFailed => new Input.SelfTested(false),
        ActionKind.TrialExpired => new Input.TimerFired(TimerId.Trial),
        ActionKind.Reboot => new Input.TimerFired(TimerId.Reboot),
        ActionKind.NonceExpired => new Input.TimerFired(TimerId.NonceLifetime),
        ActionKind.FreshnessExpired => new Input.TimerFired(TimerId.Freshness),
        _ => null,
    };

    /// <summary>Faults between steps, and attackers.</summary>
    private void Disturb(CheckedWorld world, CheckedWorld next, WorldAction action, StepRecord record)
    {
        var subject = action.Subject;
        record.Add(action.ToString());
        switch (action.Kind)
        {
            case ActionKind.Lose:
                next.Put(action.Direction, subject, Place.Now, null);
                break;
            case ActionKind.Duplicate:
                next.Put(action.Direction, subject, Place.Late, world.At(action.Direction, subject, Place.Now));
                break;
            case ActionKind.Cut:
                DeviceSteps.CutPower(next, subject);
                break;
            case ActionKind.Decay:
                next.Devices[subject] = DeviceSteps.Decayed(world.Devices[subject]);
                break;
            case ActionKind.RestartCommunicator:
                CommunicatorSteps.Restart(next, subject);
                break;
            case ActionKind.RestartTracker:
                ServerSteps.RestartTracker(next);
                break;
            case ActionKind.ServerDown or ActionKind.ServerUp:
                next.Servers[subject] = world.Servers[subject].With(action.Kind == ActionKind.ServerUp);
                break;
            case ActionKind.Capture:
                Forget(next);
                next.Put(action.Direction, subject, Place.Memory, world.At(action.Direction, subject, Place.Now));
                break;
            case ActionKind.Replay:
                next.Send(action.Direction, action.Choice, world.At(action.Direction, subject, Place.Memory)!);
                break;
            case ActionKind.Forge when Forged.IsRelayed(action.Direction, action.Choice):
                next.IsRelayPoisoned = true;
                break;
            case ActionKind.Forge:
                next.Send(action.Direction, subject, Forged.Make(_cast, world, action.Direction, subject, action.Choice)!);
                break;
        }
    }
}
