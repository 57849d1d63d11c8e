using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Storage.Packages;

public sealed class FilePackageStoreTests : IDisposable
{
    private static readonly byte[] Payload = Samples.Data(200_000);
    private static readonly Digest Name = Digest.Of(Payload);

    private readonly Scratch _scratch = new();

    private string PayloadPath => Path.Combine(_scratch.Path, "payloads", "sha256", Name.ToHex()[..2], Name.ToHex());

    public void Dispose() => _scratch.Dispose();

    private Task<FilePackageStore> Opened() => FilePackageStore.Open(_scratch.Path);

    private static Task<PayloadName> Save(FilePackageStore store, byte[]? content = null, ulong most = 1 << 20) =>
        store.SavePayload(Name, new MemoryStream(content ?? Payload), most);

    private string[] Uploads() => Directory.GetFiles(_scratch["uploads"]);

    [Fact]
    [Trait("requirement", "R-FS-08")]
    public async Task A_record_that_was_read_before_is_read_as_it_was_saved_last()
    {
        await using var store = await Opened();
        var published = Samples.Package(1, PackagePhase.Published, Name);
        var withdrawn = published with { Phase = PackagePhase.Withdrawn };
        await store.Save(published);
        Assert.Equal(published, await store.Read(published.Image.Manifest));
        Assert.Equal([published], await store.Naming(Name));
        Assert.Empty(await store.Naming(Samples.Digest(2)));

        await store.Save(withdrawn);
        await store.Save(Samples.Package(2, PackagePhase.Staged, Name, Samples.Digest(2)));

        Assert.Equal(withdrawn, await store.Read(published.Image.Manifest));
        Assert.Equal([PackagePhase.Withdrawn, PackagePhase.Staged], (await store.Naming(Name)).OrderBy(static record => record.Image.Number.Value).Select(static record => record.Phase));
        Assert.Single(await store.Naming(Samples.Digest(2)));
    }

    [Fact]
    [Trait("requirement", "R-FS-10")]
    public async Task Packages_envelopes_and_payloads_are_there_after_a_restart()
    {
        var record = Samples.Package(1, PackagePhase.Published, Name);
        await using (var store = await Opened())
        {
            Assert.Null(await store.Read(Samples.Digest(1)));
            await store.SaveEnvelope(Samples.Digest(1), Samples.Data(77));
            Assert.Equal(new PayloadName(Name, 200_000), await Save(store));
            await store.Save(record with { Phase = PackagePhase.Staged });
            await store.Save(record);
        }

        await using var reopened = await Opened();
        Assert.Equal(record, await reopened.Read(Samples.Digest(1)));
        Assert.Equal(Samples.Data(77), await reopened.ReadEnvelope(Samples.Digest(1)));
        Assert.Null(await reopened.ReadEnvelope(Samples.Digest(2)));
        Assert.Equal(200_000UL, reopened.PayloadSize(Name));
        using var payload = await reopened.OpenPayload(Name);
        using var copy = new MemoryStream();
        await payload!.CopyTo(copy, 0, ulong.MaxValue);
        Assert.Equal(Payload, copy.ToArray());
    }

    [Fact]
    [Trait("requirement", "R-FS-07")]
    public async Task A_payload_is_read_by_range()
    {
        await using var store = await Opened();
        await Save(store);
        using var payload = await store.OpenPayload(Name);
        using var copy = new MemoryStream();
        var buffer = new byte[1_000];

        Assert.Equal(200_000UL, payload!.Size);
        Assert.Equal(1_000, payload.Read(150_000, buffer));
        Assert.Equal(Payload[150_000..151_000], buffer);
        Assert.Equal(1, payload.Read(199_999, buffer));
        Assert.Equal(0, payload.Read(200_000, buffer));
        Assert.Equal(0, payload.Read(ulong.MaxValue - 5, buffer));
        await payload.CopyTo(copy, 1, 100_000);
        Assert.Equal(Payload[1..100_001], copy.ToArray());
    }

    [Fact]
    [Trait("requirement", "R-FS-13")]
    public async Task An_upload_that_is_too_long_or_not_the_payload_leaves_nothing()
    {
        await using var store = await Opened();

        var tooLong = await Assert.ThrowsAsync<StorageException>(() => Save(store, most: 199_999));
        var other = await Assert.ThrowsAsync<StorageException>(() => Save(store, Samples.Data(10)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.SavePayload(Name, new MemoryStream(Payload), 1 << 20, new CancellationToken(true)));

        Assert.Equal(ResultCode.LimitExceeded, tooLong.Code);
        Assert.Equal(ResultCode.PayloadDigestMismatch, other.Code);
        Assert.Null(store.PayloadSize(Name));
        Assert.Null(await store.OpenPayload(Name));
        Assert.Equal(PayloadState.Absent, await store.Verify(Name));
        Assert.Empty(Uploads());
        Assert.Equal(200_000UL, (await Save(store, most: 200_000)).Size);
    }

    [Fact]
    public async Task A_payload_that_is_there_is_not_read_again_and_uploads_at_once_agree()
    {
        await using var store = await Opened();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Save(store)));
        var again = await store.SavePayload(Name, Stream.Null, 0);

