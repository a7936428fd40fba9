using Npgsql;

namespace Chat.EndToEnd.Tests.Harness;

/// <summary>The database of a node under test: the embedded one, or a fresh database on the PostgreSQL that the test script started.</summary>
internal sealed record NodeDatabase(string Provider, string ConnectionString)
{
    public const string PostgresVariable = "CHAT_TEST_POSTGRES";

    public static NodeDatabase Sqlite { get; } = new("SQLite", "");

    /// <summary>Skips the test, saying why, where no server was given.</summary>
    public static async Task<NodeDatabase> PostgresAsync()
    {
        var server = Environment.GetEnvironmentVariable(PostgresVariable);
        Skip.If(string.IsNullOrEmpty(server), $"no PostgreSQL server: {PostgresVariable} is not set (test.sh starts one where its binaries are installed)");
        var name = "e2e_" + Guid.NewGuid().ToString("N");
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NodeDatabase("PostgreSQL", new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString());
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // written in the tests
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }

    /// <summary>As when its server has gone: whoever is connected is cut off, and nobody gets in.</summary>
    public async Task CloseToAllAsync()
    {
        await using var connection = new NpgsqlConnection(Environment.GetEnvironmentVariable(PostgresVariable));
        await connection.OpenAsync();
        var name = new NpgsqlConnectionStringBuilder(ConnectionString).Database;
#pragma warning disable CA2100 // a name made above
        await using var command = new NpgsqlCommand(
            $"alter database {name} with allow_connections false; select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public static Task<NodeDatabase> OfAsync(string provider) =>
        provider == "SQLite" ? Task.FromResult(Sqlite) : PostgresAsync();
}
