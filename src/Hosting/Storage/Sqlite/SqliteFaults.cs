using Microsoft.Data.Sqlite;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage.Sqlite;

/// <summary>Says in the vocabulary of the project what SQLite says in its own.</summary>
internal static class SqliteFaults
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    public static StorageException Translate(string path, SqliteException exception) => exception.SqliteErrorCode switch
    {
        Corrupt or NotADatabase => Corrupted(path, $"expected a sound database, but SQLite said: {exception.Message}", exception),
        Busy or Locked => new StorageException(
            ResultCode.Busy,
            $"{path}: expected to be the database's only user, but another process holds it. Stop that process, then try again.",
            exception),
        _ => StorageException.Failed(path, "use the database", exception),
    };

    public static StorageException Corrupted(string path, string fault, Exception? inner = null)
    {
        var message = $"{path}: {fault}. Restore the database from a backup, or delete it and start anew.";
        return inner is null ? new(ResultCode.StorageCorrupted, message) : new(ResultCode.StorageCorrupted, message, inner);
    }
}
