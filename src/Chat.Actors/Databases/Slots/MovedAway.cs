using System.Data.Common;
using LinqToDB.Data;

namespace Chat.Actors.Databases.Slots;

/// <summary>The slot is in a database that this node's map does not name for it: the node is to be restarted with the new map.</summary>
public sealed class SlotMovedException : DbException
{
    public SlotMovedException()
        : this("The slot has moved to another database; this node's map is old.")
    {
    }

    public SlotMovedException(string message)
        : base(message)
    {
    }

    public SlotMovedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// Stands for the database of slots that have moved away while this node ran: what is still there would be read as it was, a token
/// revoked since then among it.
/// </summary>
internal sealed class MovedAway : IDatabase
{
    public static readonly MovedAway Instance = new();

    public DatabaseKind Kind => DatabaseKind.PostgreSQL;

    public string Name => "moved";

    public string Key => SqlDatabases.HomeKey;

    public string ConnectionString => throw new SlotMovedException();

    public DataConnection Open() => throw new SlotMovedException();

    public Task<T> ReadAsync<T>(Func<DataConnection, CancellationToken, Task<T>> query, CancellationToken cancellation) =>
        Task.FromException<T>(new SlotMovedException());

    public Task<T> WriteAsync<T>(string? exclusive, Func<DataConnection, CancellationToken, Task<T>> change, CancellationToken cancellation) =>
        Task.FromException<T>(new SlotMovedException());
}
