using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Storage.Tracker;

public sealed class GroupCommitTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_write_that_fails_fails_alone()
    {
        await using var database = SmallDatabase.Open(_scratch);
        var insert = database.ForWriting("INSERT INTO number VALUES ($1)", 1);
        var count = database.ForReading("SELECT value FROM number ORDER BY value", 0);
        using var queued = new SemaphoreSlim(0);
        var after = 0;

        // The writes share a transaction.
        var first = await database.HoldAsync(queued);
        var writes = new[] { 1, 2, 2, 3 }.Select(value => database.Write(() =>
        {
            insert.Execute(value);
            return () => after++;
        })).ToArray();
        var broken = database.Write(() => throw new InvalidOperationException("a fault of the caller"));
        queued.Release();

        await Task.WhenAll(first(), writes[0], writes[1], writes[3]);
        var failure = await Assert.ThrowsAsync<StorageException>(() => writes[2]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => broken);
        Assert.Equal(ResultCode.StorageFailed, failure.Code);
        Assert.Equal([1L, 2L, 3L], database.Read(() => count.All(row => row.GetInt64(0))));
        Assert.Equal(3, after);
        await database.Write(() => null);
    }

    [Fact]
    public async Task A_write_is_not_seen_before_its_commit_and_not_stored_without_it()
    {
        await using var database = SmallDatabase.Open(_scratch);
        var insert = database.ForWriting("INSERT INTO number VALUES ($1)", 1);
        var count = database.ForReading("SELECT value FROM number", 0);

        await database.Write(() =>
        {
            insert.Execute(1);
            Assert.Empty(database.Read(() => count.All(row => row.GetInt64(0))));
            return null;
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.Write(() =>
        {
            insert.Execute(2);
            throw new InvalidOperationException("a fault of the caller");
        }));

        Assert.Single(database.Read(() => count.All(row => row.GetInt64(0))));
    }

    [Fact]
    [Trait("requirement", "R-GEN-03")]
    public async Task The_database_keeps_a_write_ahead_log_and_flushes_every_commit()
    {
        await using var database = SmallDatabase.Open(_scratch);
        var journal = database.ForWriting("PRAGMA journal_mode", 0);
        var synchronous = database.ForWriting("PRAGMA synchronous", 0);
        var found = "";

        await database.Write(() =>
        {
            found = $"{journal.All(row => row.GetString(0))[0]} {synchronous.All(row => row.GetInt64(0))[0]}";
            return null;
        });

        Assert.Equal("wal 2", found);
    }

    [Fact]
    [Trait("requirement", "R-GEN-08")]
    public async Task A_full_disk_is_a_storage_failure_and_the_loop_goes_on()
    {
        await using var database = SmallDatabase.Open(_scratch);
        var pages = database.ForWriting("PRAGMA max_page_count = 3", 0);
        var insert = database.ForWriting(
            "INSERT INTO number WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 10000) SELECT value FROM n", 0);
        await database.Write(() =>
        {
            pages.All(row => row.GetInt64(0));
            return null;
        });

        var failure = await Assert.ThrowsAsync<StorageException>(() => database.Write(() =>
        {
            insert.Execute();
            return null;
        }));

        Assert.Equal(ResultCode.StorageFailed, failure.Code);
        await database.Write(() => null);
    }
}
