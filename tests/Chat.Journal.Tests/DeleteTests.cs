using Akka.Persistence;
using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>Deleted events are not replayed, and the number of the newest is not forgotten with them.</summary>
public sealed class DeleteTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    public static TheoryData<Journals, DatabaseKind> All => JournalsSetup.All;

    [SkippableTheory, MemberData(nameof(All))]
    public async Task What_was_deleted_is_not_replayed_and_the_rest_is(Journals journals, DatabaseKind kind)
    {
        var (database, node) = await nodes.OfAsync(journals, kind);
        var (id, other) = (SharedNodes.NewId(), SharedNodes.NewId("other"));
        await node.WriteAsync(id, 1, "1", "2", "3", "4", "5");
        await node.WriteAsync(other, 1, "1", "2");
        await node.DeleteToAsync(id, 3);

        var replay = await node.ReplayAsync(id);
        Assert.Equal(["4", "5"], replay.Texts);
        Assert.Equal(5, replay.Highest);
        if (journals == Journals.Ours) // the stock journal keeps the last of them, marked
            Assert.Equal(2, await database.RowsAsync(id));
        Assert.Equal(["1", "2"], (await node.ReplayAsync(other)).Texts);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Deleting_in_steps_again_and_beyond_the_end_does_no_harm(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        await node.DeleteToAsync(id, 7);
        Assert.Equal(0, (await node.ReplayAsync(id)).Highest);
        await node.WriteAsync(id, 1, "1", "2", "3", "4", "5");
        foreach (var to in new long[] { 0, 1, 3, 3, 2 })
            await node.DeleteToAsync(id, to);
        Assert.Equal([4, 5], (await node.ReplayAsync(id)).Numbers);

        await node.DeleteToAsync(id, 100);
        var replay = await node.ReplayAsync(id);
        Assert.Empty(replay.Events);
        Assert.Equal(5, replay.Highest);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task When_all_is_deleted_the_newest_row_stays_marked_and_the_next_number_follows_it(Journals journals, DatabaseKind kind)
    {
        var (database, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2", "3");
        await node.DeleteToAsync(id, long.MaxValue);

        await using var other = database.Start(journals);
        foreach (var reader in new[] { node, other })
        {
            var replay = await reader.ReplayAsync(id);
            Assert.Empty(replay.Events);
            Assert.Equal(3, replay.Highest);
        }

        var deleted = kind == DatabaseKind.SQLite ? "deleted = 1" : "deleted";
        Assert.Equal(1, await database.RowsAsync(id));
        Assert.Equal(3, await database.CountAsync($"select sequence_number from journal where persistence_id = @id and {deleted}", ("id", id)));

        Assert.False((await other.WriteAsync(id, 3, "again")).AllAcked);
        Assert.True((await other.WriteAsync(id, 4, "4")).AllAcked);
        Assert.Equal(["4"], (await node.ReplayAsync(id)).Texts);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task All_events_after_a_row_that_is_marked_deleted_are_replayed_however_many(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2", "3");
        await node.DeleteToAsync(id, long.MaxValue);
        for (var n = 4; n <= 1_003; n += 250)
            await node.WriteAsync(id, n, [.. Enumerable.Range(n, 250).Select(i => $"{i}")]);

        var replay = await node.ReplayAsync(id);
        Assert.Equal(Enumerable.Range(4, 1_000).Select(n => $"{n}"), replay.Texts);
        Assert.Equal(1_003, replay.Highest);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Many_entities_delete_while_others_write(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var ids = Enumerable.Range(0, 10).Select(i => SharedNodes.NewId($"e{i}")).ToList();
        await Task.WhenAll(ids.Select(async id =>
        {
            for (var n = 1; n <= 9; n += 3)
            {
                Assert.True((await node.WriteAsync(id, n, $"{n}", $"{n + 1}", $"{n + 2}")).AllAcked);
                await node.DeleteToAsync(id, n + 1);
            }
        }));
        foreach (var id in ids)
            Assert.Equal([9], (await node.ReplayAsync(id)).Numbers);
    }
}
