using SecUpIoT.Hosting.Storage.Sqlite;

namespace SecUpIoT.Hosting.Tests.Storage.Tracker;

/// <summary>A database with one table of numbers, and a way to hold its loop.</summary>
internal static class SmallDatabase
{
    public static SqliteDatabase Open(Scratch scratch) => SqliteDatabase.Open(scratch["test.db"], 1, 1, "CREATE TABLE number (value INTEGER PRIMARY KEY) WITHOUT ROWID");

    /// <summary>A read that holds the loop until <paramref name="queued"/> is released, so that what queues up meanwhile is one group; gives what finishes it.</summary>
    public static async Task<Func<Task>> HoldAsync(this SqliteDatabase database, SemaphoreSlim queued)
    {
        using var begun = new SemaphoreSlim(0);
        var held = database.ReadInTurn(() =>
        {
            begun.Release();
            queued.Wait();
            return 0L;
        });
        await begun.WaitAsync();
        return () => held;
    }
}
