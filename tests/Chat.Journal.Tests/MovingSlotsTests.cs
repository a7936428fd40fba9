using System.Collections.Concurrent;
using Chat.Actors.Databases;
using Chat.Actors.Databases.Slots;
using Chat.Journal.Tests.Harness;
using Npgsql;

namespace Chat.Journal.Tests;

/// <summary>
/// A range of slots moves from one PostgreSQL to another (R2 between databases): what was acked is replayed once, in order, from the new
/// one, and whoever still writes to the old one is refused.
/// </summary>
public sealed class MovingSlotsTests
{
    private const string Upper = "800-fff";

    [SkippableFact]
    public async Task What_was_acked_before_and_after_a_move_is_replayed_once_and_in_order_from_the_new_database()
    {
        await using var two = await TwoDatabases.CreateAsync();
        await two.StartAsync(null);
        await using var old = TwoDatabases.Start(two.Home);
        for (var i = 1; i <= 40; i++)
            Assert.True((await old.WriteAsync(Id(i), 1, Texts(Id(i), 1, 5))).AllAcked);
        await old.SaveAsync(Id(30), 3, new Items([.. Texts(Id(30), 1, 3)]));
        await old.DeleteToAsync(Id(30), 2);

        await two.MoveAsync(Upper);

        await using var fresh = TwoDatabases.Start(two.Other);
        for (var i = 21; i <= 40; i++)
        {
            Assert.True((await fresh.WriteAsync(Id(i), 6, Texts(Id(i), 6, 2))).AllAcked);
            Assert.Equal(i == 30 ? 3 : 0, (await fresh.LoadAsync(Id(i)))?.Metadata.SequenceNr ?? 0);
            var from = i == 30 ? 4 : 1;
            Assert.Equal(Texts(Id(i), from, 8 - from), (await fresh.ReplayAsync(Id(i), from)).Texts);
        }

        for (var i = 1; i <= 20; i++) // those who stayed
        {
            Assert.True((await old.WriteAsync(Id(i), 6, Texts(Id(i), 6, 2))).AllAcked);
            Assert.Equal(Texts(Id(i), 1, 7), (await old.ReplayAsync(Id(i))).Texts);
        }

        Assert.Equal(0L, await TwoDatabases.ScalarAsync<long>(two.Home, $"select count(*) from journal where persistence_id >= '{Id(21)}'"));
    }

    [SkippableFact]
    public async Task Owners_that_go_on_during_the_move_are_acked_nothing_that_the_new_database_does_not_replay()
    {
        await using var two = await TwoDatabases.CreateAsync();
        await two.StartAsync(null);
        await using var stale = TwoDatabases.Start(two.Home);
        using var stop = new CancellationTokenSource();
        var acked = new ConcurrentDictionary<string, long>();
        // Ids that there are, and ever new ones: an entity without a row has to be refused, too.
        var traffic = Enumerable.Range(1, 40).Select(i => Task.Run(() => WriteOnAsync(stale, i, acked, stop.Token))).ToList();
        await Eventually.HoldsAsync(() => acked.Count >= 200, "there is traffic");

        await two.MoveAsync(Upper);

        var during = acked.Count;
        await Eventually.HoldsAsync(() => acked.Count >= during + 100, "those who stayed go on");
        await stop.CancelAsync();
        await Task.WhenAll(traffic);
        await using var fresh = TwoDatabases.Start(two.Other);
        await using var home = TwoDatabases.Start(two.Home);
        Assert.Contains(acked, a => HasMoved(a.Key));
        foreach (var (id, last) in acked)
        {
            Assert.Equal(Texts(id, 1, (int)last), (await (HasMoved(id) ? fresh : home).ReplayAsync(id)).Texts);
            Assert.True((await (HasMoved(id) ? fresh : home).WriteAsync(id, last + 1, $"{id} {last + 1}")).AllAcked);
        }

        Assert.Equal(0L, await TwoDatabases.ScalarAsync<long>(two.Home, "select count(*) from journal where substr(persistence_id, 3, 3) >= '800'"));
    }

    [SkippableFact]
    public async Task A_stale_owner_is_refused_in_the_old_database_and_alone()
    {
        await using var two = await TwoDatabases.CreateAsync();
        await two.StartAsync(null);
        await using var stale = TwoDatabases.Start(two.Home);
        Assert.True((await stale.WriteAsync("u/900/known", 1, "1")).AllAcked);
        await two.MoveAsync(Upper);

        var writes = new[] { "u/900/known", "u/900/new", "g/fff/new", "u/7ff/neighbour", "g/000/neighbour" }.Select(id => stale.WriteAsync(id, id == "u/900/known" ? 2 : 1, "x")).ToList();
        var written = await Task.WhenAll(writes);
        Assert.Equal([false, false, false, true, true], written.Select(w => w.AllAcked));
        Assert.All(written.SelectMany(w => w.Failed), f => Assert.Contains("served_slots", f.Cause.Message));
        await Assert.ThrowsAsync<PostgresException>(() => stale.SaveAsync("u/900/known", 1, Items.Of("1")));
        foreach (var table in new[] { "due (slot, persistence_id, since) values (2304, 'u/900/known', 1)", "handles (slot, handle, user_id) values (2304, 'h', '1')" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => TwoDatabases.ExecuteAsync(two.Home, $"insert into {table}"));
            Assert.Equal("served_slots", refused.ConstraintName);
        }
    }

