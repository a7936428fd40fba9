using System.Data.Common;
using Chat.Actors.Databases.Slots;
using Chat.Protocol.Entities;
using Npgsql;

namespace Chat.Actors.Databases;

/// <summary>
/// One database for all slots, or several by map. <see cref="StartAsync"/> comes before any use: it takes the lock on the data folder,
/// brings the tables up to date, and refuses a map that contradicts the databases.
/// </summary>
public sealed class SqlDatabases : IDatabases, IDisposable
{
    public const string HomeName = "home";
    public const string HomeKey = "Chat__Database__ConnectionString";

    private readonly DatabaseOptions _options;
    private NodeLock? _lock;
    private volatile SlotWays _ways;

    public SqlDatabases(DatabaseOptions options)
    {
        _options = options;
        IDatabase home = options.Kind == DatabaseKind.SQLite ? new SqliteDatabase(options) : new PostgresDatabase(HomeName, HomeKey, options.ConnectionString);
        Map = new SlotMap(home, [.. options.Others.Select((other, i) => ((IDatabase)new PostgresDatabase(
            $"others-{i}", $"Chat__Database__Others__{i}__ConnectionString", other.ConnectionString), other.Slots))]);
        _ways = SlotWays.Of(Map);
    }

    public SlotMap Map { get; }

    public IDatabase Home => Map.Home;

    public IReadOnlyList<IDatabase> All => Map.All;

    public IDatabase For(Slot slot) => _ways.Databases[slot.Value];

    public bool Serves(Slot slot) => _ways.Served.Contains(slot.Value);

    /// <summary>Safe to repeat, and safe for several nodes at once.</summary>
    /// <exception cref="DatabaseStartException">
    /// The data folder is in use or cannot be written, the file is not a database, or slots are elsewhere than the map says.
    /// </exception>
    /// <exception cref="DbException">A database cannot be reached now; trying again is up to the caller.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (_options.Kind == DatabaseKind.SQLite)
        {
            _lock ??= NodeLock.Take(_options.LockFile);
            await Migrations.ApplyAsync(Home, cancellation);
            return;
        }

        var ids = await PrepareAsync(cancellation);
        await SlotRegister.CheckAsync(Map, ids, cancellation);
        await LookAsync(cancellation);
    }

    /// <summary>Tables up to date, databases with an identity: what a move needs, and a start begins with.</summary>
    /// <returns>The ids of the databases, in their order.</returns>
    internal async Task<IReadOnlyList<string>> PrepareAsync(CancellationToken cancellation)
    {
        foreach (var database in All)
        {
            try
            {
                await Migrations.ApplyAsync(database, cancellation);
            }
            catch (DbException e)
            {
                throw new NamedDatabaseException(database, e);
            }
        }

        return await SlotRegister.IdentifyAsync(Map, cancellation);
    }

    /// <summary>Looks again at what the databases serve; a node that runs meets a move like this.</summary>
    /// <returns>What has changed, for the log; empty where nothing has.</returns>
    /// <exception cref="DbException">One of them cannot be asked; for the others it has been done.</exception>
    public async Task<string> LookAsync(CancellationToken cancellation)
    {
        if (_options.Kind == DatabaseKind.SQLite) return "";
        DbException? failure = null;
        var (before, ways) = (_ways, _ways);
        foreach (var database in All)
        {
            try
            {
                await using var connection = new NpgsqlConnection(database.ConnectionString); // from the pool
                await connection.OpenAsync(cancellation);
                ways = ways.With(Map, database, await SlotHolds.LoadAsync(connection, cancellation));
            }
            catch (DbException e)
            {
                failure = new NamedDatabaseException(database, e);
            }
        }

        _ways = ways;
        if (failure is not null) throw failure;
        return ways.ChangesSince(before);
    }

    public void Dispose()
    {
        (Home as IDisposable)?.Dispose();
        _lock?.Dispose();
    }
}
