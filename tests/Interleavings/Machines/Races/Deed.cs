using SecUpIoT.Interleavings.Monitors;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>Something that somebody does once.</summary>
/// <param name="Idle">Most steps before it.</param>
/// <param name="Do">What.</param>
internal sealed record Deed(int Idle, Action<Play> Do)
{
    /// <summary>Most ticks of the clock before it: what others have to do is done in between.</summary>
    public int Ticks { get; init; }

    /// <summary>The same, up to so many ticks later.</summary>
    public Deed Within(int ticks) => this with { Ticks = ticks };

    /// <summary>The author publishes an image.</summary>
    public static Deed Publish(int image, int server = 0, int idle = 8) => new(idle, play => play.Send(play.Servers[server].Address, new FirmwareServerPlayer.PublishOrder(image)));

    /// <summary>The author withdraws it.</summary>
    public static Deed Withdraw(int image, int server = 0, int idle = 30) => new(idle, play => play.Send(play.Servers[server].Address, new FirmwareServerPlayer.WithdrawOrder(image)));

    /// <summary>The operator cancels.</summary>
    public static Deed Cancel(int device = 0, int idle = 40) => new(idle, play => play.Send(play.LaneOf(device, -1).Address, new TrackerLane.CancelOrder(device)));

    /// <summary>A device loses its power.</summary>
    public static Deed CutPower(int device = 0, int idle = 40) => new(idle, play => play.Send(play.Devices[device].Address, new Crashed()));

    /// <summary>A Communicator dies and starts again.</summary>
    public static Deed RestartCommunicator(int communicator, int idle = 30) => new(idle, play => play.Send(play.Communicators[communicator].Address, new Crashed()));

    /// <summary>The tracker dies and starts again.</summary>
    public static Deed RestartTracker(int idle = 30) => new(idle, play => play.RestartTracker());

    /// <summary>A Firmware server dies and starts again.</summary>
    public static Deed RestartServer(int server = 0, int idle = 40) => new(idle, play => play.Send(play.Servers[server].Address, new Crashed()));

    /// <summary>The device is out of the tracker's reach for good.</summary>
    public static Deed Silence(int device = 0, int idle = 30) => Reach(device, true, idle);

    /// <summary>It is back.</summary>
    public static Deed Return(int device = 0, int idle = 30) => Reach(device, false, idle);

    /// <summary>A timer fires early, or late: before what it was armed against has had its chance, or after it was moved.</summary>
    public static Deed FireTimer(int idle = 30) => new(idle, play =>
    {
        var timers = play.Timers.All.Where(armed => armed.Timer is Protocol.Machine.TimerId.Poll or Protocol.Machine.TimerId.Reply or Protocol.Machine.TimerId.Reboot or Protocol.Machine.TimerId.Progress).ToList();
        if (timers.Count > 0) play.Fire(timers[play.OneOf(timers.Count)]);
    });

    /// <summary>The cache forgets what was used longest ago, as another payload makes it.</summary>
    public static Deed Evict(int idle = 40) => new(idle, play => play.Cache?.Evict());

    private static Deed Reach(int device, bool isSilent, int idle) => new(idle, play =>
    {
        play.Silent[device] = isSilent;
        play.Tell(new Observation.ReachChanged(device, isSilent));
    });
}
