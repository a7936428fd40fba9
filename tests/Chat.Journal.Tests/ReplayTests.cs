using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>A replay gives the window that was asked for, and the highest number whatever the window.</summary>
public sealed class ReplayTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    public static TheoryData<Journals, DatabaseKind> All => JournalsSetup.All;

    public static TheoryData<Journals, DatabaseKind, long, long, long, long[]> Windows
    {
        get
        {
            var windows = new TheoryData<Journals, DatabaseKind, long, long, long, long[]>();
            foreach (var row in JournalsSetup.All)
            {
                var (journals, kind) = ((Journals)row[0], (DatabaseKind)row[1]);
                windows.Add(journals, kind, 1, long.MaxValue, long.MaxValue, [1, 2, 3, 4, 5]);
                windows.Add(journals, kind, 0, long.MaxValue, long.MaxValue, [1, 2, 3, 4, 5]);
                windows.Add(journals, kind, 3, long.MaxValue, long.MaxValue, [3, 4, 5]);
                windows.Add(journals, kind, 1, 3, long.MaxValue, [1, 2, 3]);
                windows.Add(journals, kind, 2, 4, long.MaxValue, [2, 3, 4]);
                windows.Add(journals, kind, 2, 4, 2, [2, 3]);
                windows.Add(journals, kind, 2, 2, long.MaxValue, [2]);
                windows.Add(journals, kind, 2, 2, 1, [2]);
                windows.Add(journals, kind, 2, 1, long.MaxValue, []);
                windows.Add(journals, kind, 1, long.MaxValue, 0, []);
                windows.Add(journals, kind, 5, 5, 5, [5]);
                windows.Add(journals, kind, 6, long.MaxValue, long.MaxValue, []);
            }

            return windows;
        }
    }

    [SkippableTheory, MemberData(nameof(Windows))]
    public async Task A_window_holds_what_lies_between_its_ends_and_no_more_than_was_asked_for(
        Journals journals, DatabaseKind kind, long from, long to, long max, long[] expected)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2", "3", "4", "5");

        var replay = await node.ReplayAsync(id, from, to, max);
        Assert.Equal(expected, replay.Numbers);
        if (journals == Journals.Ours || from <= 5) // the stock journal looks for it in the window only
            Assert.Equal(5, replay.Highest);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Of_an_entity_that_has_never_written_there_is_nothing(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var replay = await node.ReplayAsync(SharedNodes.NewId());
        Assert.Empty(replay.Events);
        Assert.Equal(0, replay.Highest);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Thousands_of_events_of_one_entity_come_back_once_and_in_order(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        for (var n = 1; n <= 3_001; n += 600)
            await node.WriteAsync(id, n, [.. Enumerable.Range(n, 600).Select(i => $"{i}")]);

        Assert.Equal(Enumerable.Range(1, 3_600).Select(n => $"{n}"), (await node.ReplayAsync(id)).Texts);
        Assert.Equal(Enumerable.Range(501, 1_501).Select(n => (long)n), (await node.ReplayAsync(id, 501, 2_001)).Numbers);
        Assert.Equal(Enumerable.Range(499, 1_002).Select(n => (long)n), (await node.ReplayAsync(id, 499, max: 1_002)).Numbers);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Many_entities_that_recover_at_once_get_each_their_own_window(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var ids = Enumerable.Range(0, 200).Select(i => SharedNodes.NewId($"e{i}")).ToList();
        static int LastOf(int i) => 1 + (i % 7);
        static int FromOf(int i) => 1 + (i % Math.Min(3, LastOf(i)));
        await Task.WhenAll(ids.Select((id, i) => node.WriteAsync(id, 1, [.. Enumerable.Range(1, LastOf(i)).Select(n => $"{id} {n}")])));

        var replays = await Task.WhenAll(ids.Select((id, i) => node.ReplayAsync(id, from: FromOf(i), max: 3)));
        for (var i = 0; i < ids.Count; i++)
        {
            var (last, from) = (LastOf(i), FromOf(i));
            Assert.Equal(Enumerable.Range(from, Math.Clamp(last - from + 1, 0, 3)).Select(n => $"{ids[i]} {n}"), replays[i].Texts);
            Assert.Equal(last, replays[i].Highest);
        }
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task A_replay_shows_what_was_written_since_a_snapshot_was_loaded(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2");
        await node.SaveAsync(id, 1, Items.Of("1"));
        await node.LoadAsync(id);
        await node.WriteAsync(id, 3, "3");

        var replay = await node.ReplayAsync(id, from: 2);
        Assert.Equal(["2", "3"], replay.Texts);
        Assert.Equal(3, replay.Highest);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task What_one_node_wrote_another_replays(Journals journals, DatabaseKind kind)
    {
        var (database, node) = await nodes.OfAsync(journals, kind);
        await using var other = database.Start(journals);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2");
        Assert.Equal(["1", "2"], (await other.ReplayAsync(id)).Texts);
        await other.WriteAsync(id, 3, "3");
        Assert.Equal(["1", "2", "3"], (await node.ReplayAsync(id)).Texts);
    }
}
