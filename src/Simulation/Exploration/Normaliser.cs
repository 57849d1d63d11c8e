using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>
/// Renames what matters by comparison only, so that worlds which behave alike are equal: counters of reports by their order above the last one that
/// the tracker counted, nonces by the order in which they stand, serials of outcomes by their distance. Letters in flight are signed anew.
/// </summary>
internal sealed class Normaliser(Cast cast)
{
    private readonly List<ulong> _counters = [];
    private readonly List<Nonce> _nonces = [];

    public void Normalise(CheckedWorld world)
    {
        for (var device = 0; device < world.Devices.Length; device++) Normalise(world, device);
    }

    /// <summary>A nonce of this device that stands nowhere.</summary>
    public Nonce Fresh(CheckedWorld world, int device)
    {
        Gather(world, device);
        for (var index = 0; ; index++)
        {
            if (!_nonces.Contains(cast.Nonce(device, index))) return cast.Nonce(device, index);
        }
    }

    private void Normalise(CheckedWorld world, int device)
    {
        var last = world.Tracks[device].State.Record?.LastCounter ?? 0;
        var serials = Gather(world, device);
        _counters.RemoveAll(counter => counter <= last);
        _counters.Sort();
        var names = Distinct(_counters);
        var shift = serials > 1 && serials != ulong.MaxValue ? serials - 1 : 0;
        var attempts = world.Tracks[device].State.Record?.Attempts ?? 0;
        var isNormal = last == 0 && shift == 0 && attempts <= cast.Settings.Attempts;
        for (var i = 0; i < names && isNormal; i++) isNormal = _counters[i] == (ulong)i + 1;
        for (var i = 0; i < _nonces.Count && isNormal; i++) isNormal = _nonces[i] == cast.Nonce(device, i);
        if (!isNormal) Rewrite(world, device, last, shift);
    }

    /// <summary>Takes all counters and nonces of the device that stand anywhere; returns the lowest serial.</summary>
    private ulong Gather(CheckedWorld world, int device)
    {
        _counters.Clear();
        _nonces.Clear();
        var serial = ulong.MaxValue;
        var part = world.Devices[device];
        if (part.State.Nonce is { } outstanding) _nonces.Add(outstanding);
        Count(part.State.Counter, part.State.Record?.ReservedCounter ?? 0, part.Journal.ReservedCounter, part.Signed);
        Serial(part.Journal.LastOutcome?.Serial);
        Serial(part.State.Record?.LastOutcome?.Serial);
        Serial(world.Tracks[device].State.Record?.OutcomeSerial);
        foreach (var letter in world.Letters)
        {
            if (letter is null) continue;
            if (letter.Report is { } report && cast.DeviceOf(report.Device) == device)
            {
                Count(report.Counter);
                Serial(report.LastOutcome?.Serial);
                Stand(report.Nonce);
            }

            if (letter.Directive is { } directive && cast.DeviceOf(directive.Device) == device) Stand(directive.Nonce);
        }

        return serial;

        void Count(params ReadOnlySpan<ulong> counters) => _counters.AddRange(counters);

        // Zero is before every outcome; it stays.
        void Serial(ulong? value)
        {
            if (value is { } known) serial = Math.Min(serial, known);
        }

        void Stand(Nonce nonce)
        {
            if (nonce != default && !_nonces.Contains(nonce)) _nonces.Add(nonce);
        }
    }

    private static int Distinct(List<ulong> sorted)
    {
        var kept = 0;
        for (var i = 0; i < sorted.Count; i++)
        {
            if (kept == 0 || sorted[i] != sorted[kept - 1]) sorted[kept++] = sorted[i];
        }

        sorted.RemoveRange(kept, sorted.Count - kept);
        return kept;
    }

    private void Rewrite(CheckedWorld world, int device, ulong last, ulong shift)
    {
        ulong Counter(ulong counter) => counter <= last ? 0 : (ulong)_counters.BinarySearch(counter) + 1;
        Outcome? Ended(Outcome? outcome) => outcome is null ? null : outcome with { Serial = outcome.Serial - shift };
        Nonce Named(Nonce nonce) => nonce == default ? default : cast.Nonce(device, _nonces.IndexOf(nonce));
        DeviceRecord Record(DeviceRecord record) => record with { ReservedCounter = Counter(record.ReservedCounter), LastOutcome = Ended(record.LastOutcome) };

        var part = world.Devices[device];
        var journal = Record(part.Journal);
        var state = part.State with
        {
            Counter = Counter(part.State.Counter),
            Nonce = part.State.Nonce is { } nonce ? Named(nonce) : null,
            Record = part.State.Record is not { } held ? null : ReferenceEquals(held, part.Journal) ? journal : Record(held),
        };
        world.Devices[device] = new(state, journal, part.A, part.B, part.Order, part.Reading, Counter(part.Signed), part.EverConfirmed);
        if (world.Tracks[device].State.Record is { } track)
        {
            world.Tracks[device] = new(new TrackState(track with
            {
                LastCounter = 0,
                OutcomeSerial = track.OutcomeSerial - Math.Min(shift, track.OutcomeSerial),
                Attempts = Math.Min(track.Attempts, cast.Settings.Attempts),
            }));
        }

        for (var i = 0; i < world.Letters.Length; i++)
        {
            if (world.Letters[i] is not { } letter) continue;
            var report = letter.Report is { } said && cast.DeviceOf(said.Device) == device
                ? said with { Counter = Counter(said.Counter), Nonce = Named(said.Nonce), LastOutcome = Ended(said.LastOutcome) }
                : letter.Report;
            var directive = letter.Directive is { } told && cast.DeviceOf(told.Device) == device ? told with { Nonce = Named(told.Nonce) } : letter.Directive;
            if (report != letter.Report || directive != letter.Directive) world.Letters[i] = Resign(letter, report, directive);
        }
    }

    private Letter Resign(Letter letter, DeviceReport? report, Directive? directive)
    {
        var said = report is null ? Bytes.Empty : Forgery.Sign(letter.ReportIsTrue ? cast.DeviceKeys[cast.DeviceOf(report.Device)] : cast.AttackerKey, report);
        var told = directive is null ? Bytes.Empty : Forgery.Sign(letter.DirectiveIsTrue ? cast.TrackerKey : cast.AttackerKey, directive);
        Message message = letter.Message switch
        {
            StatusReport => new StatusReport(said),
            CheckIn checkIn => checkIn with { SignedReport = said },
            CheckInAnswer answer => answer with { Directive = told },
            DirectiveDelivery delivery => delivery with { Directive = told },
            var other => other,
        };
        return new Letter(message, report, letter.ReportIsTrue, directive, letter.DirectiveIsTrue);
    }
}
