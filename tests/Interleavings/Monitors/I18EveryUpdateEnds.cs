using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-18, Every update ends. An update that a device should have is eventually confirmed, refused or failed with a code, reverted, cancelled, or no longer offered.</summary>
internal sealed class I18EveryUpdateEnds : LivenessMonitor
{
    protected override string Id => "I-18";

    protected override string Missing => "an update that a device should have has not ended when all faults have";

    private readonly Dictionary<int, DeviceRecord> _journals = [];
    private readonly Dictionary<int, DevicePhase> _phases = [];
    private readonly Dictionary<int, TrackRecord> _records = [];
    private readonly HashSet<(int Server, ImageName Image)> _published = [];
    private readonly HashSet<int> _silent = [];

    protected override void Note(Observation seen)
    {
        switch (seen)
        {
            case Observation.FlashChanged flash:
                _journals[flash.Device] = flash.Flash.Journal;
                break;
            case Observation.DeviceReacted reacted:
                _phases[reacted.Device] = reacted.Reaction.State.Phase;
                break;
            case Observation.DeviceFell fell:
                _phases[fell.Device] = DevicePhase.Off;
                break;
            case Observation.RecordStored stored:
                _records[stored.Device] = stored.Record;
                break;
            case Observation.PublicationChanged { IsPublished: true } changed:
                _published.Add((changed.Server, changed.Image));
                break;
            case Observation.PublicationChanged changed:
                _published.Remove((changed.Server, changed.Image));
                break;
            case Observation.ReachChanged { IsSilent: true } changed:
                _silent.Add(changed.Device);
                break;
            case Observation.ReachChanged changed:
                _silent.Remove(changed.Device);
                break;
        }
    }

    protected override bool IsDue()
    {
        if (Cast is null) return false;
        var newest = Newest();
        foreach (var (device, journal) in _journals)
            // Nobody asks again for a device that nobody reaches.
            if (!_silent.Contains(device) && (journal.Candidate is not null || IsWanted(device, journal, newest))) return true;
        return false;
    }

    private bool IsWanted(int device, DeviceRecord journal, ImageName? newest)
    {
        if (newest is null || newest.Number < journal.Confirmed.Name.Number) return false;
        if (_phases.GetValueOrDefault(device) == DevicePhase.Unbootable) return true;
        if (newest.Number == journal.Confirmed.Name.Number) return false;
        if (!_records.TryGetValue(device, out var record)) return true;
        var ended = record.Target == newest && record.Result != ResultCode.None;
        return !(ended && ((record.ResultVerified && !record.Result.IsTransient()) || record.Attempts >= Cast.Settings.Attempts));
    }

    /// <summary>The newest image for the devices' class; two under one number are none (R-ST-23).</summary>
    private ImageName? Newest()
    {
        ImageName? newest = null;
        foreach (var (_, image) in _published)
        {
            if (Cast.ImageOf(image) is Cast.OtherClass or Cast.Evil || (newest is not null && image.Number <= newest.Number)) continue;
            if (!_published.Any(other => other.Image.Number == image.Number && other.Image != image)) newest = image;
        }

        return newest;
    }

    protected override void Heat() => RaiseGotoStateEvent<I18Due>();

    protected override void Cool() => RaiseGotoStateEvent<Settled>();

    [Start]
    [Cold]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Ended), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    [OnEventDoAction(typeof(Observation.PublicationChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceFell), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReachChanged), nameof(See))]
    private sealed class Settled : State;

    [Hot]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Ended), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    [OnEventDoAction(typeof(Observation.PublicationChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceFell), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReachChanged), nameof(See))]
    private sealed class I18Due : State;
}
