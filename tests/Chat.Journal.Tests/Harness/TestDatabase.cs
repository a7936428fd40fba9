using System.Data.Common;
using Chat.Actors.Databases;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Chat.Journal.Tests.Harness;

/// <summary>A database with the host's tables: a SQLite file of its own, or a fresh database on a PostgreSQL server.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private const string Variable = "CHAT_TEST_POSTGRES";
    private readonly string _folder;
    private readonly string? _server;
    private readonly SqlDatabases _databases;

    private TestDatabase(DatabaseKind kind, string connectionString, string folder, string? server)
    {
        Kind = kind;
        _folder = folder;
        _server = server;
        _databases = new SqlDatabases(new DatabaseOptions(kind, connectionString, folder));
    }

    public DatabaseKind Kind { get; }

    public string ConnectionString => _databases.All[0].ConnectionString;

    /// <param name="server">Of PostgreSQL; the one that the test script started, if none is given.</param>
    /// <param name="folder">Of SQLite; a temporary one, if none is given.</param>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind, string? server = null, string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("chat-journal-").FullName;
        var connectionString = "";
        if (kind == DatabaseKind.PostgreSQL)
        {
            server ??= Environment.GetEnvironmentVariable(Variable);
            Skip.If(string.IsNullOrEmpty(server), $"no PostgreSQL server: {Variable} is not set (test.sh starts one where its binaries are installed)");
            var name = "journal_" + Guid.NewGuid().ToString("N");
            await OnServerAsync(server!, $"create database {name}");
            connectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();
        }

        var one = new TestDatabase(kind, connectionString, folder, server);
        await one._databases.StartAsync(CancellationToken.None);
        return one;
    }

    /// <summary>A node on this database.</summary>
    public JournalNode Start(Journals journals, string overrides = JournalsSetup.DeleteAtOnce, string extra = "") =>
        journals.Start(Kind, ConnectionString, overrides, extra);

    public Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] parameters) =>
        CommandAsync(sql, parameters, command => command.ExecuteNonQueryAsync());

    public Task<long> CountAsync(string sql, params (string Name, object Value)[] parameters) =>
        CommandAsync(sql, parameters, async command => Convert.ToInt64(await command.ExecuteScalarAsync()));

    public Task<long> RowsAsync(string id) => CountAsync("select count(*) from journal where persistence_id = @id", ("id", id));

    public DbConnection Connect() => Kind == DatabaseKind.SQLite ? new SqliteConnection(ConnectionString) : new NpgsqlConnection($"{ConnectionString};Pooling=false");

    public async ValueTask DisposeAsync()
    {
        _databases.Dispose();
        if (Kind == DatabaseKind.SQLite)
        {
            SqliteConnection.ClearAllPools();
        }
        else
        {
            await OnServerAsync(_server!, $"drop database if exists {new NpgsqlConnectionStringBuilder(ConnectionString).Database} with (force)");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<T> CommandAsync<T>(string sql, (string Name, object Value)[] parameters, Func<DbCommand, Task<T>> run)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // written in the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return await run(command);
    }

    private static async Task OnServerAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection($"{server};Pooling=false"); // a pool would hold on to what a restart has cut
        await connection.OpenAsync();
#pragma warning disable CA2100 // written in the tests
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
