using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>What is appended comes back: all of a batch or none, in order, for every entity its own.</summary>
public sealed class AppendTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    public static TheoryData<Journals, DatabaseKind> All => JournalsSetup.All;

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Events_come_back_in_the_order_in_which_they_were_written(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        for (var n = 1; n <= 20; n += 2)
            Assert.True((await node.WriteAsync(id, n, $"text {n}", $"text {n + 1}")).AllAcked);

        var replay = await node.ReplayAsync(id);
        Assert.Equal(Enumerable.Range(1, 20).Select(n => $"text {n}"), replay.Texts);
        Assert.Equal(Enumerable.Range(1, 20).Select(n => (long)n), replay.Numbers);
        Assert.Equal(20, replay.Highest);
    }

    /// <summary>The clean-up and the debts of R5 look for rows by their age.</summary>
    [SkippableTheory, MemberData(nameof(All))]
    public async Task A_row_says_when_it_was_written(Journals journals, DatabaseKind kind)
    {
        var (database, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        var before = DateTime.UtcNow.Ticks;
        await node.WriteAsync(id, 1, "1", "2");
        Assert.InRange(await database.CountAsync("select min(created) from journal where persistence_id = @id", ("id", id)), before, DateTime.UtcNow.Ticks);
        Assert.InRange(await database.CountAsync("select max(created) from journal where persistence_id = @id", ("id", id)), before, DateTime.UtcNow.Ticks);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Requests_sent_without_waiting_for_one_another_are_acked_and_replayed_in_order(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        var writes = Enumerable.Range(0, 100).Select(i => node.WriteAsync(id, (2 * i) + 1, $"text {(2 * i) + 1}", $"text {(2 * i) + 2}")).ToList();

        Assert.All(await Task.WhenAll(writes), written => Assert.True(written.AllAcked));
        Assert.Equal(Enumerable.Range(1, 200).Select(n => $"text {n}"), (await node.ReplayAsync(id)).Texts);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Several_batches_in_one_request_are_all_stored_and_acked_in_order(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        var written = await node.WriteAsync(node.Atomic(id, 1, "1"), node.Atomic(id, 2, "2", "3", "4"), node.Atomic(id, 5, "5"));

        Assert.Equal([1, 2, 3, 4, 5], written.Acked);
        Assert.Equal(["1", "2", "3", "4", "5"], (await node.ReplayAsync(id)).Texts);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Of_a_batch_that_cannot_be_stored_whole_nothing_is_stored(Journals journals, DatabaseKind kind)
    {
        var (database, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1");
        await node.WriteAsync(id, 3, "of another");
        var written = await node.WriteAsync(id, 2, "2", "3", "4");

        Assert.Empty(written.Acked);
        Assert.Equal([2, 3, 4], written.Failed.Select(f => f.Number));
        Assert.Equal(["1", "of another"], (await node.ReplayAsync(id)).Texts);
        Assert.Equal(2, await database.RowsAsync(id));
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task An_event_that_cannot_be_serialized_is_not_acked_and_its_neighbours_are(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var (bad, good) = (SharedNodes.NewId("bad"), SharedNodes.NewId("good"));
        var goods = Enumerable.Range(1, 20).Select(n => node.WriteAsync(good, n, $"{n}")).ToList();
        var written = await node.WriteAsync(bad, 1, "1", new Unserializable());

        Assert.Empty(written.Acked);
        Assert.Empty((await node.ReplayAsync(bad)).Events);
        Assert.All(await Task.WhenAll(goods), w => Assert.True(w.AllAcked));
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Hundreds_of_entities_that_write_at_once_find_each_their_own_events(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var ids = Enumerable.Range(0, 300).Select(i => SharedNodes.NewId($"e{i}")).ToList();
        await Task.WhenAll(ids.Select(async id =>
        {
            for (var n = 1; n <= 6; n += 2)
                Assert.True((await node.WriteAsync(id, n, $"{id} {n}", $"{id} {n + 1}")).AllAcked);
        }));

        var replays = await Task.WhenAll(ids.Select(id => node.ReplayAsync(id)));
        Assert.All(ids.Zip(replays, (First, Second) => (First, Second)), r => Assert.Equal(Enumerable.Range(1, 6).Select(n => $"{r.First} {n}"), r.Second.Texts));
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Ids_and_texts_of_any_characters_and_sizes_come_back_as_they_were(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        string[] ids = [.. new[] { "user/émile", "it's", "a\"b", "100%_", @"c:\dir\", "group/日本", "😀", "a b\tc", "{a,b}", new string('x', 200) }.Select(SharedNodes.NewId)];
        string[] texts = ["", "'\"\\%_{},\0\n", "😀 日本", new string('y', 1_000_000)];
        Assert.All(await Task.WhenAll(ids.Select(id => node.WriteAsync(id, 1, [.. texts]))), w => Assert.True(w.AllAcked));

        foreach (var id in ids)
        {
            var replay = await node.ReplayAsync(id);
            Assert.Equal(texts, replay.Texts);
            Assert.All(replay.Events, e => Assert.Equal(id, e.PersistenceId));
        }
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Ids_that_differ_only_by_case_or_by_accent_are_different_entities(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var tail = SharedNodes.NewId();
        string[] ids = [$"anna{tail}", $"Anna{tail}", $"ANNA{tail}", $"änna{tail}", $"a\u0308nna{tail}", $"anna{tail} "];
        foreach (var id in ids)
            Assert.True((await node.WriteAsync(id, 1, id)).AllAcked);
        foreach (var id in ids)
            Assert.Equal([id], (await node.ReplayAsync(id)).Texts);
    }
}
