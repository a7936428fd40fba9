using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>Our journal: a PostgreSQL that is away for a while costs time, and no entity; one that stays away is told of.</summary>
[Collection(PrivatePostgresCollection.Name)]
public sealed class PostgresRestartTests(PrivatePostgres postgres)
{
    [SkippableTheory, InlineData("fast"), InlineData("immediate"), InlineData("kill")]
    public async Task A_restart_in_mid_traffic_fails_no_entity_and_stores_nothing_twice(string how)
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var node = database.Start(Journals.Ours);
        var traffic = new Traffic(node, entities: 40);
        await traffic.MovesOnAsync();
        await (how switch { "fast" => postgres.StopFastAsync(), "immediate" => postgres.StopImmediatelyAsync(), _ => postgres.KillAsync() });
        await postgres.StartAsync();
        await traffic.MovesOnAsync();
        await traffic.StopAsync();
        await traffic.AllIsThereAsync(database);
    }

    [SkippableFact]
    public async Task A_recovery_and_a_snapshot_that_are_asked_for_while_it_is_away_come_about_when_it_is_back()
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var node = database.Start(Journals.Ours);
        await node.WriteAsync("a", 1, "1", "2");
        await node.SaveAsync("a", 1, Items.Of("1"));
        await node.WriteAsync("b", 1, "1", "2");
        await postgres.StopFastAsync();
        var (replay, load, save, write) = (node.ReplayAsync("a"), node.LoadAsync("a"), node.SaveAsync("b", 2, Items.Of("1", "2")), node.WriteAsync("c", 1, "1"));
        await postgres.StartAsync();

        Assert.Equal(["1", "2"], (await replay).Texts);
        Assert.Equal(1, (await load)!.Metadata.SequenceNr);
        Assert.True((await write).AllAcked);
        await save;
        Assert.Equal(Items.Of("1", "2"), (await node.LoadAsync("b"))!.Snapshot);
    }

    [SkippableFact]
    public async Task One_that_is_gone_for_longer_than_the_limit_fails_writes_with_the_reason_and_takes_them_again_when_it_is_back()
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var node = database.Start(Journals.Ours, "give-up-after = 2s");
        await node.WriteAsync("before", 1, "1");
        await postgres.StopFastAsync();
        var written = await node.WriteAsync("while", 1, "1", "2");
        var unread = await Record.ExceptionAsync(() => node.ReplayAsync("before"));
        await postgres.StartAsync();

        Assert.Equal([1, 2], written.Failed.Select(f => f.Number));
        Assert.All(written.Failed, f => Assert.Matches("(?i)connect|refused|gone|terminat|shut", f.Cause.Message));
        Assert.NotNull(unread);
        await Eventually.HoldsAsync(async () => (await node.WriteAsync(SharedNodes.NewId("after"), 1, "1")).AllAcked, "writes are taken again");
        Assert.Equal(["1"], (await node.ReplayAsync("before")).Texts);
    }

    [SkippableFact]
    public async Task After_a_write_was_given_up_none_that_the_same_entity_sent_after_it_is_stored()
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var node = database.Start(Journals.Ours, "give-up-after = 2s");
        await node.WriteAsync("a", 1, "1");
        await postgres.StopFastAsync();
        var first = node.WriteAsync("a", 2, "2");
        var later = new List<Task<Written>>();
        for (var n = 3L; !first.IsCompleted; n++) // as an entity does that persists without waiting, until it hears of the failure
        {
            later.Add(node.WriteAsync("a", n, $"{n}"));
            await Task.WhenAny(first, Task.Delay(20));
        }

        await postgres.StartAsync();
        var written = await Task.WhenAll(later);
        Assert.Empty((await first).Acked);
        Assert.All(written, w => Assert.Empty(w.Acked));
        var replay = await node.ReplayAsync("a");
        Assert.Equal(Enumerable.Range(1, replay.Events.Count).Select(n => (long)n), replay.Numbers);
    }
}
