using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Sqlite;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Storage.Tracker;

public sealed class GroupReadTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private SqliteDatabase Opened() => SqliteDatabase.Open(_scratch["test.db"], 1, 1, "CREATE TABLE number (value INTEGER PRIMARY KEY) WITHOUT ROWID");

    [Fact]
    public async Task Reads_that_come_together_see_one_state_and_the_next_ones_what_was_committed_meanwhile()
    {
        await using var database = Opened();
        var insert = database.ForWriting("INSERT INTO number VALUES ($1)", 1);
        var count = database.ForReading("SELECT COUNT(*) FROM number", 0);
        using var begun = new SemaphoreSlim(0);
        using var queued = new SemaphoreSlim(0);

        // The first read holds the loop until three others have queued up; in the middle of those a write is committed.
        var first = database.ReadTogether(() =>
        {
            begun.Release();
            queued.Wait();
            return 0L;
        });
        await begun.WaitAsync();
        var before = database.ReadTogether(Count);
        var between = database.ReadTogether(() =>
        {
            database.Write(() =>
            {
                insert.Execute(1);
                return null;
            }).GetAwaiter().GetResult();
            return 0L;
        });
        var same = database.ReadTogether(Count);
        queued.Release();

        await Task.WhenAll(first, between);
        Assert.Equal((0L, 0L), (await before, await same));
        Assert.Equal(1L, await database.ReadTogether(Count));

        long Count() => count.All(static row => row.GetInt64(0))[0];
    }

    [Fact]
    public async Task A_read_that_fails_fails_alone()
    {
        await using var database = Opened();
        var count = database.ForReading("SELECT COUNT(*) FROM number", 0);
        using var begun = new SemaphoreSlim(0);
        using var queued = new SemaphoreSlim(0);
        var first = database.ReadTogether(() =>
        {
            begun.Release();
            queued.Wait();
            return 0L;
        });
        await begun.WaitAsync();
        var wrong = database.ReadTogether(() => count.All(static row => (byte[])row[0]).Count);
        var right = database.ReadTogether(() => count.All(static row => row.GetInt64(0))[0]);
        queued.Release();

        Assert.Equal((0L, 0L), (await first, await right));
        Assert.Equal(ResultCode.StorageCorrupted, (await Assert.ThrowsAsync<StorageException>(() => wrong)).Code);
    }

    [Fact]
    public async Task Closing_finishes_the_reads_that_wait_and_refuses_later_ones()
    {
        var database = Opened();
        var count = database.ForReading("SELECT COUNT(*) FROM number", 0);
        var reads = Enumerable.Range(0, 1_000).Select(_ => database.ReadTogether(() => count.All(static row => row.GetInt64(0))[0])).ToArray();

        await database.DisposeAsync();

        Assert.All(reads, read => Assert.Equal(0L, read.Result));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.ReadTogether(() => 0));
    }
}
