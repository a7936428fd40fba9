using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>
/// R2: of two nodes that both think they own an entity, the one that was overtaken cannot append. Where rows are left both journals hold
/// this; where a snapshot has taken their place only ours does.
/// </summary>
public sealed class FenceTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    public static TheoryData<Journals, DatabaseKind> All => JournalsSetup.All;

    [SkippableTheory, MemberData(nameof(All))]
    public async Task The_old_owner_cannot_append_where_the_new_one_has_appended(Journals journals, DatabaseKind kind)
    {
        var (database, old) = await nodes.OfAsync(journals, kind);
        await using var owner = database.Start(journals);
        var id = SharedNodes.NewId();
        await old.WriteAsync(id, 1, "1");
        await owner.WriteAsync(id, 2, "2");

        Assert.Empty((await old.WriteAsync(id, 2, "lost 2", "lost 3", "lost 4")).Acked);
        Assert.Equal(["1", "2"], (await owner.ReplayAsync(id)).Texts);
        Assert.True((await owner.WriteAsync(id, 3, "3")).AllAcked);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Once_the_new_owner_has_snapshotted_and_deleted_the_old_ones_append_is_acked_and_lost_by_the_stock_journal_alone(
        Journals journals, DatabaseKind kind)
    {
        var (database, old) = await nodes.OfAsync(journals, kind);
        await using var owner = database.Start(journals);
        var id = SharedNodes.NewId();
        await old.WriteAsync(id, 1, "1", "2");
        await owner.WriteAsync(id, 3, "3", "4", "5");
        await owner.SaveAsync(id, 5, Items.Of("1", "2", "3", "4", "5"));
        await owner.DeleteToAsync(id, long.MaxValue);

        var written = await old.WriteAsync(id, 3, "lost");
        var snapshot = await owner.LoadAsync(id);
        var replay = await owner.ReplayAsync(id, snapshot!.Metadata.SequenceNr + 1);
        Assert.DoesNotContain("lost", replay.Texts.Concat(((Items)snapshot.Snapshot).Texts));
        if (journals == Journals.Stock)
            Assert.True(written.AllAcked, "the stock journal refuses it now: R2 can be looked at again");
        else
            Assert.Empty(written.Acked);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task An_append_whose_first_number_a_snapshot_holds_stores_none_of_its_later_rows_in_ours_alone(Journals journals, DatabaseKind kind)
    {
        var (database, old) = await nodes.OfAsync(journals, kind);
        await using var owner = database.Start(journals);
        var id = SharedNodes.NewId();
        await old.WriteAsync(id, 1, "1");
        await owner.WriteAsync(id, 2, "2");
        await owner.SaveAsync(id, 2, Items.Of("1", "2"));
        await owner.DeleteToAsync(id, long.MaxValue);
        if (journals == Journals.Stock) // its marked row of number 2 still refuses what begins there; its own advice on clearing journals takes that too
            await database.ExecuteAsync("delete from journal where persistence_id = @id", ("id", id));

        var written = await old.WriteAsync(old.Atomic(id, 2, "lost 2"), old.Atomic(id, 3, "lost 3", "lost 4"));
        if (journals == Journals.Stock)
        {
            Assert.True(written.AllAcked, "the stock journal refuses it now: R2 can be looked at again");
            return;
        }

        Assert.Empty(written.Acked);
        Assert.Equal(0, await database.RowsAsync(id));
        Assert.True((await owner.WriteAsync(id, 3, "3")).AllAcked);
        Assert.Equal(["3"], (await owner.ReplayAsync(id, from: 3)).Texts);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task An_append_below_the_newest_row_is_refused_in_ours_also_where_its_own_numbers_are_free(Journals journals, DatabaseKind kind)
    {
        var (database, old) = await nodes.OfAsync(journals, kind);
        await using var owner = database.Start(journals);
        var id = SharedNodes.NewId();
        await old.WriteAsync(id, 1, "1");
        await owner.WriteAsync(id, 2, "2", "3", "4", "5");
        await owner.SaveAsync(id, 4, Items.Of("1", "2", "3", "4"));
        await owner.DeleteToAsync(id, 4);

        var written = await old.WriteAsync(id, 2, "lost 2", "lost 3");
        if (journals == Journals.Stock)
            Assert.True(written.AllAcked, "the stock journal refuses it now: R2 can be looked at again");
        else
            Assert.Empty(written.Acked);
        Assert.Equal(["5"], (await owner.ReplayAsync(id, from: 5)).Texts);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Of_two_owners_that_append_the_same_number_at_once_exactly_one_is_acked(Journals journals, DatabaseKind kind)
    {
        var (database, one) = await nodes.OfAsync(journals, kind);
        await using var two = database.Start(journals);
        var ids = Enumerable.Range(0, 25).Select(i => SharedNodes.NewId($"e{i}")).ToList();
        var ones = ids.Select(id => one.WriteAsync(id, 1, "one", "one")).ToList();
        var twos = ids.Select(id => two.WriteAsync(id, 1, "two")).ToList();
        var acked = (await Task.WhenAll(ones)).Zip(await Task.WhenAll(twos), (a, b) => (One: a.Acked.Count, Two: b.Acked.Count)).ToList();

        Assert.All(acked, w => Assert.True(w is (2, 0) or (0, 1), $"acked of the one {w.One}, of the other {w.Two}"));
        for (var i = 0; i < ids.Count; i++)
            Assert.Equal(acked[i].One > 0 ? ["one", "one"] : ["two"], (await one.ReplayAsync(ids[i])).Texts);
    }
}
