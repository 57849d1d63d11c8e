using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using Phase = SecUpIoT.Entities.Communicator.Phase;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>Which actions are possible in a world, and what they cost (spec/model/world.md).</summary>
internal static class Enabled
{
    private static readonly (Direction Direction, ActionKind Kind)[] Deliveries =
        [(Direction.Down, ActionKind.Down), (Direction.Up, ActionKind.Up), (Direction.Ask, ActionKind.Ask), (Direction.Answer, ActionKind.Answer)];

    private static readonly Direction[] DeviceDirections = [Direction.Down, Direction.Up, Direction.Ask, Direction.Answer];

    /// <summary>The budget that the action itself costs; null for what happens without any fault, attacker or person.</summary>
    public static Budget? CostOf(CheckedWorld world, WorldAction action) => action.Kind switch
    {
        ActionKind.Poll => world.BoundsPolls ? Budget.Poll : null,
        ActionKind.Overdue => NothingOnTheWay(world, action.Subject) ? null : Budget.Late,
        ActionKind.Progress => Budget.Progress,
        ActionKind.TestFailed or ActionKind.TrialExpired => Budget.Fail,
        ActionKind.NonceExpired or ActionKind.FreshnessExpired => Budget.Expire,
        ActionKind.Silence => Budget.Silence,
        ActionKind.Publish => Budget.Publish,
        ActionKind.Withdraw => Budget.Withdraw,
        ActionKind.Cancel => Budget.Cancel,
        ActionKind.Lose => Budget.Loss,
        ActionKind.Duplicate => Budget.Dup,
        ActionKind.Cut => Budget.Cut,
        ActionKind.Decay => Budget.Decay,
        ActionKind.RestartCommunicator or ActionKind.RestartTracker or ActionKind.ServerDown => Budget.Crash,
        ActionKind.Replay => Budget.Replay,
        ActionKind.Forge => Budget.Forge,
        _ => null,
    };

    /// <summary>The budget that its disturbance costs.</summary>
    public static Budget? CostOf(WorldAction action) => action.Disturbance switch
    {
        Disturbance.None => null,
        Disturbance.Fail => Budget.Store,
        _ => action.Kind == ActionKind.Ask ? Budget.Crash : Budget.Cut,
    };

    /// <summary>What happens by itself when nobody disturbs it: the continuations that liveness is judged by.</summary>
    public static bool IsFaultFree(CheckedWorld world, WorldAction action) =>
        action.Kind != ActionKind.Capture && CostOf(world, action) is null && CostOf(action) is null;

    /// <summary>Every possible action but for those that are disturbed in the middle.</summary>
    public static void Fill(Cast cast, CheckedWorld world, ServerSteps servers, List<WorldAction> actions)
    {
        actions.Clear();
        for (var device = 0; device < world.Devices.Length; device++) FillDevice(cast, world, device, actions);
        for (var server = 0; server < world.Servers.Length; server++) FillServer(cast, world, server, servers, actions);
        if (world.Left.Left(Budget.Crash) > 0) actions.Add(new(ActionKind.RestartTracker, 0));
        FillMeddling(cast, world, actions);
    }

    /// <summary>Can the power go, or the flash fail, in the middle of this action?</summary>
    public static bool IsDevices(WorldAction action) =>
        action.Kind is ActionKind.Down or ActionKind.Start or ActionKind.Read or ActionKind.Sealed or ActionKind.TestPassed or ActionKind.TestFailed
            or ActionKind.TrialExpired or ActionKind.Reboot or ActionKind.NonceExpired or ActionKind.FreshnessExpired;

    private static void FillDevice(Cast cast, CheckedWorld world, int device, List<WorldAction> actions)
    {
        var left = world.Left;
        foreach (var (direction, kind) in Deliveries)
        {
            if (world.At(direction, device, Place.Now) is not null) actions.Add(new(kind, device));
            if (world.At(direction, device, Place.Late) is not null) actions.Add(new(kind, device) { Place = Place.Late });
        }

        var communicator = world.Communicators[device].State;
        if (communicator.Phase == Phase.Waiting)
        {
            if (!world.BoundsPolls || left.Left(Budget.Poll) > 0) actions.Add(new(ActionKind.Poll, device));
        }
        else if (left.Left(Budget.Late) > 0 || NothingOnTheWay(world, device))
        {
            actions.Add(new(ActionKind.Overdue, device));
        }

        if (communicator is { Phase: Phase.Fetching or Phase.Forwarding, ReportDue: false }) When(Budget.Progress, ActionKind.Progress);
        if (left.Left(Budget.Crash) > 0) actions.Add(new(ActionKind.RestartCommunicator, device));

        var part = world.Devices[device];
        switch (part.Order)
        {
            case DeviceOrder.Read:
                actions.Add(new(ActionKind.Read, device));
                break;
            case DeviceOrder.Seal:
                actions.Add(new(ActionKind.Sealed, device));
                break;
            case DeviceOrder.Test:
                actions.Add(new(ActionKind.TestPassed, device));
                When(Budget.Fail, ActionKind.TestFailed);
                When(Budget.Fail, ActionKind.TrialExpired);
                break;
        }

        var phase = part.State.Phase;
        if (phase == DevicePhase.AwaitingBoot) actions.Add(new(ActionKind.Reboot, device));
        if (part.State.Nonce is not null) When(Budget.Expire, ActionKind.NonceExpired);
        if (cast.Settings.Profile == Profile.Secure && phase is not (DevicePhase.Off or DevicePhase.VerifyingBoot) && !part.State.FreezeSuspected)
            When(Budget.Expire, ActionKind.FreshnessExpired);
        if (phase == DevicePhase.Off)
        {
            actions.Add(new(ActionKind.Start, device));
            if (DeviceSteps.CanDecay(part)) When(Budget.Decay, ActionKind.Decay);
        }
        else
        {
            When(Budget.Cut, ActionKind.Cut);
        }

        if (world.Tracks[device].State.Phase is not (TrackPhase.Absent or TrackPhase.Unreachable)) When(Budget.Silence, ActionKind.Silence);
        When(Budget.Cancel, ActionKind.Cancel);

        void When(Budget budget, ActionKind kind)
        {
            if (left.Left(budget) > 0) actions.Add(new(kind, device));
        }
    }

