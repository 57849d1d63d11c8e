using Microsoft.Data.Sqlite;

namespace SecUpIoT.Hosting.Storage.Sqlite;

/// <summary>Does reads that came together in one transaction.</summary>
internal sealed class GroupRead(SqliteConnection connection) : IDisposable
{
    private readonly Statement _begin = new(connection, "BEGIN");
    private readonly Statement _end = new(connection, "COMMIT");

    /// <summary>Does all, then tells those who wait.</summary>
    public void Do(IReadOnlyList<PendingRead> reads)
    {
        if (reads.Count == 0) return;
        var began = reads.Count > 1 && Ran(_begin);
        foreach (var read in reads) read.Do();
        if (began) Ran(_end);
        foreach (var read in reads) read.Tell();
    }

    public void Dispose()
    {
        _begin.Dispose();
        _end.Dispose();
    }

    // Without a transaction each read has one of its own, and finds out for itself what is wrong.
    private static bool Ran(Statement statement)
    {
        try
        {
            statement.Execute();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
