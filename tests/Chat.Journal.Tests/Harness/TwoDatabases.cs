using Chat.Actors.Databases;
using Chat.Actors.Databases.Slots;
using Npgsql;

namespace Chat.Journal.Tests.Harness;

/// <summary>Two empty PostgreSQL databases, and what nodes and movers make of them with one map or another.</summary>
internal sealed class TwoDatabases : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("chat-slots-").FullName;

    private TwoDatabases(string server)
    {
        _server = server;
        string Named(string name) => new NpgsqlConnectionStringBuilder(server) { Database = name + Guid.NewGuid().ToString("N"), MaxPoolSize = 10 }.ToString();
        (Home, Other) = (Named("slots_home_"), Named("slots_other_"));
    }

    public string Home { get; }

    public string Other { get; }

    public static async Task<TwoDatabases> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable("CHAT_TEST_POSTGRES");
        Skip.If(string.IsNullOrEmpty(server), "no PostgreSQL server: CHAT_TEST_POSTGRES is not set (test.sh starts one where its binaries are installed)");
        var two = new TwoDatabases(server!);
        foreach (var database in new[] { two.Home, two.Other })
            await ExecuteAsync(server!, $"create database {new NpgsqlConnectionStringBuilder(database).Database}");
        return two;
    }

    /// <param name="others">What the other database has by the map; null where it is not in the configuration.</param>
    public SqlDatabases With(string? others)
    {
        if (others is null) return new SqlDatabases(new DatabaseOptions(DatabaseKind.PostgreSQL, Home, _folder));
        Assert.True(SlotSet.TryParse(others, out var slots, out var mistake), mistake);
        return new SqlDatabases(new DatabaseOptions(DatabaseKind.PostgreSQL, Home, _folder) { Others = [new OtherDatabase(Other, slots)] });
    }

    /// <summary>As a node does when it starts.</summary>
    public async Task StartAsync(string? others)
    {
        using var databases = With(others);
        await databases.StartAsync(CancellationToken.None);
    }

    /// <returns>What it said.</returns>
    public async Task<IReadOnlyList<string>> MoveAsync(string others, Action<string>? tell = null, CancellationToken cancellation = default)
    {
        using var databases = With(others);
        var said = new List<string>();
        await new SlotMove(databases, line =>
        {
            said.Add(line);
            tell?.Invoke(line);
        }, TimeProvider.System).RunAsync(cancellation);
        return said;
    }

    /// <summary>A node's journal on one of the two, whatever the map says.</summary>
    public static JournalNode Start(string database) => Journals.Ours.Start(DatabaseKind.PostgreSQL, database);

    public static async Task<int> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{database};Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // written in the tests
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{database};Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // written in the tests
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var database in new[] { Home, Other })
            await ExecuteAsync(_server, $"drop database {new NpgsqlConnectionStringBuilder(database).Database} with (force)");
        Directory.Delete(_folder, recursive: true);
    }
}