    private static void FillServer(Cast cast, CheckedWorld world, int server, ServerSteps servers, List<WorldAction> actions)
    {
        var link = world.Links[server].State.Phase;
        if (link is ServerPhase.Unsynchronised or ServerPhase.Unavailable || (link == ServerPhase.Synchronised && ServerSteps.HasNews(world, server)))
            actions.Add(new(ActionKind.Refresh, server));
        if (!world.IsEmpty(Direction.ServerAsk, server)) actions.Add(new(ActionKind.ServerAsk, server));
        if (!world.IsEmpty(Direction.ServerAnswer, server)) actions.Add(new(ActionKind.ServerAnswer, server));
        var silent = world.IsEmpty(Direction.ServerAsk, server) && world.IsEmpty(Direction.ServerAnswer, server);
        if (silent && link is (ServerPhase.AskingCatalogue or ServerPhase.FetchingEnvelope)) actions.Add(new(ActionKind.ServerOverdue, server));
        if (!world.Servers[server].IsUp) actions.Add(new(ActionKind.ServerUp, server));
        else if (world.Left.Left(Budget.Crash) > 0) actions.Add(new(ActionKind.ServerDown, server));
        foreach (var image in cast.Settings.Publishable)
        {
            if (!world.Servers[server].IsUp) continue;
            if (world.Left.Left(Budget.Publish) > 0 && servers.MayPublish(world, server, image)) actions.Add(new(ActionKind.Publish, server) { Choice = image });
            if (world.Left.Left(Budget.Withdraw) > 0 && world.Servers[server].Packages[image].Phase == PackagePhase.Published)
                actions.Add(new(ActionKind.Withdraw, server) { Choice = image });
        }
    }

    // A link duplicates by itself, also where the attacker does not reach.
    private static void FillDuplicates(CheckedWorld world, List<WorldAction> actions)
    {
        if (world.Left.Left(Budget.Dup) == 0) return;
        foreach (var direction in DeviceDirections)
        {
            for (var device = 0; device < world.Devices.Length; device++)
            {
                if (world.At(direction, device, Place.Now) is not null) actions.Add(new(ActionKind.Duplicate, device) { Direction = direction });
            }
        }
    }

    private static void FillMeddling(Cast cast, CheckedWorld world, List<WorldAction> actions)
    {
        var left = world.Left;
        var attacker = cast.Settings.Attacker;
        FillDuplicates(world, actions);
        foreach (var direction in Forged.ReachOf(attacker))
        {
            var subjects = direction < Direction.ServerAsk ? world.Devices.Length : world.Servers.Length;
            for (var subject = 0; subject < subjects; subject++)
            {
                var now = world.At(direction, subject, Place.Now);
                var memory = world.At(direction, subject, Place.Memory);
                if (now is not null)
                {
                    Add(Budget.Loss, ActionKind.Lose, 0);
                    Add(Budget.Replay, ActionKind.Capture, 0);
                }

                if (memory is null) continue;
                for (var other = 0; other < subjects; other++) Add(Budget.Replay, ActionKind.Replay, other);

                void Add(Budget budget, ActionKind kind, int choice)
                {
                    if (left.Left(budget) > 0) actions.Add(new(kind, subject) { Direction = direction, Choice = choice });
                }
            }
        }

        if (left.Left(Budget.Forge) == 0) return;
        foreach (var (direction, choice) in Forged.By(attacker))
        {
            var subjects = direction < Direction.ServerAsk ? world.Devices.Length : world.Servers.Length;
            for (var subject = 0; subject < subjects; subject++)
            {
                if (Forged.IsPossible(cast, world, direction, subject, choice)) actions.Add(new(ActionKind.Forge, subject) { Direction = direction, Choice = choice });
            }
        }
    }

    private static bool NothingOnTheWay(CheckedWorld world, int device) => CommunicatorSteps.Awaited(world.Communicators[device].State) switch
    {
        Link.Device => world.IsEmpty(Direction.Down, device) && world.IsEmpty(Direction.Up, device),
        Link.Tracker => world.IsEmpty(Direction.Ask, device) && world.IsEmpty(Direction.Answer, device),
        _ => false,
    };
}
