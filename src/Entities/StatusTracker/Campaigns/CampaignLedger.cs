using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.StatusTracker.Campaigns;

/// <summary>What the campaigns of a tracker permit one device now.</summary>
/// <param name="Newest">The package that may be offered; null when there is none.</param>
/// <param name="Retry">The campaign's rule for another attempt; null without a campaign.</param>
/// <param name="Published">What counts as published for the device (R-ST-20, R-ST-51).</param>
/// <param name="Held">Updates that are not to go on now (R-ST-44, R-ST-47).</param>
public sealed record OfferPermit(CatalogueEntry? Newest, RetryRule? Retry, Sequence<Digest> Published, Sequence<Digest> Held);

/// <summary>
/// All campaigns of a tracker, and where their members stand: an index over the records of campaigns and devices, in which every number is
/// kept up by what changes and none is scanned for. It holds nothing that is not in those records, but for offers that are being made: a
/// member counts as under way from the moment in which it is permitted to be offered the package, until its record says otherwise
/// (R-ST-46). Not safe for use by several threads at once.
/// </summary>
/// <param name="offerWithoutCampaign">True when packages that no campaign governs are offered to every device of their class (R-ST-36).</param>
public sealed class CampaignLedger(bool offerWithoutCampaign)
{
    private readonly Dictionary<CampaignId, Row> _rows = [];
    private readonly Dictionary<(VendorId, ClassId), List<Row>> _byClass = [];

    /// <summary>The campaigns, the latest first.</summary>
    public IEnumerable<CampaignRecord> Campaigns => _rows.Values.Select(static row => row.Record).OrderByDescending(static record => record.CreatedAt).ThenBy(static record => record.Campaign.Value);

    /// <summary>True when there is no campaign.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>The record of a campaign; null when it is unknown.</summary>
    public CampaignRecord? Find(CampaignId campaign) => _rows.GetValueOrDefault(campaign)?.Record;

    /// <summary>Where the members of a campaign stand, wave by wave; empty before its start and after its end.</summary>
    public Sequence<WaveCounts> WavesOf(CampaignId campaign) => _rows.GetValueOrDefault(campaign)?.Waves() ?? Sequence<WaveCounts>.Empty;

    /// <summary>True when the members of the campaign are counted, so that it can be judged.</summary>
    public bool IsCounted(CampaignId campaign) => _rows.GetValueOrDefault(campaign)?.Counted == true;

    /// <summary>True when this device is a member of the campaign.</summary>
    public bool IsMember(CampaignId campaign, TrackRecord record) => _rows.GetValueOrDefault(campaign)?.Members.Contains(record) == true;

    /// <summary>Takes over what is stored of a campaign. From the start on its members are to be counted, once: see <see cref="Count"/>.</summary>
    public void Put(CampaignRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_rows.TryGetValue(record.Campaign, out var known))
        {
            known.Take(record);
            return;
        }

