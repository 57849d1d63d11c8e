using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Storage.Tracker;

/// <summary>One step in the history of a device (R-ST-31).</summary>
/// <param name="At">When the tracker recorded it.</param>
/// <param name="Phase">The phase from then on.</param>
/// <param name="Result">How the update ended; None while it is under way.</param>
/// <param name="ResultVerified">True when the result comes from a signed report.</param>
/// <param name="Image">The target of the update; null when there was none.</param>
public sealed record TrackEvent(Moment At, TrackPhase Phase, ResultCode Result, bool ResultVerified, ImageName? Image);

/// <summary>
/// What a Status tracker keeps durably: the record and history of each device, and the packages it knows. Every task of a write completes
/// when the write is durable (R-ST-05, R-GEN-03); a read sees every completed write. All methods may be called at once from anywhere;
/// writes are stored in the order in which they were called. Failures are <see cref="StorageException"/>s.
/// </summary>
public interface ITrackStore : IAsyncDisposable
{
    /// <summary>How many devices stand in each phase; phases without a device are left out.</summary>
    IReadOnlyDictionary<TrackPhase, long> Counts { get; }

    /// <summary>The record of a device; null when it is not enrolled.</summary>
    ValueTask<TrackRecord?> Read(DeviceId device, CancellationToken cancel = default);

    /// <summary>
    /// Stores the record of a device. When phase, result or target differ from the stored ones, the history grows by a step.
    /// </summary>
    /// <param name="record">The record, whole.</param>
    /// <param name="at">The time for the history.</param>
    /// <param name="cancel">Cancels before the write is queued, not after.</param>
    Task Save(TrackRecord record, Moment at, CancellationToken cancel = default);

    /// <summary>As <see cref="Save(TrackRecord, Moment, CancellationToken)"/>, for a caller that knows the stored record, so that it need not be read again.</summary>
    /// <param name="record">The record, whole.</param>
    /// <param name="former">The stored one, which nobody has changed since it was read; null when there is none.</param>
    /// <param name="at">The time for the history.</param>
    /// <param name="cancel">Cancels before the write is queued, not after.</param>
    Task Save(TrackRecord record, TrackRecord? former, Moment at, CancellationToken cancel = default) => Save(record, at, cancel);

    /// <summary>Records in the order of their device ids (R-ST-08).</summary>
    /// <param name="phase">Those in this phase; null for all.</param>
    /// <param name="after">Only devices after this one; null to begin at the first.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancel">Cancels the call.</param>
    ValueTask<Sequence<TrackRecord>> List(TrackPhase? phase, DeviceId? after, int most, CancellationToken cancel = default);

    /// <summary>All records, read in pages: for a tracker that starts again (R-GEN-08).</summary>
    IAsyncEnumerable<TrackRecord> All(CancellationToken cancel = default);

    /// <summary>The latest steps of a device, latest first.</summary>
    ValueTask<Sequence<TrackEvent>> History(DeviceId device, int most, CancellationToken cancel = default);

    /// <summary>Replaces what the named Firmware server is known to publish.</summary>
    Task SaveCatalogue(string server, Sequence<CatalogueEntry> entries, CancellationToken cancel = default);

    /// <summary>What each Firmware server was last known to publish, by its name.</summary>
    ValueTask<IReadOnlyDictionary<string, Sequence<CatalogueEntry>>> ReadCatalogues(CancellationToken cancel = default);

    /// <summary>Stores an envelope under its manifest digest. Whoever reads it back verifies it as one that came from a peer.</summary>
    Task SaveEnvelope(Digest manifest, Bytes envelope, CancellationToken cancel = default);

    /// <summary>The envelope of a manifest; null when it is not stored.</summary>
    ValueTask<Bytes?> ReadEnvelope(Digest manifest, CancellationToken cancel = default);

    /// <summary>Removes every envelope but those of these manifests.</summary>
    Task RetainEnvelopes(IReadOnlyCollection<Digest> manifests, CancellationToken cancel = default);
}
