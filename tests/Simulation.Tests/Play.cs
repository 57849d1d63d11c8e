using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Tests;

/// <summary>The sentences that the tests are written in.</summary>
internal static class Play
{
    public static World Secure(ulong seed = 1) => Of(Profile.Secure, seed);

    public static World Core(ulong seed = 1) => Of(Profile.Core, seed);

    public static World Of(Profile profile, ulong seed = 1) => new(new WorldSettings { Seed = seed, Profile = profile, Trace = true });

    /// <summary>Runs until the condition holds, or fails with the transcript.</summary>
    public static void Reaches(this World world, Func<bool> condition, int most = 20_000) =>
        Assert.True(world.RunUntil(condition, most), $"not reached after {world.Steps} steps (seed {world.Settings.Seed})\n{world.Device.State}\n{world.Track}\n{Told(world)}");

    // Without the tracker's looks at the catalogue, which would fill any transcript.
    private static string Told(World world)
    {
        var lines = world.Transcript.Lines.Where(line => !line.Contains("T/F", StringComparison.Ordinal) && !line.Contains("Catalogue", StringComparison.Ordinal)).ToList();
        return string.Join('\n', lines.Count <= 240 ? lines : [.. lines.Take(120), "...", .. lines.TakeLast(120)]);
    }

    /// <summary>The tracker recorded the package as completed, and the device runs it.</summary>
    public static bool Completed(this World world, SimulatedPackage package, SimulatedDevice? device = null)
    {
        device ??= world.Device;
        var record = world.Tracker.Record(device.Id)!;
        return record.CompletedAt != default && record.Target == package.Name && device.ConfirmedNow == package.Name && device.State.Running?.Name == package.Name;
    }

    /// <summary>Runs until every device has completed the package, and holds the trace so far, where there is one, against tables and invariants.</summary>
    public static void Completes(this World world, SimulatedPackage package, int most = 20_000)
    {
        world.Reaches(() => world.Devices.All(device => world.Completed(package, device)), most);
        world.LeavesAFittingTrace();
    }

    public static void LeavesAFittingTrace(this World world)
    {
        if (world.Trace is not { } trace) return;
        var verdict = TraceChecker.Check(trace.ToFile("world"));
        Assert.True(verdict.Fits, $"{verdict.Misfit} (seed {world.Settings.Seed})");
    }

    public static bool HasRefused(this World world, string who, ResultCode code) => world.Transcript.Refusals.Any(refusal => refusal.Who == who && refusal.Code == code);

    public static bool HasChanged(this World world, string who, string to) => world.Transcript.Changes.Any(change => change.Who == who && change.To == to);

    public static int CountSent<T>(this World world)
        where T : Message => world.Transcript.Sent.Count(sent => sent.Packet.Message is T);

    /// <summary>
    /// A negative test with its positive controls: the attacker is refused with this code and the device is what it was; without the attacker
    /// the next package is installed.
    /// </summary>
    public static void Withstands(this World world, IAttacker attacker, string who, ResultCode code)
    {
        world.Reaches(() => world.Device.Phase == DevicePhase.Idle && world.Track.LastCounter > 0);
        var before = DeviceSnapshot.Of(world.Device);
        var refusals = world.Transcript.Refusals.Count;
        world.Attach(attacker);
        world.Reaches(() => world.Transcript.Refusals.Skip(refusals).Any(refusal => refusal.Who == who && refusal.Code == code));
        Assert.Equal(before, DeviceSnapshot.Of(world.Device));
        world.Detach(attacker);
        world.Installs(before.Confirmed.Number.Value + 40);
    }

    /// <summary>Publishes a package with this number and sees it installed.</summary>
    public static void Installs(this World world, ulong number) => world.Completes(world.Publish(number));
}

/// <summary>What must be the same before and after an attack: images, starts, and writes to a slot.</summary>
internal sealed record DeviceSnapshot(ImageName Confirmed, ImageName? Running, int Accepted, int SlotWrites, int Boots)
{
    public static DeviceSnapshot Of(SimulatedDevice device) => new(
        device.ConfirmedNow,
        device.State.Running?.Name,
        device.Accepted.Count,
        device.Flash.Operations.Count(operation => operation.Slot is not null && operation.Kind != "ReadSlot"),
        device.Boots.Count);
}