        Assert.Equal(200_000UL, again.Size);
        Assert.Equal(PayloadState.Sound, await store.Verify(Name));
        Assert.Empty(Uploads());
    }

    [Fact]
    public async Task Uploads_that_a_former_process_left_are_removed()
    {
        await (await Opened()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(_scratch["uploads"], "left.part"), "half");

        await using var store = await Opened();

        Assert.Empty(Uploads());
    }

    [Fact]
    [Trait("requirement", "R-FS-12")]
    public async Task A_payload_damaged_while_the_server_was_down_is_not_served()
    {
        await using (var store = await Opened()) await Save(store);
        Damage(PayloadPath);

        await using var reopened = await Opened();
        var failure = await Assert.ThrowsAsync<StorageException>(async () => await reopened.OpenPayload(Name));

        Assert.Equal(ResultCode.StorageCorrupted, failure.Code);
        Assert.Null(reopened.PayloadSize(Name));
        Assert.Null(await reopened.OpenPayload(Name));
        Assert.Single(Directory.GetFiles(_scratch["quarantine"]));
        await Save(reopened);
        Assert.NotNull(await reopened.OpenPayload(Name));
    }

    [Fact]
    [Trait("requirement", "R-FS-12")]
    public async Task A_payload_damaged_while_the_server_runs_is_found_when_it_is_verified_or_opened()
    {
        await using var store = await Opened();
        await Save(store);
        (await store.OpenPayload(Name))!.Dispose();
        Damage(PayloadPath);

        Assert.Equal(PayloadState.Damaged, await store.Verify(Name));
        Assert.Equal(PayloadState.Absent, await store.Verify(Name));
        await Save(store);
        Damage(PayloadPath);
        await Assert.ThrowsAsync<StorageException>(async () => await store.OpenPayload(Name));
    }

    [Fact]
    [Trait("requirement", "R-FS-16")]
    public async Task An_envelope_whose_bytes_changed_is_not_served()
    {
        await using var store = await Opened();
        await store.SaveEnvelope(Samples.Digest(1), Samples.Data(77));
        Damage(Directory.GetFiles(_scratch["envelopes"]).Single());

        Assert.Equal(ResultCode.StorageCorrupted, (await Assert.ThrowsAsync<StorageException>(async () => await store.ReadEnvelope(Samples.Digest(1)))).Code);
        Assert.Equal(ResultCode.StorageCorrupted, (await Assert.ThrowsAsync<StorageException>(async () => await store.ReadEnvelope(Samples.Digest(1)))).Code);
        await store.SaveEnvelope(Samples.Digest(1), Samples.Data(78, seed: 2));
        Assert.Equal(Samples.Data(78, seed: 2), await store.ReadEnvelope(Samples.Digest(1)));
    }

    [Fact]
    [Trait("requirement", "R-FS-06")]
    public async Task The_highest_package_that_was_ever_published_is_found_for_numbers_of_any_size()
    {
        await using var store = await Opened();
        var low = Samples.Package(1, PackagePhase.Published);
        var high = Samples.Package(2, PackagePhase.Published) with { Image = new ImageName(new SequenceNumber(ulong.MaxValue), Samples.Digest(2)) };
        await store.Save(high);
        await store.Save(low);
        await store.Save(Samples.Package(3, PackagePhase.Staged));

        Assert.Equal(high, await store.Highest(Samples.Vendor, Samples.Class));
        var withdrawn = high with { Phase = PackagePhase.Withdrawn };
        await store.Save(withdrawn);
        Assert.Equal(withdrawn, await store.Highest(Samples.Vendor, Samples.Class));
        Assert.Null(await store.Highest(Samples.Vendor, new ClassId(Guid.Empty)));
    }

    [Fact]
    [Trait("requirement", "R-FS-18")]
    public async Task Packages_are_found_by_phase_and_by_payload()
    {
        await using var store = await Opened();
        await store.Save(Samples.Package(1, PackagePhase.Published, Name));
        await store.Save(Samples.Package(2, PackagePhase.Staged, Name, Samples.Digest(50)));
        await store.Save(Samples.Package(3, PackagePhase.Published));

        Assert.Equal([1UL, 2UL], (await store.Naming(Name)).Select(record => record.Image.Number.Value).Order());
        Assert.Equal(2UL, Assert.Single(await store.Naming(Samples.Digest(50))).Image.Number.Value);
        Assert.Empty(await store.Naming(Samples.Digest(51)));
        Assert.Equal([1UL, 3UL], (await store.List(PackagePhase.Published)).Select(record => record.Image.Number.Value).Order());
        Assert.Equal(3, (await store.List(null)).Count);
    }

    [Fact]
    public async Task A_second_process_is_refused_and_leaves_the_uploads_of_the_first_alone()
    {
        await using var store = await Opened();
        await File.WriteAllTextAsync(Path.Combine(_scratch["uploads"], "running.part"), "half");

        Assert.Equal(ResultCode.Busy, (await Assert.ThrowsAsync<StorageException>(Opened)).Code);
        Assert.Single(Uploads());
    }

    /// <summary>Changes a byte and moves the time of the last write, as any later write does.</summary>
    private static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(2));
    }
}
