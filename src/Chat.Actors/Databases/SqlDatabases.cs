using Chat.Protocol.Entities;

namespace Chat.Actors.Databases;

/// <summary>
/// One database for all slots. <see cref="StartAsync"/> comes before any use: it takes the lock on the data folder and brings the
/// tables up to date.
/// </summary>
public sealed class SqlDatabases : IDatabases, IDisposable
{
    private readonly DatabaseOptions _options;
    private readonly IDatabase _database;
    private NodeLock? _lock;

    public SqlDatabases(DatabaseOptions options)
    {
        _options = options;
        _database = options.Kind == DatabaseKind.SQLite ? new SqliteDatabase(options) : new PostgresDatabase(options);
        All = [_database];
    }

    public IReadOnlyList<IDatabase> All { get; }

    public IDatabase For(Slot slot) => _database;

    /// <summary>Safe to repeat, and safe for several nodes at once.</summary>
    /// <exception cref="DatabaseStartException">The data folder is in use or cannot be written, or the file is not a database.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached now; trying again is up to the caller.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (_options.Kind == DatabaseKind.SQLite)
            _lock ??= NodeLock.Take(_options.LockFile);
        await Migrations.ApplyAsync(_database, cancellation);
    }

    public void Dispose()
    {
        (_database as IDisposable)?.Dispose();
        _lock?.Dispose();
    }
}
