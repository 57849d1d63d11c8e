using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Storage.Packages;

/// <summary>What a look at a stored payload found.</summary>
public enum PayloadState
{
    /// <summary>It is not stored.</summary>
    Absent,
    /// <summary>Its bytes have its digest.</summary>
    Sound,
    /// <summary>Its bytes had another digest; it has been put aside and is stored no longer (R-FS-12).</summary>
    Damaged,
}

/// <summary>
/// What a Firmware server keeps durably: packages, envelopes, payloads. Every task of a write completes when the write is durable
/// (R-FS-10). All methods may be called at once from anywhere. Failures are <see cref="StorageException"/>s.
/// </summary>
public interface IPackageStore : IAsyncDisposable
{
    /// <summary>The record of a package; null when it is unknown.</summary>
    ValueTask<PackageRecord?> Read(Digest manifest, CancellationToken cancel = default);

    /// <summary>Stores the record of a package.</summary>
    Task Save(PackageRecord record, CancellationToken cancel = default);

    /// <summary>Every package in this phase, or all, in the order of their manifest digests (R-FS-09).</summary>
    ValueTask<Sequence<PackageRecord>> List(PackagePhase? phase, CancellationToken cancel = default);

    /// <summary>
    /// The package with the highest sequence number that was ever published for this vendor and class, withdrawn ones included: devices may
    /// have confirmed them. Null when there is none (R-FS-05, R-FS-06).
    /// </summary>
    ValueTask<PackageRecord?> Highest(VendorId vendor, ClassId deviceClass, CancellationToken cancel = default);

    /// <summary>
    /// Every package, of whatever phase, that names this payload: those that wait for it, and those that let it be served (R-FS-18).
    /// </summary>
    ValueTask<Sequence<PackageRecord>> Naming(Digest payload, CancellationToken cancel = default);

    /// <summary>Stores an envelope under its manifest digest.</summary>
    Task SaveEnvelope(Digest manifest, Bytes envelope, CancellationToken cancel = default);

    /// <summary>The envelope, byte for byte as it was stored (R-FS-16); null when it is not stored.</summary>
    /// <exception cref="StorageException">StorageCorrupted: its bytes had changed; it has been put aside.</exception>
    ValueTask<Bytes?> ReadEnvelope(Digest manifest, CancellationToken cancel = default);

    /// <summary>
    /// Takes a payload in. Nothing is stored unless its bytes have the digest and are not too many (R-FS-07, R-FS-13). A payload that is
    /// stored already is left as it is, and <paramref name="content"/> is not read.
    /// </summary>
    /// <param name="payload">The digest it must have.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="most">Most bytes that are taken in.</param>
    /// <param name="cancel">Cancels the upload; nothing is stored then.</param>
    /// <exception cref="StorageException">PayloadDigestMismatch, LimitExceeded, StorageFailed.</exception>
    Task<PayloadName> SavePayload(Digest payload, Stream content, ulong most, CancellationToken cancel = default);

    /// <summary>Bytes of a stored payload; null when it is not stored. It is not read for this.</summary>
    ulong? PayloadSize(Digest payload);

    /// <summary>
    /// Opens a stored payload; null when it is not stored. When this process has not read the file yet, or the file has been touched
    /// since, it is read whole first and compared with its digest, so that damaged bytes are not served (R-FS-12).
    /// </summary>
    /// <exception cref="StorageException">StorageCorrupted: it was damaged and has been put aside.</exception>
    ValueTask<StoredPayload?> OpenPayload(Digest payload, CancellationToken cancel = default);

    /// <summary>Reads a stored payload whole and compares it with its digest; a damaged one is put aside (R-FS-12).</summary>
    Task<PayloadState> Verify(Digest payload, CancellationToken cancel = default);
}
