using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace SecUpIoT.Hosting.Storage.Sqlite;

/// <summary>
/// One SQLite database of one process: write-ahead log, fully synchronous, one writing connection behind a <see cref="GroupCommit"/> and
/// one reading connection, which sees what is committed. A lock file beside it keeps a second process out.
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    // 64 MiB of log before it is moved into the database: what was written many times meanwhile is moved once.
    private const int LogPages = 16_384;

    // KiB of pages in memory, at most. The writer's hold where a million devices are and when they were seen last, the reader's the upper levels of that.
    private const int WriterCache = 64 * 1024;
    private const int ReaderCache = 16 * 1024;

    private readonly SafeFileHandle _lock;
    private readonly SqliteConnection _reader;
    private readonly GroupCommit _commit;
    private readonly List<Statement> _statements = [];
    private readonly object _reading = new();
    private bool _closed;

    private SqliteDatabase(string path, SafeFileHandle handle, SqliteConnection writer, SqliteConnection reader)
    {
        Path = path;
        _lock = handle;
        Writer = writer;
        _reader = reader;
        _commit = new GroupCommit(writer, path);
    }

    public string Path { get; }

    /// <summary>The writing connection: for preparing statements; they run on the loop of <see cref="GroupCommit"/> only.</summary>
    private SqliteConnection Writer { get; }

    /// <summary>Transactions committed so far.</summary>
    public long Commits => _commit.Commits;

    /// <summary>Opens the database, creating it with <paramref name="schema"/> when it is new.</summary>
    /// <param name="path">The file.</param>
    /// <param name="applicationId">What kind of database it is (SQLite application_id).</param>
    /// <param name="version">The version of the schema (SQLite user_version).</param>
    /// <param name="schema">The statements that create the tables.</param>
    /// <exception cref="StorageException">Busy: another process holds it. StorageCorrupted: it is damaged, of another kind or version.
    /// StorageFailed.</exception>
    public static SqliteDatabase Open(string path, int applicationId, int version, string schema)
    {
        SafeFileHandle? handle = null;
        SqliteConnection? writer = null;
        SqliteConnection? reader = null;
        try
        {
            handle = OwnedFile.Lock(path + ".lock");
            writer = Connect(path, SqliteOpenMode.ReadWriteCreate, WriterCache);
            Run(writer, "PRAGMA journal_mode = WAL");
            Run(writer, "PRAGMA synchronous = FULL");
            Run(writer, $"PRAGMA wal_autocheckpoint = {LogPages}");
            Prepare(writer, path, applicationId, version, schema);
            reader = Connect(path, SqliteOpenMode.ReadWrite, ReaderCache);
            Run(reader, "PRAGMA query_only = ON");
            return new SqliteDatabase(path, handle, writer, reader);
        }
        catch (Exception exception)
        {
            reader?.Dispose();
            writer?.Dispose();
            handle?.Dispose();
            if (exception is SqliteException said) throw SqliteFaults.Translate(path, said);
            throw;
        }
    }

    /// <summary>A statement for use inside <see cref="Write"/> and <see cref="ReadInTurn{T}"/>; disposed with the database.</summary>
    public Statement ForWriting(string sql, int parameters) => Keep(new Statement(Writer, sql, parameters));

    /// <summary>A statement for use inside <see cref="Read{T}"/>; disposed with the database.</summary>
    public Statement ForReading(string sql, int parameters) => Keep(new Statement(_reader, sql, parameters));

    /// <summary>Queues a write; its task completes when it is durable. See <see cref="GroupCommit.Write"/>.</summary>
    public Task Write(Func<Action?> work) => _commit.Write(work);

    /// <summary>Runs a read over what is committed.</summary>
    public T Read<T>(Func<T> work)
    {
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return Guarded(work);
        }
    }

    /// <summary>Queues a short read over what is committed, with a statement for writing: it waits for the group under way, and costs least. See <see cref="GroupCommit.Read"/>.</summary>
    public Task<T> ReadInTurn<T>(Func<T> work) => _commit.Read(() => Guarded(work));

    /// <summary>Finishes the writes that wait, moves the write-ahead log into the database, and closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_reading)
        {
            if (_closed) return;
            _closed = true;
        }

        await _commit.DisposeAsync().ConfigureAwait(false);
        foreach (var statement in _statements) statement.Dispose();
        await _reader.DisposeAsync().ConfigureAwait(false);
        try
        {
            Run(Writer, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // The log stays beside the database and is read when it is opened again: nothing is lost.
        }

        await Writer.DisposeAsync().ConfigureAwait(false);
        _lock.Dispose();
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode, int cache)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        Run(connection, $"PRAGMA cache_size = -{cache}");
        return connection;
    }

    private static void Prepare(SqliteConnection connection, string path, int applicationId, int version, string schema)
    {
        var foundId = Number(connection, "PRAGMA application_id");
        var foundVersion = Number(connection, "PRAGMA user_version");
        if (foundId == 0 && foundVersion == 0 && Number(connection, "SELECT COUNT(*) FROM sqlite_schema") == 0)
        {
            Run(connection, string.Create(
                CultureInfo.InvariantCulture,
                $"BEGIN IMMEDIATE; {schema}; PRAGMA application_id = {applicationId}; PRAGMA user_version = {version}; COMMIT"));
            return;
        }

        if (foundId == applicationId && foundVersion == version) return;
        throw SqliteFaults.Corrupted(path, $"expected a database of kind {applicationId:x8}, version {version}, but it is of kind {foundId:x8}, version {foundVersion}");
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(Path, exception);
        }
        catch (Exception exception) when (exception is InvalidCastException or ArgumentException)
        {
            throw SqliteFaults.Corrupted(Path, $"expected a row of the schema, but: {exception.Message}", exception);
        }
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        return statement.All(static row => row.GetInt64(0))[0];
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Execute();
    }

    private Statement Keep(Statement statement)
    {
        _statements.Add(statement);
        return statement;
    }
}
