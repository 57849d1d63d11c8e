using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Crash.Checks;

/// <summary>
/// What the Status tracker and the Firmware server have acknowledged or shown to somebody outside, and whether they stand by it. Each answer to a status
/// question is held against everything that came before it.
/// </summary>
internal sealed class RecordLedger
{
    private readonly Lock _gate = new();
    private readonly HashSet<DeviceId> _enrolled = [];
    private readonly Dictionary<DeviceId, ImageName> _cancelled = [];
    private readonly Dictionary<DeviceId, TrackEntry> _shown = [];
    private readonly Dictionary<DeviceId, ulong> _completed = [];
    private readonly HashSet<(DeviceId, ImageName)> _completions = [];
    private readonly List<Violation> _violations = [];

    /// <summary>What did not hold so far.</summary>
    public IReadOnlyList<Violation> Violations
    {
        get
        {
            lock (_gate) return [.. _violations];
        }
    }

    /// <summary>How many updates were shown as completed, each of each device once.</summary>
    public int Completions
    {
        get
        {
            lock (_gate) return _completions.Count;
        }
    }

    /// <summary>The tracker acknowledged the enrolment.</summary>
    public void Enrolled(DeviceId device)
    {
        lock (_gate) _enrolled.Add(device);
    }

    /// <summary>The tracker acknowledged the cancellation while the device could neither receive nor install: it may never complete this update.</summary>
    public void Cancelled(DeviceId device, ImageName target)
    {
        lock (_gate) _cancelled[device] = target;
    }

    /// <summary>The highest number that the device was ever shown to have completed; 0 when none.</summary>
    public ulong CompletedNumber(DeviceId device)
    {
        lock (_gate) return _completed.GetValueOrDefault(device);
    }

    /// <summary>The record of a device as it was shown last.</summary>
    public TrackEntry? Last(DeviceId device)
    {
        lock (_gate) return _shown.GetValueOrDefault(device);
    }

    /// <summary>Takes one answer to the question for all devices. Answers are taken in the order of their questions.</summary>
    public void See(IEnumerable<TrackEntry> answer)
    {
        var entries = answer.ToDictionary(static entry => entry.Device);
        lock (_gate)
        {
            foreach (var device in _enrolled.Where(device => !entries.ContainsKey(device)))
                _violations.Add(new Violation("I-13", $"device {device}", "a record, because its enrolment was acknowledged", "none"));
            foreach (var device in _shown.Keys.Where(device => !entries.ContainsKey(device) && !_enrolled.Contains(device)))
                _violations.Add(new Violation("I-13", $"device {device}", "the record that was shown before", "none"));
            foreach (var entry in entries.Values)
            {
                Judge(entry);
                if (_shown.TryGetValue(entry.Device, out var before)) Compare(before, entry);
                _shown[entry.Device] = entry;
            }
        }
    }

    private void Judge(TrackEntry entry)
    {
        var completed = entry.CompletedAt != default;
        if (entry.Phase == TrackPhase.Confirmed)
        {
            if (!completed) Add("I-17", entry, "a Confirmed device in the list of those that have completed", "it is not there");
            if (entry.Target is null || entry.Confirmed != entry.Target || !entry.ResultVerified || entry.Result != ResultCode.Success)
                Add("I-01", entry, "a completion whose target is confirmed, by a verified report", Text(entry));
        }
        else if (completed && entry.Phase != TrackPhase.Unreachable)
        {
            Add("I-17", entry, "a device in the list of those that have completed to be Confirmed or Unreachable", entry.Phase.ToString());
        }

        if (!completed || entry.Target is not { } target) return;
        if (_cancelled.TryGetValue(entry.Device, out var cancelled) && cancelled == target)
            Add("I-13", entry, $"no completion of {target}: its cancellation was acknowledged before the device had all of it", Text(entry));
        _completions.Add((entry.Device, target));
        _completed[entry.Device] = Math.Max(_completed.GetValueOrDefault(entry.Device), target.Number.Value);
    }

    private void Compare(TrackEntry before, TrackEntry now)
    {
        if (before.LastSeen > now.LastSeen) Add("I-13", now, $"a record not older than the one that was shown, last seen at {before.LastSeen}", $"last seen at {now.LastSeen}");
        if (before.Confirmed is { } confirmed && (now.Confirmed?.Number.Value ?? 0) < confirmed.Number.Value)
            Add("I-04", now, $"a confirmed number of at least {confirmed.Number}", now.Confirmed?.Number.ToString() ?? "none");
        if (before.CompletedAt == default || before.Target is not { } target) return;
        var newer = now.Target is { } other && other.Number.Value > target.Number.Value;
        if (!newer && (now.Target != target || now.CompletedAt != before.CompletedAt))
            Add("I-13", now, $"the completion of {target} at {before.CompletedAt} that was shown, or a newer update", Text(now));
    }

    private void Add(string invariant, TrackEntry entry, string expected, string found) =>
        _violations.Add(new Violation(invariant, $"record of device {entry.Device}", expected, found));

    private static string Text(TrackEntry entry) =>
        $"{entry.Phase}, target {entry.Target?.ToString() ?? "none"}, confirmed {entry.Confirmed?.ToString() ?? "none"}, result {entry.Result}, completed {(entry.CompletedAt == default ? "never" : entry.CompletedAt.ToString())}";
}