        var row = _rows[record.Campaign] = new Row(record);
        if (!_byClass.TryGetValue((record.Vendor, record.Class), out var rows)) _byClass[(record.Vendor, record.Class)] = rows = [];
        rows.Add(row);
    }

    /// <summary>Counts a device that was there before the campaign started, or before the tracker did. What was learnt of it since stands.</summary>
    public void Count(CampaignId campaign, TrackRecord record) => _rows[campaign].Set(record, onlyNew: true);

    /// <summary>Every device has been counted.</summary>
    public void Counted(CampaignId campaign) => _rows[campaign].Counted = true;

    /// <summary>A record is stored, or an offer was not made: the numbers follow.</summary>
    /// <returns>The campaigns in which the device stands elsewhere now.</returns>
    public IReadOnlyList<CampaignId> Moved(TrackRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!_byClass.TryGetValue((record.Vendor, record.Class), out var rows)) return [];
        List<CampaignId>? moved = null;
        foreach (var row in rows)
            if (row.Set(record, onlyNew: false)) (moved ??= []).Add(row.Record.Campaign);
        return moved ?? (IReadOnlyList<CampaignId>)[];
    }

    /// <summary>What this device may be offered now. Say <see cref="Moved"/> of it when its report has been handled, whatever came of it.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="published">What is published for its vendor and class, oldest first.</param>
    /// <param name="at">The tracker's time.</param>
    public OfferPermit Ask(TrackRecord record, IReadOnlyList<CatalogueEntry> published, Moment at)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(published);
        var rows = _byClass.GetValueOrDefault((record.Vendor, record.Class));
        if (rows is null && offerWithoutCampaign) return new(published.Count == 0 ? null : published[^1], null, new(published.Select(static entry => entry.Manifest)), Sequence<Digest>.Empty);
        var (stand, held) = (new List<Digest>(published.Count), new List<Digest>());
        CatalogueEntry? newest = null;
        Row? by = null;
        for (var i = published.Count - 1; i >= 0; i--)
        {
            var entry = published[i];
            var (leave, row) = LeaveOf(entry.Manifest, rows ?? [], record, at);
            // It has confirmed this image: nothing can be offered, and its word is to be recorded.
            if (record.Confirmed?.Manifest == entry.Manifest) leave = Leave.Go;
            if (leave != Leave.Stop) stand.Add(entry.Manifest);
            if (leave == Leave.Hold) held.Add(entry.Manifest);
            if (leave != Leave.Go || newest is not null) continue;
            (newest, by) = (entry, row);
        }

        by?.Reserve(record);
        stand.Reverse();
        return new(newest, by?.Record.Plan.Retry, new(stand), new(held));
    }

    private (Leave Leave, Row? By) LeaveOf(Digest manifest, List<Row> rows, TrackRecord record, Moment at)
    {
        (Leave Leave, Row? By)? best = null;
        foreach (var row in rows)
        {
            if (row.Record.Image.Manifest != manifest) continue;
            var leave = row.Judge(record, at);
            if (best is null || Rank(leave, row) > Rank(best.Value.Leave, best.Value.By!)) best = (leave, row);
        }

        return best ?? (offerWithoutCampaign ? Leave.Go : Leave.Wait, null);
    }

    // A campaign that is finished has no say over who is no member of it, where another was given up.
    private static int Rank(Leave leave, Row row) => leave switch
    {
        Leave.Go => 4,
        Leave.Wait => 3,
        Leave.Hold when row.Record.Phase != CampaignPhase.Finished => 2,
        Leave.Stop => 1,
        _ => 0,
    };

    /// <summary>One campaign. A member's place is one byte: its wave above, its status in the three bits below.</summary>
    private sealed class Row
    {
        private const int Statuses = 8;

        private Dictionary<DeviceId, byte>? _where;
        private uint[] _counts = [];
        private long _underWay;

        public Row(CampaignRecord record) => (Record, Members) = (record, Begin(record));

        public CampaignRecord Record { get; private set; }

        public CampaignMembers Members { get; private set; }

        public bool Counted { get; set; }

        public void Take(CampaignRecord record) => (Record, Members) = (record, Begin(record));

        public Sequence<WaveCounts> Waves() => _where is null
            ? Sequence<WaveCounts>.Empty
            : new(Enumerable.Range(0, Record.Bounds.Count).Select(wave => new WaveCounts(
                Number(wave, MemberStatus.Waiting), Number(wave, MemberStatus.UnderWay), Number(wave, MemberStatus.Confirmed),
                Number(wave, MemberStatus.Failed), Number(wave, MemberStatus.Silent), Number(wave, MemberStatus.Left))));

        public Leave Judge(TrackRecord record, Moment at)
        {
            if (Record.Phase == CampaignPhase.Running && !Counted) return Leave.Hold;
            var status = Members.StatusOf(record);
            byte place = 0;
            var known = _where?.TryGetValue(record.Device, out place) == true;
            // A device does not stand in its own way.
            var others = known && IsUnderWay(place) ? _underWay - 1 : _underWay;
            return CampaignGate.Judge(Record, status, known ? place / Statuses : Members.WaveOf(record.Device), others, at);
        }

        public void Reserve(TrackRecord record)
        {
            if (Record.Phase != CampaignPhase.Running || Record.Plan.MostUnderWay == 0) return;
            if (Members.StatusOf(record) is MemberStatus.Waiting or MemberStatus.Silent) Place(record.Device, MemberStatus.UnderWay, onlyNew: false);
        }

        public bool Set(TrackRecord record, bool onlyNew) => _where is not null && Place(record.Device, Members.StatusOf(record), onlyNew);

        private CampaignMembers Begin(CampaignRecord record)
        {
            var counts = record.Phase is CampaignPhase.Running or CampaignPhase.Paused;
            if (counts && _where is null) (_where, _counts, _underWay) = ([], new uint[record.Bounds.Count * Statuses], 0);
            if (!counts) (_where, _counts, _underWay, Counted) = (null, [], 0, false);
            return new CampaignMembers(record);
        }

        private bool Place(DeviceId device, MemberStatus status, bool onlyNew)
        {
            var known = _where!.TryGetValue(device, out var former);
            if (known ? onlyNew : status == MemberStatus.None) return false;
            var wave = known ? former / Statuses : Members.WaveOf(device);
            var now = (byte)(wave * Statuses + (int)status);
            if (known && now == former) return false;
            if (known) Add(former, -1);
            if (status == MemberStatus.None) return _where.Remove(device);
            _where[device] = now;
            Add(now, 1);
            return true;
        }

        private void Add(byte place, int step)
        {
            _counts[place] = (uint)(_counts[place] + step);
            if (IsUnderWay(place)) _underWay += step;
        }

        private static bool IsUnderWay(byte place) => place % Statuses == (int)MemberStatus.UnderWay;

        private uint Number(int wave, MemberStatus status) => _counts[wave * Statuses + (int)status];
    }
}
