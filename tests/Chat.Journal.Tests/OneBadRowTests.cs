using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>R8: a row that cannot be written, or an id that cannot be asked for, costs only its own entity.</summary>
public sealed class OneBadRowTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    private const int Neighbours = 100;

    public static TheoryData<Journals, DatabaseKind> All => JournalsSetup.All;

    [SkippableTheory, MemberData(nameof(All))]
    public async Task A_number_that_is_taken_fails_its_own_entity_and_its_neighbours_are_acked(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var bad = SharedNodes.NewId("bad");
        await node.WriteAsync(bad, 1, "of another");
        var (written, neighbours) = await WriteAmongNeighboursAsync(node, bad);

        Assert.Empty(written.Acked);
        Assert.Equal(["of another"], (await node.ReplayAsync(bad)).Texts);
        Assert.All(neighbours, w => Assert.Equal([1, 2], w.Acked));
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Many_conflicts_among_many_neighbours_fail_exactly_their_own_entities(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var ids = Enumerable.Range(0, 60).Select(i => SharedNodes.NewId($"e{i}")).ToList();
        await Task.WhenAll(ids.Where((_, i) => i % 3 == 0).Select(id => node.WriteAsync(id, 1, "of another")));
        var written = await Task.WhenAll(ids.Select(id => node.WriteAsync(id, 1, "mine", "mine")));

        for (var i = 0; i < ids.Count; i++)
        {
            Assert.Equal(i % 3 == 0 ? [] : [1, 2], written[i].Acked);
            Assert.Equal(i % 3 == 0 ? ["of another"] : ["mine", "mine"], (await node.ReplayAsync(ids[i])).Texts);
        }
    }

    [SkippableTheory, InlineData(Journals.Stock), InlineData(Journals.Ours)]
    public async Task An_id_that_the_database_cannot_hold_fails_alone(Journals journals)
    {
        var (_, node) = await nodes.OfAsync(journals, DatabaseKind.PostgreSQL);
        var (written, neighbours) = await WriteAmongNeighboursAsync(node, SharedNodes.NewId("nul\0character"));
        Assert.Empty(written.Acked);
        Assert.All(neighbours, w => Assert.Equal([1, 2], w.Acked));
    }

    [SkippableFact]
    public async Task An_id_that_is_too_long_for_the_index_fails_alone_in_ours()
    {
        var (_, node) = await nodes.OfAsync(Journals.Ours, DatabaseKind.PostgreSQL);
        var noise = new byte[6_000]; // what does not compress
        new Random(1).NextBytes(noise);
        var (written, neighbours) = await WriteAmongNeighboursAsync(node, SharedNodes.NewId(Convert.ToHexString(noise)));
        Assert.Empty(written.Acked);
        Assert.All(neighbours, w => Assert.Equal([1, 2], w.Acked));
    }

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task An_id_that_is_not_text_harms_no_neighbour_in_ours(DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(Journals.Ours, kind);
        var (_, neighbours) = await WriteAmongNeighboursAsync(node, SharedNodes.NewId("half a pair \ud83d of surrogates"));
        Assert.All(neighbours, w => Assert.Equal([1, 2], w.Acked));
    }

    [SkippableTheory, InlineData(Journals.Stock), InlineData(Journals.Ours)]
    public async Task An_id_that_cannot_be_asked_for_does_not_keep_its_neighbours_from_recovering(Journals journals)
    {
        var (_, node) = await nodes.OfAsync(journals, DatabaseKind.PostgreSQL);
        var ids = Enumerable.Range(0, 40).Select(i => SharedNodes.NewId($"e{i}")).ToList();
        foreach (var id in ids)
        {
            await node.WriteAsync(id, 1, id);
            await node.SaveAsync(id, 1, Items.Of(id));
        }

        var replays = ids.Take(20).Select(id => node.ReplayAsync(id)).ToList();
        var bad = node.ReplayAsync("nul\0character");
        replays.AddRange(ids.Skip(20).Select(id => node.ReplayAsync(id)));
        var loads = ids.Take(20).Select(node.LoadAsync).ToList();
        var badLoad = node.LoadAsync("nul\0character");
        loads.AddRange(ids.Skip(20).Select(node.LoadAsync));

        Assert.Equal(ids, (await Task.WhenAll(replays)).Select(r => r.Texts.Single()));
        Assert.Equal(ids, (await Task.WhenAll(loads)).Select(l => ((Items)l!.Snapshot).Texts.Single()));
        await Assert.ThrowsAnyAsync<Exception>(() => bad);
        await Assert.ThrowsAnyAsync<Exception>(() => badLoad);
    }

    private static async Task<(Written Bad, Written[] Neighbours)> WriteAmongNeighboursAsync(JournalNode node, string bad)
    {
        var before = Enumerable.Range(0, Neighbours / 2).Select(i => node.WriteAsync(SharedNodes.NewId($"n{i}"), 1, "1", "2")).ToList();
        var written = node.WriteAsync(bad, 1, "mine", "mine");
        var after = Enumerable.Range(0, Neighbours / 2).Select(i => node.WriteAsync(SharedNodes.NewId($"m{i}"), 1, "1", "2")).ToList();
        return (await written, await Task.WhenAll(before.Concat(after)));
    }
}
