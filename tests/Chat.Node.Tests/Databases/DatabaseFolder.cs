using Chat.Actors.Databases;
using LinqToDB.Data;
using Npgsql;

namespace Chat.Node.Tests.Databases;

/// <summary>A database of its own for one test: a SQLite file, or a PostgreSQL database where <c>CHAT_TEST_POSTGRES</c> names a server.</summary>
internal sealed class DatabaseFolder : IDisposable
{
    private readonly string? _server;
    private readonly string _name = $"chat_test_{Guid.NewGuid():N}";

    public DatabaseFolder(DatabaseKind kind)
    {
        Folder = Directory.CreateTempSubdirectory("chat-db-").FullName;
        if (kind == DatabaseKind.SQLite)
        {
            Options = new DatabaseOptions(kind, "", Folder);
            return;
        }

        _server = Environment.GetEnvironmentVariable("CHAT_TEST_POSTGRES");
        Skip.If(string.IsNullOrEmpty(_server), "CHAT_TEST_POSTGRES holds no connection string of a PostgreSQL server.");
        Execute($"create database {_name}");
        Options = new DatabaseOptions(kind, new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ToString(), Folder);
    }

    public string Folder { get; }

    public DatabaseOptions Options { get; } = null!;

    public void Dispose()
    {
        if (_server is not null)
            Execute($"drop database {_name} with (force)");
        Directory.Delete(Folder, recursive: true);
    }

    private void Execute(string sql)
    {
        using var source = NpgsqlDataSource.Create(_server!);
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
