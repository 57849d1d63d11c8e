using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Storage.Tracker;

public sealed class GroupReadTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_read_sees_what_was_complete_when_it_was_queued_and_none_of_the_writes_that_came_with_it()
    {
        await using var database = SmallDatabase.Open(_scratch);
        var insert = database.ForWriting("INSERT INTO number VALUES ($1)", 1);
        var count = database.ForWriting("SELECT COUNT(*) FROM number", 0);
        await Insert(1);
        using var queued = new SemaphoreSlim(0);
        var first = await database.HoldAsync(queued);
        var write = Insert(2);
        var beside = database.ReadInTurn(Count);
        queued.Release();

        await Task.WhenAll(first(), write);
        Assert.Equal(1L, await beside);
        Assert.Equal(2L, await database.ReadInTurn(Count));

        long Count() => count.All(static row => row.GetInt64(0))[0];

        Task Insert(int value) => database.Write(() =>
        {
            insert.Execute(value);
            return null;
        });
    }

    [Fact]
    public async Task A_read_that_fails_fails_alone()
    {
        await using var database = SmallDatabase.Open(_scratch);
        var count = database.ForWriting("SELECT COUNT(*) FROM number", 0);
        using var queued = new SemaphoreSlim(0);
        var first = await database.HoldAsync(queued);
        var wrong = database.ReadInTurn(() => count.All(static row => (byte[])row[0]).Count);
        var right = database.ReadInTurn(() => count.All(static row => row.GetInt64(0))[0]);
        queued.Release();

        await first();
        Assert.Equal(0L, await right);
        Assert.Equal(ResultCode.StorageCorrupted, (await Assert.ThrowsAsync<StorageException>(() => wrong)).Code);
    }

    [Fact]
    public async Task Closing_finishes_the_reads_that_wait_and_refuses_later_ones()
    {
        var database = SmallDatabase.Open(_scratch);
        var count = database.ForWriting("SELECT COUNT(*) FROM number", 0);
        var reads = Enumerable.Range(0, 1_000).Select(_ => database.ReadInTurn(() => count.All(static row => row.GetInt64(0))[0])).ToArray();

        await database.DisposeAsync();

        Assert.All(reads, read => Assert.Equal(0L, read.Result));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.ReadInTurn(() => 0));
    }
}