    [SkippableFact]
    public async Task A_move_that_is_broken_off_again_and_again_ends_with_everything_in_its_place()
    {
        await using var two = await TwoDatabases.CreateAsync();
        await two.StartAsync(null);
        await using var old = TwoDatabases.Start(two.Home);
        for (var i = 1; i <= 40; i++) await old.WriteAsync(Id(i), 1, Texts(Id(i), 1, 3));
        await TwoDatabases.ExecuteAsync(two.Home, "insert into handles (slot, handle, user_id) select s, 'h' || s, s::text from generate_series(0, 4095) s");

        var breaks = 0;
        for (var line = 1; ; line++)
        {
            using var stop = new CancellationTokenSource();
            var said = 0;
            try
            {
                await two.MoveAsync(
                    Upper,
                    _ =>
                    {
                        if (++said == line) stop.Cancel();
                    },
                    stop.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                breaks++;
            }
        }

        Assert.True(breaks >= 5, $"broken off only {breaks} times");
        await two.StartAsync(Upper);
        await using var fresh = TwoDatabases.Start(two.Other);
        for (var i = 21; i <= 40; i++) Assert.Equal(Texts(Id(i), 1, 3), (await fresh.ReplayAsync(Id(i))).Texts);
        foreach (var (database, first) in new[] { (two.Home, 0), (two.Other, 2048) })
            Assert.Equal($"2048 {first}", await TwoDatabases.ScalarAsync<string>(database, "select count(*) || ' ' || min(slot) from handles"));
        Assert.Equal(0L, await TwoDatabases.ScalarAsync<long>(two.Home, "select count(*) from slot_map where state <> 'served'"));
    }

    [SkippableFact]
    public async Task A_move_that_was_broken_off_is_undone_by_running_it_with_the_former_map()
    {
        await using var two = await TwoDatabases.CreateAsync();
        await two.StartAsync("");
        await using var node = TwoDatabases.Start(two.Home);
        Assert.True((await node.WriteAsync(Id(30), 1, "1")).AllAcked);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two.MoveAsync(
            Upper,
            line =>
            {
                if (line.Contains("copied", StringComparison.Ordinal)) stop.Cancel();
            },
            stop.Token));
        Assert.False((await node.WriteAsync(Id(30), 2, "2")).AllAcked);

        await two.MoveAsync("");

        Assert.True((await node.WriteAsync(Id(30), 2, "2")).AllAcked);
        await two.StartAsync("");
        Assert.Equal(0L, await TwoDatabases.ScalarAsync<long>(two.Other, "select count(*) from journal"));
        await two.MoveAsync(Upper);
        await using var fresh = TwoDatabases.Start(two.Other);
        Assert.Equal(["1", "2"], (await fresh.ReplayAsync(Id(30))).Texts);
    }

    [SkippableFact]
    public async Task Slots_that_go_and_come_back_bring_along_what_was_written_elsewhere()
    {
        await using var two = await TwoDatabases.CreateAsync();
        await two.StartAsync(null);
        await using var home = TwoDatabases.Start(two.Home);
        await using var other = TwoDatabases.Start(two.Other);
        await home.WriteAsync(Id(30), 1, "1");
        await two.MoveAsync(Upper);
        await other.WriteAsync(Id(30), 2, "2");
        await two.MoveAsync("");
        Assert.False((await other.WriteAsync(Id(30), 3, "stale")).AllAcked);
        Assert.False((await other.WriteAsync("u/900/new", 1, "stale")).AllAcked);
        await home.WriteAsync(Id(30), 3, "3");
        await two.MoveAsync("900-90f");
        await two.StartAsync("900-90f");
        Assert.Equal(["1", "2", "3"], (await home.ReplayAsync(Id(30))).Texts);
        Assert.Equal(0L, await TwoDatabases.ScalarAsync<long>(two.Other, "select count(*) from journal"));
    }

    [SkippableFact]
    public async Task A_transaction_that_holds_a_table_is_waited_for_and_holds_up_nobody_else()
    {
        await using var two = await TwoDatabases.CreateAsync();
        await two.StartAsync(null);
        await using var node = TwoDatabases.Start(two.Home);
        await using var backup = new NpgsqlConnection(two.Home);
        await backup.OpenAsync();
        await using var transaction = await backup.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand("select count(*) from journal", backup)) await read.ExecuteScalarAsync();
        var waiting = new TaskCompletionSource();
        var move = two.MoveAsync(Upper, tell: line =>
        {
            if (line.Contains("waiting", StringComparison.Ordinal)) waiting.TrySetResult();
        });
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True((await node.WriteAsync(Id(1), 1, "1")).AllAcked);
        Assert.False(move.IsCompleted);
        await transaction.RollbackAsync();
        await move;
    }

    private static string Id(int i) => $"u/{(i <= 20 ? 0x100 + i : 0x900 + i):x3}/user-{i}";

    private static bool HasMoved(string id) => string.CompareOrdinal(id, 2, "800", 0, 3) >= 0;

    private static string[] Texts(string id, int first, int count) => [.. Enumerable.Range(first, count).Select(n => $"{id} {n}")];

    private static async Task WriteOnAsync(JournalNode node, int i, ConcurrentDictionary<string, long> acked, CancellationToken stop)
    {
        for (var generation = 0; !stop.IsCancellationRequested; generation++)
        {
            var id = $"{Id(i)}-{generation}";
            for (var next = 1; next < 12; next += 2)
            {
                if (!(await node.WriteAsync(id, next, Texts(id, next, 2))).AllAcked) break;
                acked[id] = next + 1;
            }

            await Task.Yield();
        }
    }
}
