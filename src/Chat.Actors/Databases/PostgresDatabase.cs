using System.IO.Hashing;
using System.Text;
using LinqToDB;
using LinqToDB.Data;
using Npgsql;

namespace Chat.Actors.Databases;

/// <summary>A PostgreSQL database, shared by the nodes.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    /// <summary>First half of our advisory locks ("CHAT"), so that they cannot meet those of another program.</summary>
    internal const int LockSpace = 0x43484154;

    private readonly DataOptions _options;

    public PostgresDatabase(string name, string key, string connectionString)
    {
        (Name, Key) = (name, key);
        ConnectionString = BuildConnectionString(key, connectionString);
        // A provider with its version spares the detection by a connection of its own; 15 is the lowest that we support.
        _options = new DataOptions().UseConnectionString(ProviderName.PostgreSQL15, ConnectionString);
    }

    public string ConnectionString { get; }

    public DatabaseKind Kind => DatabaseKind.PostgreSQL;

    public string Name { get; }

    public string Key { get; }

    public DataConnection Open() => new(_options);

    public async Task<T> ReadAsync<T>(Func<DataConnection, CancellationToken, Task<T>> query, CancellationToken cancellation)
    {
        await using var connection = Open();
        return await query(connection, cancellation);
    }

    public async Task<T> WriteAsync<T>(
        string? exclusive, Func<DataConnection, CancellationToken, Task<T>> change, CancellationToken cancellation)
    {
        await using var connection = Open();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (exclusive is not null)
        {
            // Ends with the transaction. Two keys of one hash only wait for each other needlessly.
            await connection.ExecuteAsync(
                "select pg_advisory_xact_lock(@space, @key)", cancellation,
                DataParameter.Int32("space", LockSpace), DataParameter.Int32("key", HashOf(exclusive)));
        }

        var result = await change(connection, cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private static int HashOf(string key) => unchecked((int)XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(key)));

    /// <summary>A request must not hang for the driver's 15 s + 30 s where the operator has not asked for it.</summary>
    private static string BuildConnectionString(string key, string text)
    {
        try
        {
            // Of a key that comes twice the later counts. The pool leaves a server with its usual 100 connections room for a second node;
            // Timeout is also how long one waits for the pool, which a storm of wake-ups does.
            return new NpgsqlConnectionStringBuilder($"Timeout=15;Command Timeout=15;Maximum Pool Size=40;Application Name=chat;{text}").ToString();
        }
        catch (ArgumentException e)
        {
            throw new DatabaseStartException($"{key}: not a connection string of PostgreSQL ({e.Message})", e);
        }
    }
}
