using Chat.Actors.Databases;
using Chat.Actors.Databases.Slots;
using LinqToDB.Data;
using Npgsql;

namespace Chat.Node.Tests.Databases;

/// <summary>A map that contradicts what the databases say of themselves is refused at the start, in one line.</summary>
public sealed class SlotRegisterTests
{
    private static readonly SlotSet Upper = SlotSet.Where(slot => slot >= 0x800);

    [SkippableFact]
    public async Task A_new_installation_takes_its_map_as_it_is_and_every_database_refuses_rows_of_the_others()
    {
        using var home = new DatabaseFolder(DatabaseKind.PostgreSQL);
        using var other = new DatabaseFolder(DatabaseKind.PostgreSQL);
        for (var i = 0; i < 2; i++)
        {
            using var databases = With(home, other, Upper);
            await databases.StartAsync(CancellationToken.None);
            Assert.Equal(Migrations.Scripts(DatabaseKind.PostgreSQL).Count, await CountAsync(databases.All[1], "chat_schema"));
            foreach (var (database, mine, notMine) in new[] { (databases.All[0], 0x7ff, 0x800), (databases.All[1], 0x800, 0x7ff) })
            {
                await InsertAsync(database, mine, $"mine-{i}");
                Assert.Equal("served_slots", (await Assert.ThrowsAsync<PostgresException>(() => InsertAsync(database, notMine, "x"))).ConstraintName);
            }
        }
    }

    [SkippableFact]
    public async Task Nodes_that_start_a_new_installation_together_take_turns()
    {
        using var home = new DatabaseFolder(DatabaseKind.PostgreSQL);
        using var other = new DatabaseFolder(DatabaseKind.PostgreSQL);
        var nodes = Enumerable.Range(0, 4).Select(_ => With(home, other, Upper)).ToList();
        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.StartAsync(CancellationToken.None))));
        foreach (var database in nodes[0].All)
        {
            Assert.Equal(1, await CountAsync(database, "chat_database"));
            Assert.Equal(1, await CountAsync(database, "slot_map"));
        }

        // One counter of entity numbers for all.
        Assert.Equal(1, await CountAsync(nodes[0].Home, "entity_number_blocks"));
        Assert.Equal(0, await CountAsync(nodes[0].All[1], "entity_number_blocks"));
        Assert.Equal(1, await new SqlEntityNumbers(nodes[0]).NextAsync(CancellationToken.None));
        nodes.ForEach(node => node.Dispose());
    }

    [SkippableFact]
    public async Task Slots_with_rows_are_not_given_to_another_database_by_the_configuration_alone()
    {
        using var home = new DatabaseFolder(DatabaseKind.PostgreSQL);
        using var other = new DatabaseFolder(DatabaseKind.PostgreSQL);
        // As an older version leaves it: rows, and nothing said of slots.
        using (var before = new SqlDatabases(home.Options))
        {
            await before.StartAsync(CancellationToken.None);
            await InsertAsync(before.Home, 0x900, "alice");
            await ExecuteAsync(before.Home, "delete from slot_map");
        }

        await RefusedAsync(With(home, other, Upper), "^Chat__Database__Others__0__Slots: slots 800-fff are in the database 'home'; run move-slots with this configuration first");
        await RefusedAsync(With(home, other, Upper), "^Chat__Database__Others__0__Slots: ");
        using var after = new SqlDatabases(home.Options);
        await after.StartAsync(CancellationToken.None);
        await InsertAsync(after.Home, 0x901, "bob");
    }

    [SkippableFact]
    public async Task Databases_that_are_missing_swapped_doubled_or_someone_elses_are_refused()
    {
        using var home = new DatabaseFolder(DatabaseKind.PostgreSQL);
        using var other = new DatabaseFolder(DatabaseKind.PostgreSQL);
        using var strange = new DatabaseFolder(DatabaseKind.PostgreSQL);
        using (var first = With(home, other, Upper)) await first.StartAsync(CancellationToken.None);
        using (var elsewhere = new SqlDatabases(strange.Options)) await elsewhere.StartAsync(CancellationToken.None);

        await RefusedAsync(new SqlDatabases(home.Options), "^Chat__Database__ConnectionString: slots 800-fff are not served by 'home' but by a database that is not configured");
        await RefusedAsync(With(other, home, Upper), "^Chat__Database__ConnectionString: this is not the home database");
        await RefusedAsync(With(home, strange, Upper), "^Chat__Database__Others__0__ConnectionString: this database belongs to another installation");
        await RefusedAsync(With(home, home, Upper), "^Chat__Database__Others__0__ConnectionString: ");
        await RefusedAsync(With(home, other, SlotSet.Where(slot => slot >= 0xc00)), "^Chat__Database__ConnectionString: slots 800-bff are in the database 'others-0'");
        using var again = With(home, other, Upper);
        await again.StartAsync(CancellationToken.None);
    }

    [SkippableFact]
    public async Task A_node_that_runs_when_slots_move_reads_them_no_more_and_says_so()
    {
        using var home = new DatabaseFolder(DatabaseKind.PostgreSQL);
        using var other = new DatabaseFolder(DatabaseKind.PostgreSQL);
        using var node = With(home, other, SlotSet.None);
        await node.StartAsync(CancellationToken.None);
        await InsertAsync(node.Home, 0x900, "alice");
        using (var map = With(home, other, Upper)) await new SlotMove(map, _ => { }, TimeProvider.System).RunAsync(CancellationToken.None);

        Assert.Equal("slots 800-fff have moved to another database; this node has to be restarted with the new map", await node.LookAsync(CancellationToken.None));
        Assert.Equal("", await node.LookAsync(CancellationToken.None));
        Assert.False(node.Serves(new(0x900)));
        await Assert.ThrowsAsync<SlotMovedException>(() => CountAsync(node.For(new(0x900)), "handles"));
        Assert.True(node.Serves(new(0x7ff)));
        Assert.Equal(0, await CountAsync(node.For(new(0x7ff)), "handles"));
        await RefusedAsync(With(home, other, SlotSet.None), "^Chat__Database__ConnectionString: slots 800-fff are in the database 'others-0'");
    }

    private static SqlDatabases With(DatabaseFolder home, DatabaseFolder other, SlotSet slots) =>
        new(home.Options with { Others = [new OtherDatabase(other.Options.ConnectionString, slots)] });

    private static async Task RefusedAsync(SqlDatabases databases, string line)
    {
        using (databases)
            Assert.Matches(line, (await Assert.ThrowsAsync<DatabaseStartException>(() => databases.StartAsync(CancellationToken.None))).Message);
    }

    private static Task<int> InsertAsync(IDatabase database, int slot, string handle) =>
        ExecuteAsync(database, $"insert into handles (slot, handle, user_id) values ({slot}, '{handle}', '1')");

    private static Task<int> ExecuteAsync(IDatabase database, string sql) =>
        database.WriteAsync(null, (connection, stop) => connection.ExecuteAsync(sql, stop), CancellationToken.None);

    private static Task<int> CountAsync(IDatabase database, string table) =>
        database.ReadAsync((connection, stop) => connection.ExecuteAsync<int>($"select count(*) from {table}", stop), CancellationToken.None);
}
