using Akka.Configuration;
using Chat.Actors.Databases;
using Chat.Actors.Entities;
using Chat.Actors.History;
using Chat.Actors.Persistence;
using Chat.Actors.Tests.Harness;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Journal;
using LinqToDB.Data;
using Npgsql;

namespace Chat.Actors.Tests.Persistence;

/// <summary>A real database for journal specs: a SQLite file of its own, or a fresh database on the PostgreSQL that the test script started.</summary>
internal sealed class SqlJournalCase : IDisposable
{
    private const string Variable = "CHAT_TEST_POSTGRES";
    private readonly string _folder = Directory.CreateTempSubdirectory("chat-journal-").FullName;

    private SqlJournalCase(DatabaseKind kind, string connectionString)
    {
        Databases = new SqlDatabases(new DatabaseOptions(kind, connectionString, _folder));
        Kind = kind;
    }

    public DatabaseKind Kind { get; }
    public SqlDatabases Databases { get; }
    public IDatabase Database => Databases.All[0];

    public static async Task<SqlJournalCase> CreateAsync(string provider)
    {
        var kind = Enum.Parse<DatabaseKind>(provider);
        var connectionString = "";
        if (kind == DatabaseKind.PostgreSQL)
        {
            var server = Environment.GetEnvironmentVariable(Variable);
            Skip.If(string.IsNullOrEmpty(server), $"no PostgreSQL server: {Variable} is not set (test.sh starts one where its binaries are installed)");
            var name = "journal_" + Guid.NewGuid().ToString("N");
            await using var connection = new NpgsqlConnection(server);
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand($"create database {name}", connection);
            await create.ExecuteNonQueryAsync();
            connectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ToString();
        }

        var one = new SqlJournalCase(kind, connectionString);
        await one.Databases.StartAsync(CancellationToken.None);
        return one;
    }

    /// <summary>Another "node" on the same database, with our journal.</summary>
    /// <param name="overrides">Settings of the journal that differ from their defaults.</param>
    public UserHost StartHost(UserLimits? limits = null, TimeProvider? time = null, IEntityRows? rows = null, string overrides = "", IHistoryWriter? history = null) => new(
        JournalSetup.Hocon(Kind == DatabaseKind.SQLite ? JournalDatabase.SQLite : JournalDatabase.PostgreSQL, Database.ConnectionString, overrides), limits, time, rows,
        history: history);

    public Task<T> AskAsync<T>(string sql) => Database.ReadAsync((connection, token) => connection.ExecuteAsync<T>(sql, token), CancellationToken.None);

    public Task DoAsync(string sql) => Database.WriteAsync(null, (connection, token) => connection.ExecuteAsync(sql, token), CancellationToken.None);

    /// <summary>One with groups.</summary>
    public GroupHost StartGroupHost(UserLimits users, GroupLimits groups, TimeProvider? time = null, string overrides = "", IHistoryWriter? history = null) => new(
        JournalSetup.Hocon(Kind == DatabaseKind.SQLite ? JournalDatabase.SQLite : JournalDatabase.PostgreSQL, Database.ConnectionString, overrides),
        Databases, users, groups, time, history);

    /// <summary>Another "node" on the same database, with Akka.Persistence.Sql.</summary>
    public UserHost StartStockHost(UserLimits? limits = null, string extra = "") => new(
        ConfigurationFactory.ParseString(extra).WithFallback(PersistenceSetup.Hocon(Kind, Database.ConnectionString, 2, 500)),
        limits, setup: PersistenceSetup.DataOptions(Kind, Database.ConnectionString));

    public void Dispose()
    {
        Databases.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
