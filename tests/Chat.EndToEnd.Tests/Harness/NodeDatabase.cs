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

    public static Task<NodeDatabase> OfAsync(string provider) =>
        provider == "SQLite" ? Task.FromResult(Sqlite) : PostgresAsync();
}
