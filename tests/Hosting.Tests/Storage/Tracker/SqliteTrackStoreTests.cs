using Microsoft.Data.Sqlite;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Storage.Tracker;

public sealed class SqliteTrackStoreTests : IDisposable
{
    private static readonly Moment Now = new(5_000);

    private readonly Scratch _scratch = new();

    private string FilePath => _scratch["tracker.db"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    [Trait("requirement", "R-GEN-08")]
    public async Task A_record_is_there_when_the_store_is_opened_again()
    {
        await using (var store = await SqliteTrackStore.Open(FilePath))
        {
            Assert.Null(await store.Read(Samples.Device(1)));
            await store.Save(Samples.Track(1, TrackPhase.Trial), Now);
        }

        await using var reopened = await SqliteTrackStore.Open(FilePath);
        Assert.Equal(Samples.Track(1, TrackPhase.Trial), await reopened.Read(Samples.Device(1)));
        Assert.Equal(1, reopened.Counts[TrackPhase.Trial]);
    }

    [Fact]
    [Trait("requirement", "R-ST-05")]
    public async Task What_a_completed_save_wrote_is_in_the_files_although_the_process_never_closes_them()
    {
        await using var store = await SqliteTrackStore.Open(FilePath);
        for (var device = 1; device <= 20; device++)
        {
            await store.Save(Samples.Track(device), Now);
            var copy = _scratch[$"copy-{device}"];
            Directory.CreateDirectory(copy);
            foreach (var file in new[] { "tracker.db", "tracker.db-wal" }) File.Copy(_scratch[file], Path.Combine(copy, file));

            await using var survivor = await SqliteTrackStore.Open(Path.Combine(copy, "tracker.db"));

            Assert.Equal(Samples.Track(device), await survivor.Read(Samples.Device(device)));
            Assert.Equal(device, survivor.Counts[TrackPhase.Enrolled]);
        }
    }

    [Fact]
    public async Task Saves_that_come_together_share_transactions()
    {
        await using var store = await SqliteTrackStore.Open(FilePath);

        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(device => store.Save(Samples.Track(device), Now)));

        Assert.Equal(2_000, store.Counts[TrackPhase.Enrolled]);
        Assert.True(store.Commits < 1_000, $"{store.Commits} transactions");
    }

    [Fact]
    public async Task Saves_of_one_device_are_stored_in_the_order_of_the_calls()
    {
        await using var store = await SqliteTrackStore.Open(FilePath);

        await Task.WhenAll(Enumerable.Range(1, 500).Select(counter => store.Save(Samples.Track(1, TrackPhase.Downloading, (ulong)counter), Now)));

        Assert.Equal(500UL, (await store.Read(Samples.Device(1)))!.LastCounter);
        Assert.Equal(1, store.Counts[TrackPhase.Downloading]);
    }

    [Fact]
    [Trait("requirement", "R-ST-08")]
    public async Task Records_are_listed_by_phase_in_pages_and_counted()
    {
        await using var store = await SqliteTrackStore.Open(FilePath);
        var phases = new[] { TrackPhase.Confirmed, TrackPhase.Failed, TrackPhase.Confirmed };
        for (var device = 9; device >= 1; device--) await store.Save(Samples.Track(device, phases[device % 3]), Now);
        await store.Save(Samples.Track(1, TrackPhase.Confirmed), Now);

        var first = await store.List(TrackPhase.Confirmed, null, 4);
        var second = await store.List(TrackPhase.Confirmed, first[^1].Device, 4);
        var all = await store.List(null, null, 100);

        Assert.Equal([1, 2, 3, 5, 6, 8, 9], first.Concat(second).Select(Number));
        Assert.Equal(Enumerable.Range(1, 9), all.Select(Number));
        Assert.Equal(7, store.Counts[TrackPhase.Confirmed]);
        Assert.Equal(2, store.Counts[TrackPhase.Failed]);
        Assert.Equal(2, store.Counts.Count);
    }

    [Fact]
    public async Task All_records_are_enumerated_over_several_pages()
    {
        await using var store = await SqliteTrackStore.Open(FilePath);
        await Task.WhenAll(Enumerable.Range(1, 600).Select(device => store.Save(Samples.Track(device), Now)));
        var seen = new List<int>();

        await foreach (var record in store.All()) seen.Add(Number(record));

        Assert.Equal(Enumerable.Range(1, 600), seen);
    }

