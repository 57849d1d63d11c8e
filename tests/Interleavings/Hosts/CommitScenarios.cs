using Microsoft.Data.Sqlite;
using SecUpIoT.Hosting.Storage.Sqlite;
using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>Many writers, one transaction, and a store that is closed in the middle.</summary>
internal static class CommitScenarios
{
    private const int Writers = 3;

    public static IReadOnlyList<Scenario> All { get; } = [Closing(static (work, commit) => commit.Write(work))];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new(
            "commit-acknowledges-what-is-queued",
            "A writer is told that its write is stored as soon as it is queued.",
            Closing(static (work, commit) =>
            {
                _ = commit.Write(work);
                return Task.CompletedTask;
            }),
            "I-13"),
    ];

    private static Scenario Closing(Func<Func<Action?>, GroupCommit, Task> write) => new(
        "store-closed-during-commit",
        Subject.Hosts,
        "Three writers share transactions while the store is closed.",
        ["I-13", "R-GEN-03", "I-21"],
        1_000,
        async _ =>
        {
            // A real database in memory: its calls do not wait for anybody.
            using var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            Execute(connection, "CREATE TABLE written (number INTEGER)");
            var commit = new GroupCommit(connection, "memory");
            var afterwards = 0;
            var writing = Enumerable.Range(0, Writers).Select(n => Task.Run(() => WriteAsync(n))).ToArray();
            var closing = Task.Run(() => commit.DisposeAsync().AsTask());
            var told = await Task.WhenAll(writing);
            await closing;
            var stored = Stored(connection);
            Demand.That(told.Count(static acknowledged => acknowledged) == stored.Count, "R-GEN-03", $"{stored.Count} are stored, {told.Count(static t => t)} were acknowledged");
            Demand.That(afterwards == stored.Count, "R-GEN-03", "what follows a commit did not follow it once");

            async Task<bool> WriteAsync(int number)
            {
                try
                {
                    await write(
                        () =>
                        {
                            Execute(connection, $"INSERT INTO written VALUES ({number})");
                            return () => afterwards++;
                        },
                        commit);
                }
                catch (ObjectDisposedException)
                {
                    return false;
                }

                Demand.That(Stored(connection).Contains(number), "I-13", $"write {number} was acknowledged and is not stored");
                return true;
            }
        });

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<int> Stored(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number FROM written";
        using var reader = command.ExecuteReader();
        var stored = new List<int>();
        while (reader.Read()) stored.Add(reader.GetInt32(0));
        return stored;
    }
}
