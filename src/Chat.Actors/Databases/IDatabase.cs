using LinqToDB.Data;

namespace Chat.Actors.Databases;

/// <summary>
/// One database. Work is handed in rather than connections handed out, because SQLite's driver is synchronous behind its
/// asynchronous face and has one writer: its work runs on a pool thread, and its changes queue in front of the file.
/// Fails with a <see cref="System.Data.Common.DbException"/> where the database does.
/// </summary>
public interface IDatabase
{
    DatabaseKind Kind { get; }

    /// <summary><c>home</c>, or <c>others-0</c> and so on: for operators, health and the ids of journals.</summary>
    string Name { get; }

    /// <summary>The setting that names it, as an environment variable.</summary>
    string Key { get; }

    /// <summary>For the journal, which has its own way to the database.</summary>
    string ConnectionString { get; }

    /// <summary>A connection of its own for what needs more than the two below; to be disposed.</summary>
    DataConnection Open();

    /// <summary>Queries, without a transaction.</summary>
    Task<T> ReadAsync<T>(Func<DataConnection, CancellationToken, Task<T>> query, CancellationToken cancellation);

    /// <summary>
    /// One short transaction (read committed); committed when <paramref name="change"/> returns, rolled back when it throws. It must
    /// wait for nothing but the database: on SQLite the journal waits meanwhile.
    /// </summary>
    /// <param name="exclusive">Changes with the same key, on all nodes, come one after the other; null where they need not.</param>
    Task<T> WriteAsync<T>(string? exclusive, Func<DataConnection, CancellationToken, Task<T>> change, CancellationToken cancellation);
}