    [Fact]
    [Trait("requirement", "R-ST-31")]
    public async Task History_grows_with_phase_result_and_target_and_not_with_progress()
    {
        await using var store = await SqliteTrackStore.Open(FilePath);
        var record = Samples.Track(1, TrackPhase.Downloading);
        await store.Save(record, new Moment(1));
        await store.Save(record with { Received = 9, LastCounter = 2 }, new Moment(2));
        await store.Save(record with { Phase = TrackPhase.Failed, Result = ResultCode.SelfTestFailed }, new Moment(3));
        await store.Save(record with { Phase = TrackPhase.Announced, Target = Samples.Image(int.MaxValue) }, new Moment(4));
        await store.Save(Samples.Track(2) with { Target = null }, new Moment(5));

        var history = await store.History(Samples.Device(1), 10);

        Assert.Equal(
            [
                new TrackEvent(new Moment(4), TrackPhase.Announced, ResultCode.None, true, Samples.Image(int.MaxValue)),
                new TrackEvent(new Moment(3), TrackPhase.Failed, ResultCode.SelfTestFailed, true, Samples.Image(7)),
                new TrackEvent(new Moment(1), TrackPhase.Downloading, ResultCode.None, true, Samples.Image(7)),
            ],
            history);
        Assert.Equal(history[0], Assert.Single(await store.History(Samples.Device(1), 1)));
        Assert.Null(Assert.Single(await store.History(Samples.Device(2), 10)).Image);
    }

    [Fact]
    [Trait("requirement", "R-ST-31")]
    public async Task A_save_that_knows_the_stored_record_counts_and_remembers_as_one_that_reads_it()
    {
        await using var store = await SqliteTrackStore.Open(FilePath);
        var steps = new[]
        {
            Samples.Track(1, TrackPhase.Downloading),
            Samples.Track(1, TrackPhase.Downloading, 2),
            Samples.Track(1, TrackPhase.Failed, 3) with { Result = ResultCode.SelfTestFailed },
            Samples.Track(1, TrackPhase.Failed, 4) with { Result = ResultCode.SelfTestFailed },
        };
        for (var i = 0; i < steps.Length; i++) await store.Save(steps[i], i == 0 ? null : steps[i - 1], new Moment(i));

        Assert.Equal(steps[^1], await store.Read(Samples.Device(1)));
        Assert.Equal([new Moment(2), new Moment(0)], (await store.History(Samples.Device(1), 10)).Select(static step => step.At));
        Assert.Equal(1, store.Counts[TrackPhase.Failed]);
        Assert.Single(store.Counts);
        Assert.Equal(steps[^1], Assert.Single(await store.List(TrackPhase.Failed, null, 10)));
    }

    [Fact]
    public async Task A_save_that_believes_in_a_record_that_is_not_there_is_told()
    {
        await using var store = await SqliteTrackStore.Open(FilePath);

        var failure = await Assert.ThrowsAsync<StorageException>(() => store.Save(Samples.Track(1, TrackPhase.Trial, 2), Samples.Track(1, TrackPhase.Trial), Now));

        Assert.Equal(ResultCode.StorageCorrupted, failure.Code);
        Assert.Empty(store.Counts);
    }

    [Fact]
    [Trait("requirement", "R-ST-05")]
    public async Task A_report_that_changes_nothing_but_counter_and_time_is_there_when_the_store_is_opened_again()
    {
        var first = Samples.Track(1, TrackPhase.Confirmed, ulong.MaxValue - 1);
        var again = first with { LastCounter = ulong.MaxValue, LastSeen = new Moment(9_000) };
        await using (var store = await SqliteTrackStore.Open(FilePath))
        {
            await store.Save(first, null, Now);
            await store.Save(again, first, Now);
            Assert.Equal(again, await store.Read(Samples.Device(1)));
        }

        await using var reopened = await SqliteTrackStore.Open(FilePath);
        Assert.Equal(again, await reopened.Read(Samples.Device(1)));
        Assert.Equal(again, Assert.Single(await reopened.List(TrackPhase.Confirmed, null, 10)));
        await foreach (var record in reopened.All()) Assert.Equal(again, record);
        Assert.Single(await reopened.History(Samples.Device(1), 10));
    }

