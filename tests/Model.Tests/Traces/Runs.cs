using System.Reflection;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Model.Tests.Traces;

/// <summary>Runs of the simulation, each with something that can happen to an update. Images have three blocks.</summary>
internal static class Runs
{
    public static World ByName(string name) => (World)typeof(Runs).GetMethod(name, BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!;

    public static World Update() => Completed(Begin());

    public static World TwoUpdates() => Completed(Completed(Begin()), 3);

    public static World Core() => Completed(Completed(Begin(Profile.Core)), 3);

    public static World Losses() => LossesOf(3, new LinkFaults { Loss = 15, Most = 3 });

    public static World LossesOf(ulong seed, LinkFaults faults) => Completed(new World(Settings with { Seed = seed, Faults = faults }));

    /// <summary>The power goes in the write of this number, counted from the moment at which the package is published.</summary>
    public static World CutInWriteOfUpdate(int write, Tear tear)
    {
        var world = Begin();
        var package = world.Publish(2);
        world.Device.Flash.CutAfter(write, tear);
        Reach(world, () => Has(world, package) || world.Track.Phase == TrackPhase.Reverted);
        return world;
    }

    public static World TwoDevices()
    {
        var world = new World(Settings with { Devices = 2 });
        var package = world.Publish(2);
        Reach(world, () => world.Devices.All(device => world.Tracker.Record(device.Id) is { } record && record.CompletedAt != default && record.Target == package.Name));
        return world;
    }

    public static World CutInTransfer() => Disturbed(world => world.Device.State.Candidate is { Stage: CandidateStage.Receiving, Received: > 64 }, world => world.Device.Restart(Pause));

    public static World CutInWrite() => Disturbed(world => world.Device.State.Candidate is { Stage: CandidateStage.Receiving }, world => world.Device.Flash.CutAfter(1, Tear.Halfway));

    public static World CutInTrial() => Disturbed(world => world.Device.Phase == DevicePhase.Trial, world => world.Device.Restart(Pause), 3);

    public static World CommunicatorRestarts() => Disturbed(world => world.Device.State.Candidate is { Received: > 64 }, world => world.Communicator.Restart(Pause));

    public static World TrackerRestarts() => Disturbed(world => world.Device.State.Candidate is { Received: > 64 }, world => world.Tracker.Restart(Pause));

    public static World TrialFails()
    {
        var world = Begin();
        world.Device.SelfTest = SelfTest.Fails;
        world.Publish(2);
        Reach(world, () => world.Track.Phase == TrackPhase.Reverted);
        world.Device.SelfTest = SelfTest.Passes;
        return Completed(world, 3);
    }

    public static World Cancelled()
    {
        var world = Begin();
        world.Publish(2);
        Reach(world, () => world.Device.State.Candidate is { Received: >= 64 });
        world.Tracker.Cancel(world.Device.Id);
        Reach(world, () => world.Track.Result == ResultCode.Cancelled);
        return world;
    }

    public static World Withdrawn()
    {
        var world = Begin();
        var package = world.Publish(2);
        Reach(world, () => world.Device.State.Candidate is { Received: >= 64 });
        world.Server.Withdraw(package.Name.Manifest);
        Reach(world, () => world.Track.Phase == TrackPhase.Cancelled);
        return Completed(world, 3);
    }

    private static TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    private static WorldSettings Settings { get; } = new() { Trace = true };

    private static World Begin(Profile profile = Profile.Secure) => new(Settings with { Profile = profile });

    private static World Completed(World world, ulong number = 2)
    {
        var package = world.Publish(number);
        Reach(world, () => Has(world, package));
        return world;
    }

    private static World Disturbed(Func<World, bool> when, Action<World> disturb, ulong completes = 2)
    {
        var world = Begin();
        var package = world.Publish(2);
        Reach(world, () => when(world));
        disturb(world);
        if (completes != 2)
        {
            Reach(world, () => world.Track.Phase == TrackPhase.Reverted);
            return Completed(world, completes);
        }

        Reach(world, () => Has(world, package));
        return world;
    }

    private static bool Has(World world, SimulatedPackage package) => world.Track.CompletedAt != default && world.Track.Target == package.Name;

    private static void Reach(World world, Func<bool> condition) => Assert.True(world.RunUntil(condition), $"not reached after {world.Steps} steps");
}
