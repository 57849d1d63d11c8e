using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using Phase = SecUpIoT.Entities.Communicator.Phase;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>
/// Where the world is to come to when nobody disturbs it: one predicate for each invariant of liveness. The search demands that from every
/// state some fault-free continuation leads to each of them.
/// </summary>
internal sealed class Goals(Cast cast)
{
    /// <summary>The invariants, in the order of their bits.</summary>
    public static IReadOnlyList<string> Invariants { get; } = ["I-18", "I-19", "I-20", "I-21", "I-22"];

    /// <summary>Which goals this state is in, a bit for each.</summary>
    public byte Reached(CheckedWorld world)
    {
        var reached = (1 << Invariants.Count) - 1;
        for (var device = 0; device < world.Devices.Length; device++)
        {
            var (part, track) = (world.Devices[device], world.Tracks[device].State.Record!);
            if (!HasEnded(world, part, track)) reached &= ~1;
            if (track.Confirmed != part.Journal.Confirmed.Name) reached &= ~2;
            if (track.Phase == TrackPhase.Unreachable) reached &= ~4;
            if (world.Communicators[device].State.Phase != Phase.Waiting || part.State.Phase is not (DevicePhase.Idle or DevicePhase.Unbootable)) reached &= ~8;
            if (track.CompletedAt != default && (part.State.Phase == DevicePhase.Unbootable || part.Journal.Confirmed.Name != track.Target)) reached &= ~16;
        }

        if (world.Links.Any(link => link.State.Phase is not (ServerPhase.Synchronised or ServerPhase.Unavailable))) reached &= ~8;
        return (byte)reached;
    }

    /// <summary>The newest package is confirmed, has ended for good, or there is none; and the tracker knows what there is.</summary>
    private bool HasEnded(CheckedWorld world, DevicePart part, TrackRecord track)
    {
        for (var server = 0; server < world.Servers.Length; server++)
        {
            if (world.Servers[server].IsUp && ServerSteps.HasNews(world, server)) return false;
        }

        if (part.Journal.Candidate is not null) return false;
        var newest = world.Catalogue.Newest(cast.Vendor, cast.Class);
        var confirmed = part.Journal.Confirmed.Name;
        if (part.State.Phase == DevicePhase.Unbootable) return newest is null || newest.Number < confirmed.Number;
        if (part.State.Phase != DevicePhase.Idle) return false;
        if (newest is null || confirmed.Number >= newest.Number) return true;
        var ended = track.Target?.Manifest == newest.Manifest && track.Result != ResultCode.None;
        return ended && ((track.ResultVerified && !track.Result.IsTransient()) || track.Attempts >= cast.Settings.Attempts);
    }
}
