using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-01, Honest completion. If the Status tracker's record says that a device completed an update, then that device has confirmed that image and has confirmed none older since.</summary>
internal sealed class I01HonestCompletion : SafetyMonitor
{
    protected override string Id => "I-01";

    private readonly Dictionary<int, (ImageName Now, HashSet<Digest> Manifests)> _confirmed = [];
    private readonly Dictionary<int, TrackRecord> _records = [];

    protected override void Judge(Observation seen)
    {
        switch (seen)
        {
            case Observation.FlashChanged flash:
                Note(flash.Device, flash.Flash.Journal.Confirmed.Name);
                Check(flash.Device);
                break;
            case Observation.RecordStored stored:
                _records[stored.Device] = stored.Record;
                Check(stored.Device);
                break;
        }
    }

    private void Note(int device, ImageName confirmed)
    {
        if (!_confirmed.TryGetValue(device, out var known)) known = (confirmed, []);
        known.Manifests.Add(confirmed.Manifest);
        _confirmed[device] = known with { Now = confirmed };
    }

    private void Check(int device)
    {
        if (!_records.TryGetValue(device, out var record) || record.CompletedAt == default) return;
        var has = _confirmed.TryGetValue(device, out var known);
        Demand(
            has && record.Target is { } target && known.Manifests.Contains(target.Manifest) && known.Now.Number >= target.Number,
            () => $"device {device} is recorded as completed with {record.Target}, and has confirmed {known.Now}");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    private sealed class Watching : State;
}
