using LinqToDB;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;

namespace Chat.Actors.Databases;

/// <summary>The embedded database: one file, write-ahead log, every commit on disk before it is answered.</summary>
internal sealed class SqliteDatabase : IDatabase, IDisposable
{
    /// <summary>
    /// Set at every open: neither is a property of the file. FULL is what makes an answered commit survive a power cut. SQLite's own
    /// busy handler polls from 1 ms upwards; the driver's fallback sleeps 150 ms at a time. Each pooled connection has a page cache of its
    /// own, 2 MB by default, which a storm of wake-ups would multiply; the file is in the system's cache anyway.
    /// </summary>
    internal const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA cache_size=-512;";

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly DataOptions _options;

    public SqliteDatabase(DatabaseOptions options)
    {
        ConnectionString = BuildConnectionString(options);
        _options = new DataOptions()
            .UseConnectionString(ProviderName.SQLiteMS, ConnectionString)
            .UseAfterConnectionOpened(connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = Pragmas;
                command.ExecuteNonQuery();
            });
    }

    public string ConnectionString { get; }

    public DatabaseKind Kind => DatabaseKind.SQLite;

    public string Name => SqlDatabases.HomeName;

    public string Key => SqlDatabases.HomeKey;

    public DataConnection Open() => new(_options);

    public Task<T> ReadAsync<T>(Func<DataConnection, CancellationToken, Task<T>> query, CancellationToken cancellation) =>
        Task.Run(
            async () =>
            {
                await using var connection = Open();
                return await query(connection, cancellation);
            },
            cancellation);

    /// <summary>
    /// Changes of this process queue here, so that the journal competes with one other writer at most; that queue also orders those
    /// with the same key. The transaction takes the file's write lock at its beginning: one that reads first could not be upgraded.
    /// </summary>
    public async Task<T> WriteAsync<T>(
        string? exclusive, Func<DataConnection, CancellationToken, Task<T>> change, CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            return await Task.Run(
                async () =>
                {
                    await using var connection = Open();
                    await using var transaction = await connection.BeginTransactionAsync(cancellation);
                    var result = await change(connection, cancellation);
                    await transaction.CommitAsync(CancellationToken.None);
                    return result;
                },
                CancellationToken.None);
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        // Pooled connections keep the file, and a deleted one would be written on unseen.
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static string BuildConnectionString(DatabaseOptions options)
    {
        try
        {
            // Seconds; of a key that comes twice the later counts.
            var builder = new SqliteConnectionStringBuilder($"Default Timeout=15;{options.ConnectionString}");
            if (builder.DataSource.Length == 0)
                builder.DataSource = Path.GetFullPath(options.SqliteFile);
            return builder.ToString();
        }
        catch (ArgumentException e)
        {
            throw new DatabaseStartException($"{SqlDatabases.HomeKey}: not a connection string of SQLite ({e.Message})", e);
        }
    }
}
