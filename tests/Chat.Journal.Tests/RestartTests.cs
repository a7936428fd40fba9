using System.Collections.Concurrent;
using Akka.Actor;
using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>An entity that starts again while writes of its predecessor are under way sees them.</summary>
public sealed class RestartTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    public static TheoryData<Journals, DatabaseKind> All => JournalsSetup.All;

    [SkippableTheory, MemberData(nameof(All))]
    public async Task A_recovery_that_is_asked_for_in_mid_write_shows_what_is_being_written(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var ids = Enumerable.Range(0, 50).Select(i => SharedNodes.NewId($"e{i}")).ToList();
        await Task.WhenAll(ids.Select(id => node.WriteAsync(id, 1, "1")));
        var exchanges = ids.Select(id =>
        {
            // The stock journal remembers only the later of an entity's writes: its recovery does not wait for two that are under way in two transactions.
            Task<Written>[] writes = journals == Journals.Stock
                ? [node.WriteAsync(id, 2, "2", "3", "4")]
                : [node.WriteAsync(id, 2, "2", "3"), node.WriteAsync(id, 4, "4")];
            return (Writes: writes, Replay: node.ReplayAsync(id));
        }).ToList();

        foreach (var (writes, recovery) in exchanges)
        {
            var replay = await recovery;
            Assert.All(await Task.WhenAll(writes), w => Assert.True(w.AllAcked));
            Assert.Equal(["1", "2", "3", "4"], replay.Texts);
            Assert.Equal(4, replay.Highest);
        }
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task A_recovery_that_begins_with_the_snapshot_shows_what_was_being_written_before_it(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2");
        await node.SaveAsync(id, 1, Items.Of("1"));
        for (var n = 3; n < 40; n++)
        {
            var write = node.WriteAsync(id, n, $"{n}");
            await node.LoadAsync(id);
            var replay = await node.ReplayAsync(id, from: 2);
            Assert.True((await write).AllAcked);
            Assert.Equal(n, replay.Highest);
            Assert.Equal(Enumerable.Range(2, n - 1).Select(i => $"{i}"), replay.Texts);
        }
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task An_actor_that_crashes_with_writes_under_way_and_starts_again_has_all_that_was_acked(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        var acked = new ConcurrentQueue<string>();
        for (var round = 0; round < 10; round++)
        {
            var ledger = node.Ledger(id); // each recovers while the writes of the one before it may be under way
            var texts = Enumerable.Range(0, 20).Select(i => $"{round}.{i}").ToList();
            ledger.Tell(new Ledger.AddLater(texts, acked.Enqueue));
            await Eventually.HoldsAsync(() => acked.Any(t => t.StartsWith($"{round}.", StringComparison.Ordinal)), "the first of them is acked");
            ledger.Tell(PoisonPill.Instance);
        }

        var state = await node.Ledger(id).StateAsync();
        Assert.Equal(acked, state.Texts.Where(acked.Contains));
        Assert.Equal(state.Texts.Distinct(), state.Texts);
        Assert.Equal(state.Texts.Count, state.Number);
        Assert.Equal(Enumerable.Range(1, state.Texts.Count).Select(n => (long)n), (await node.ReplayAsync(id)).Numbers);
    }
}
