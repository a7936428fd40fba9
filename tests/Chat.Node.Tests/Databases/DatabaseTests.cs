using Chat.Actors.Databases;
using Chat.Node.Configuration;
using Chat.Protocol.Entities;
using LinqToDB.Data;

namespace Chat.Node.Tests.Databases;

public sealed class DatabaseTests
{
    [SkippableTheory]
    [InlineData(DatabaseKind.SQLite)]
    [InlineData(DatabaseKind.PostgreSQL)]
    public async Task A_second_start_repeats_no_migration(DatabaseKind kind)
    {
        using var folder = new DatabaseFolder(kind);
        for (var i = 0; i < 2; i++)
        {
            using var databases = new SqlDatabases(folder.Options);
            await databases.StartAsync(CancellationToken.None);
            Assert.Equal(Migrations.Scripts(kind).Count, await CountAsync(databases, "chat_schema"));
            Assert.Equal(1, await CountAsync(databases, "entity_number_blocks"));
        }
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.SQLite)]
    [InlineData(DatabaseKind.PostgreSQL)]
    public async Task Nodes_that_start_together_do_not_race_the_migrations(DatabaseKind kind)
    {
        using var folder = new DatabaseFolder(kind);
        // Past the lock on the folder, which would keep the others out before the database had to.
        var nodes = Enumerable.Range(0, 6)
            .Select(i => new SqlDatabases(folder.Options with { DataFolder = Path.Combine(folder.Folder, $"{i}"), ConnectionString = Shared(folder) })).ToList();
        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.StartAsync(CancellationToken.None))));
        Assert.Equal(Migrations.Scripts(kind).Count, await CountAsync(nodes[0], "chat_schema"));
        nodes.ForEach(node => node.Dispose());
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.SQLite)]
    [InlineData(DatabaseKind.PostgreSQL)]
    public async Task Entity_numbers_are_unique_over_threads_and_nodes(DatabaseKind kind)
    {
        using var folder = new DatabaseFolder(kind);
        using var databases = new SqlDatabases(folder.Options);
        await databases.StartAsync(CancellationToken.None);
        SqlEntityNumbers[] nodes = [new(databases), new(databases)];
        var taken = await Task.WhenAll(nodes.SelectMany(node => Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var mine = new List<long>();
            for (var i = 0; i < 1_000; i++)
                mine.Add(await node.NextAsync(CancellationToken.None));
            return mine;
        }))));
        var all = taken.SelectMany(numbers => numbers).ToList();
        Assert.Equal(16_000, all.Distinct().Count());
        Assert.Equal(1, all.Min());
        // No block is reserved and left.
        Assert.InRange(all.Max(), 16_000, 16_000 + (2 * SqlEntityNumbers.BlockSize));
    }

    [Fact]
    public async Task A_second_process_is_kept_out_of_the_data_folder_and_told_so_in_one_line()
    {
        using var folder = new DatabaseFolder(DatabaseKind.SQLite);
        using (var first = new SqlDatabases(folder.Options))
        {
            await first.StartAsync(CancellationToken.None);
            using var second = new SqlDatabases(folder.Options);
            using var errors = new StringWriter();
            Assert.Equal(1, await StartupErrors.GuardAsync(() => second.StartAsync(CancellationToken.None), errors));
            Assert.Matches(@"^Chat__DataFolder: .*node\.lock is locked: [^\n]*\n$", errors.ToString());
        }

        using var after = new SqlDatabases(folder.Options);
        await after.StartAsync(CancellationToken.None);
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.SQLite)]
    [InlineData(DatabaseKind.PostgreSQL)]
    public async Task A_change_that_throws_leaves_nothing_and_changes_of_one_key_take_turns(DatabaseKind kind)
    {
        using var folder = new DatabaseFolder(kind);
        using var databases = new SqlDatabases(folder.Options);
        await databases.StartAsync(CancellationToken.None);
        var database = databases.For(new Slot(5));
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync<int>("key", async (connection, stop) =>
        {
            await connection.ExecuteAsync("insert into handles (slot, handle, user_id) values (5, 'alice', '1')", stop);
            throw new InvalidOperationException();
        }, CancellationToken.None));
        Assert.Equal(0, await CountAsync(databases, "handles"));

        var inside = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.WriteAsync("key", async (connection, stop) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            await connection.ExecuteAsync<int>("select 1", stop);
            return Interlocked.Decrement(ref inside);
        }, CancellationToken.None)));
    }

    private static string Shared(DatabaseFolder folder) =>
        folder.Options.Kind == DatabaseKind.SQLite ? $"Data Source={folder.Options.SqliteFile}" : folder.Options.ConnectionString;

    private static Task<int> CountAsync(SqlDatabases databases, string table) =>
        databases.For(new Slot(0)).ReadAsync((connection, stop) => connection.ExecuteAsync<int>($"select count(*) from {table}", stop), CancellationToken.None);
}
