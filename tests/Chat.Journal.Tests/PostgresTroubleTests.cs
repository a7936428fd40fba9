using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;
using Npgsql;

namespace Chat.Journal.Tests;

/// <summary>Our journal: what a PostgreSQL that is up can do to a commit has an answer inside; no entity hears of it.</summary>
[Collection(PrivatePostgresCollection.Name)]
public sealed class PostgresTroubleTests(PrivatePostgres postgres)
{
    private const string Insert = "insert into journal (created, deleted, persistence_id, sequence_number, message, identifier, manifest, writer_uuid) ";

    [SkippableFact]
    public async Task Connections_that_are_cut_in_mid_commit_leave_nothing_lost_and_nothing_twice()
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var node = database.Start(Journals.Ours);
        var traffic = new Traffic(node, entities: 40);
        for (var i = 0; i < 25; i++)
        {
            await traffic.MovesOnAsync(20);
            await postgres.TerminateConnectionsAsync(NameOf(database));
        }

        await traffic.MovesOnAsync();
        await traffic.StopAsync();
        await traffic.AllIsThereAsync(database);
    }

    [SkippableFact]
    public async Task While_it_is_read_only_writes_wait_and_then_go_on()
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var node = database.Start(Journals.Ours);
        await using var impatient = database.Start(Journals.Ours, "give-up-after = 500ms");
        var traffic = new Traffic(node, entities: 20);
        await traffic.MovesOnAsync();
        await postgres.ExecuteAsync($"alter database {NameOf(database)} set default_transaction_read_only = on");
        await postgres.TerminateConnectionsAsync(NameOf(database));

        var written = await impatient.WriteAsync("impatient", 1, "1");
        Assert.All(written.Failed, f => Assert.Contains("read-only", f.Cause.Message));
        Assert.Empty(written.Acked);
        await postgres.ExecuteAsync($"alter database {NameOf(database)} set default_transaction_read_only = off");
        await traffic.MovesOnAsync();
        await traffic.StopAsync();
        await traffic.AllIsThereAsync(database);
    }

    [SkippableTheory, InlineData("serializable"), InlineData("repeatable read")]
    public async Task Under_a_stricter_isolation_than_it_needs_nothing_fails(string isolation)
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await database.ExecuteAsync($"alter database {NameOf(database)} set default_transaction_isolation = '{isolation}'");
        await using var a = database.Start(Journals.Ours);
        await using var b = database.Start(Journals.Ours);
        var traffics = new[] { new Traffic(a, 20, "a"), new Traffic(b, 20, "b") };
        await Task.WhenAll(traffics.Select(t => t.MovesOnAsync(300)));
        await Task.WhenAll(traffics.Select(t => t.StopAsync()));
        foreach (var traffic in traffics)
            await traffic.AllIsThereAsync(database);
    }

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task A_row_that_another_transaction_holds_beyond_the_timeout_is_waited_for_and_decided_by_its_end(bool committed)
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var node = database.Start(Journals.Ours, "statement-timeout = 500ms");
        await using var holder = new NpgsqlConnection(database.ConnectionString);
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await HoldAsync(holder, "held");
        var held = node.WriteAsync("held", 1, "mine");
        var first = 0L;
        await Eventually.HoldsAsync(async () => (first = await BlockedSinceAsync(database)) > 0, "it waits for the held row");
        await Eventually.HoldsAsync(async () => await BlockedSinceAsync(database) > first, "it waits for the held row again, after its timeout");
        Assert.False(held.IsCompleted, "it was answered while its row was held");

        await (committed ? transaction.CommitAsync() : transaction.RollbackAsync());
        Assert.Equal(!committed, (await held).AllAcked);
        Assert.Equal(committed ? ["x"] : ["mine"], (await node.ReplayAsync("held")).Texts);
    }

    [SkippableFact]
    public async Task A_row_that_another_transaction_holds_keeps_its_own_entity_waiting_and_no_other()
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var node = database.Start(Journals.Ours, "statement-timeout = 500ms");
        await using var holder = new NpgsqlConnection(database.ConnectionString);
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await HoldAsync(holder, "held");

        var before = Enumerable.Range(0, 20).Select(i => node.WriteAsync($"n{i}", 1, "1")).ToList();
        var held = node.WriteAsync("held", 1, "mine");
        var after = Enumerable.Range(0, 20).Select(i => node.WriteAsync($"m{i}", 1, "1")).ToList();
        Assert.All(await Task.WhenAll(before.Concat(after)), w => Assert.True(w.AllAcked));
        Assert.False(held.IsCompleted, "it was answered while its row was held");
        await transaction.RollbackAsync();
        Assert.True((await held).AllAcked);
    }

    [SkippableFact]
    public async Task A_deadlock_costs_no_entity()
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var node = database.Start(Journals.Ours);
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var patient = new NpgsqlCommand("set local deadlock_timeout = '60s'", other)) // so that ours is the victim
            await patient.ExecuteNonQueryAsync();
        await HoldAsync(other, "e10");
        await using var gate = new NpgsqlConnection(database.ConnectionString);
        await gate.OpenAsync();
        await using var closed = await gate.BeginTransactionAsync();
        await HoldAsync(gate, "first");
        var first = node.WriteAsync("first", 1, "1"); // the others gather behind it
        await Eventually.HoldsAsync(async () => await BlockedSinceAsync(database) > 0, "the first one waits");
        var writes = Enumerable.Range(0, 20).Select(i => node.WriteAsync($"e{i:00}", 1, "1", "2")).ToList();
        await node.DeleteToAsync("first", 0); // answered after the writes have come in
        await closed.RollbackAsync();
        Assert.True((await first).AllAcked);
        await Eventually.HoldsAsync(
            async () => await database.CountAsync("select count(*) from pg_locks where not granted") > 0, "our statement waits for the held row");
        for (var i = 0; i < 20; i++)
            await HoldAsync(other, $"e{i:00}", " on conflict do nothing"); // once ours has given up, those that it has written by themselves

        await transaction.RollbackAsync();
        Assert.All(await Task.WhenAll(writes), w => Assert.Equal([1, 2], w.Acked));
        await Eventually.HoldsAsync(
            async () => await database.CountAsync("select deadlocks from pg_stat_database where datname = current_database()") > 0, "there was a deadlock");
    }

    [SkippableFact]
    public async Task A_stalled_insert_does_not_outlive_the_rows_that_would_refuse_it()
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var old = database.Start(Journals.Ours, "statement-timeout = 1s, delete-after = 1500ms, delete-pause = 0ms");
        await using var owner = database.Start(Journals.Ours, "statement-timeout = 1s, delete-after = 1500ms, delete-pause = 0ms");
        await old.WriteAsync("z", 1, "1");
        await using var holder = new NpgsqlConnection(database.ConnectionString);
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await HoldAsync(holder, "a");
        await HoldAsync(holder, "zz");

        var stalled = new[] { node(old, "a"), node(old, "zz"), old.WriteAsync("z", 2, "lost") };
        await owner.WriteAsync("z", 2, "2", "3");
        await owner.SaveAsync("z", 3, Items.Of("1", "2", "3"));
        await owner.DeleteToAsync("z", 3);
        await Eventually.HoldsAsync(async () => await database.RowsAsync("z") == 0, "the rows are gone");
        await transaction.RollbackAsync();

        var written = await Task.WhenAll(stalled);
        var rows = (await owner.ReplayAsync("z", from: 4)).Texts;
        Assert.Empty(rows);
        Assert.True(written[2].Acked.Count == 0 || (await owner.ReplayAsync("z")).Texts.Contains("lost"), "acked and lost");
        Assert.True(written[0].AllAcked && written[1].AllAcked);

        static Task<Written> node(JournalNode on, string id) => on.WriteAsync(id, 1, "1");
    }

    [SkippableFact]
    public async Task Of_a_row_and_a_snapshot_that_stand_for_a_number_two_nodes_cannot_delete_each_the_other()
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var a = database.Start(Journals.Ours);
        await using var b = database.Start(Journals.Ours);
        await a.WriteAsync("a", 1, "1");
        await a.SaveAsync("a", 1, Items.Of("1"));
        await Task.WhenAll(b.DeleteSnapshotAsync("a", 1), a.DeleteToAsync("a", 1));
        Assert.Equal(1, (await a.ReplayAsync("a")).Highest);
    }

    private static async Task HoldAsync(NpgsqlConnection connection, string id, string otherwise = "")
    {
        await using var insert = new NpgsqlCommand(Insert + "values (0, false, @id, 1, 'x', 9001, 'i', 'another')" + otherwise, connection);
        insert.Parameters.AddWithValue("id", id);
        await insert.ExecuteNonQueryAsync();
    }

    private static Task<long> BlockedSinceAsync(TestDatabase database) => database.CountAsync(
        "select coalesce(max((extract(epoch from query_start) * 1000)::bigint), 0) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()");

    private static string NameOf(TestDatabase database) => new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
}
