using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>
/// What the events of one subject prove to another. The order between subjects is never taken from clocks or files: a report is found by its counter
/// and a directive by its digest.
/// </summary>
internal sealed class Evidence
{
    private readonly Dictionary<string, DeviceWord> _devices = [];
    private readonly Dictionary<string, TrackerWord> _trackers = [];
    private readonly HashSet<StolenKey> _stolen;

    public Evidence(IReadOnlyList<TraceFile> files)
    {
        _stolen = [.. files.SelectMany(static file => file.Header.Stolen)];
        foreach (var file in files)
        {
            foreach (var entry in file.Entries) Note(entry.Event);
            foreach (var subject in file.Entries.Select(static entry => entry.Event.Subject).Distinct()) NoteTorn(file, subject);
        }
    }

    /// <summary>What this device's own trace says; null when there is none, or when somebody else may sign as the device.</summary>
    public DeviceWord? Device(string device) => _stolen.Contains(StolenKey.Device) ? null : _devices.GetValueOrDefault(device);

    /// <summary>What the tracker's trace says of this device; null when there is none, or when somebody else may sign as the tracker.</summary>
    public TrackerWord? Tracker(string device) => _stolen.Contains(StolenKey.Tracker) ? null : _trackers.GetValueOrDefault(device);

    private void Note(TraceEvent happened)
    {
        if (happened.Machine == TraceMachine.DeviceCore) NoteDevice(Of(_devices, happened.Subject), happened);
        if (happened.Machine == TraceMachine.StatusTracker) NoteTracker(Of(_trackers, happened.Subject), happened);
    }

    private static void NoteDevice(DeviceWord word, TraceEvent happened)
    {
        if (happened.Device is { Report: { } counter } data) word.Reports[counter] = new(happened.Next, data);
        else word.Gaps |= happened.Step is { Refused: null, Trigger: nameof(DeviceCore.Trigger.StatusAsked) };
    }

    private static void NoteTracker(TrackerWord word, TraceEvent happened)
    {
        word.FirstCounter ??= happened.Record?.Counter?.Value;
        if (happened.Record?.Directive is { } issued) word.Issued.Add(issued.Digest);
        else word.Gaps |= happened.Step is { } step && RecordRules.Counts(step);
    }

    private void NoteTorn(TraceFile file, string subject)
    {
        if (!file.Torn) return;
        if (_devices.TryGetValue(subject, out var device)) device.Torn = true;
        if (_trackers.TryGetValue(subject, out var tracker)) tracker.Gaps = true;
    }

    private static T Of<T>(Dictionary<string, T> words, string subject)
        where T : new() => words.TryGetValue(subject, out var word) ? word : words[subject] = new();
}

/// <summary>A report, as the device that made it stood.</summary>
internal sealed record MadeReport(string Phase, DeviceData Data);

/// <summary>The reports that a device's trace tells of.</summary>
internal sealed class DeviceWord
{
    public SortedDictionary<ulong, MadeReport> Reports { get; } = [];

    /// <summary>The last reports may be missing.</summary>
    public bool Torn { get; set; }

    /// <summary>Some reports are not told of.</summary>
    public bool Gaps { get; set; }

    /// <summary>True when a report with this counter would be in the trace if the device had made it.</summary>
    public bool Covers(ulong counter) => !Gaps && Reports.Count > 0 && counter >= Reports.Keys.First() && (!Torn || counter <= Reports.Keys.Last());
}

/// <summary>The directives that a tracker's trace tells of.</summary>
internal sealed class TrackerWord
{
    public HashSet<ShortDigest> Issued { get; } = [];

    public ulong? FirstCounter { get; set; }

    /// <summary>Some directives are not told of.</summary>
    public bool Gaps { get; set; }

    /// <summary>True when a directive that answers a report with this counter, or a later one, would be in the trace.</summary>
    public bool Covers(ulong counter) => !Gaps && FirstCounter is { } first && counter > first;
}