    [Fact]
    public async Task A_record_without_its_last_report_is_corrupted()
    {
        await using (var store = await SqliteTrackStore.Open(FilePath)) await store.Save(Samples.Track(1), Now);
        await using (var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM seen";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        await using var reopened = await SqliteTrackStore.Open(FilePath);
        var failure = await Assert.ThrowsAsync<StorageException>(async () => await reopened.Read(Samples.Device(1)));
        Assert.Equal(ResultCode.StorageCorrupted, failure.Code);
    }

    [Fact]
    public async Task Catalogues_and_envelopes_are_there_after_a_restart()
    {
        var entries = new Sequence<CatalogueEntry>(Samples.Package(3, PackagePhase.Published, Samples.Digest(8)).ToEntry());
        await using (var store = await SqliteTrackStore.Open(FilePath))
        {
            await store.SaveCatalogue("first", Sequence<CatalogueEntry>.Empty);
            await store.SaveCatalogue("first", entries);
            await store.SaveCatalogue("second", Sequence<CatalogueEntry>.Empty);
            for (var number = 1; number <= 3; number++) await store.SaveEnvelope(Samples.Digest(number), Samples.Data(100, number));
            await store.RetainEnvelopes([Samples.Digest(2), Samples.Digest(3)]);
        }

        await using var reopened = await SqliteTrackStore.Open(FilePath);
        var catalogues = await reopened.ReadCatalogues();
        Assert.Equal(["first", "second"], catalogues.Keys.Order());
        Assert.Equal(entries, catalogues["first"]);
        Assert.Null(await reopened.ReadEnvelope(Samples.Digest(1)));
        Assert.Equal(Samples.Data(100, 2), await reopened.ReadEnvelope(Samples.Digest(2)));
    }

    [Fact]
    public async Task A_second_process_is_refused()
    {
        await using var store = await SqliteTrackStore.Open(FilePath);

        var failure = await Assert.ThrowsAsync<StorageException>(() => SqliteTrackStore.Open(FilePath));

        Assert.Equal(ResultCode.Busy, failure.Code);
        Assert.Contains(FilePath, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_corrupted()
    {
        await File.WriteAllBytesAsync(FilePath, Samples.Data(8_192));

        var failure = await Assert.ThrowsAsync<StorageException>(() => SqliteTrackStore.Open(FilePath));

        Assert.Equal(ResultCode.StorageCorrupted, failure.Code);
        Assert.Contains(FilePath, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_with_damaged_pages_is_corrupted()
    {
        await using (var store = await SqliteTrackStore.Open(FilePath))
            await Task.WhenAll(Enumerable.Range(1, 600).Select(device => store.Save(Samples.Track(device), Now)));
        var bytes = await File.ReadAllBytesAsync(FilePath);
        bytes.AsSpan(4096).Fill(0x5a);
        await File.WriteAllBytesAsync(FilePath, bytes);

        var failure = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            await using var store = await SqliteTrackStore.Open(FilePath);
            await foreach (var _ in store.All())
            {
            }
        });

        Assert.Equal(ResultCode.StorageCorrupted, failure.Code);
    }

    [Fact]
    public async Task A_database_of_another_kind_is_refused()
    {
        await (await Hosting.Storage.Packages.FilePackageStore.Open(_scratch.Path)).DisposeAsync();

        var failure = await Assert.ThrowsAsync<StorageException>(() => SqliteTrackStore.Open(_scratch["index.db"]));

        Assert.Equal(ResultCode.StorageCorrupted, failure.Code);
        Assert.Contains("kind", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_finishes_the_saves_that_wait_and_refuses_later_ones()
    {
        var store = await SqliteTrackStore.Open(FilePath);
        var saves = Enumerable.Range(1, 1_000).Select(device => store.Save(Samples.Track(device), Now)).ToArray();

        await store.DisposeAsync();

        Assert.All(saves, save => Assert.True(save.IsCompletedSuccessfully));
        Assert.Throws<ObjectDisposedException>(() => { _ = store.Save(Samples.Track(1), Now); });
        await store.DisposeAsync();
        await using var reopened = await SqliteTrackStore.Open(FilePath);
        Assert.Equal(1_000, reopened.Counts[TrackPhase.Enrolled]);
    }

    private static int Number(TrackRecord record) => int.Parse(record.Device.ToString()[^12..], System.Globalization.NumberStyles.HexNumber, null);
}
