using Akka.Persistence;
using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>Snapshots are saved, chosen and deleted by number and time.</summary>
public sealed class SnapshotTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    private static readonly DateTime Noon = new(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<Journals, DatabaseKind> All => JournalsSetup.All;

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Where_none_was_saved_none_is_loaded(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        Assert.Null(await node.LoadAsync(SharedNodes.NewId()));
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task The_latest_is_loaded_with_its_number_and_time(Journals journals, DatabaseKind kind)
    {
        var (node, id) = await FiveEventsAndThreeSnapshotsAsync(journals, kind);
        var loaded = await node.LoadAsync(id);

        Assert.Equal(Items.Of("1", "2", "3", "4", "5"), loaded!.Snapshot);
        Assert.Equal((id, 5, Noon.AddMinutes(5)), (loaded.Metadata.PersistenceId, loaded.Metadata.SequenceNr, loaded.Metadata.Timestamp));
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task One_is_chosen_by_its_highest_and_lowest_number_and_its_latest_and_earliest_time(Journals journals, DatabaseKind kind)
    {
        var (node, id) = await FiveEventsAndThreeSnapshotsAsync(journals, kind);
        async Task<long?> ChosenAsync(SnapshotSelectionCriteria criteria) => (await node.LoadAsync(id, criteria))?.Metadata.SequenceNr;

        Assert.Equal(3, await ChosenAsync(new SnapshotSelectionCriteria(4)));
        Assert.Equal(3, await ChosenAsync(new SnapshotSelectionCriteria(3)));
        Assert.Null(await ChosenAsync(new SnapshotSelectionCriteria(0)));
        Assert.Equal(3, await ChosenAsync(new SnapshotSelectionCriteria(long.MaxValue, Noon.AddMinutes(4))));
        Assert.Equal(1, await ChosenAsync(new SnapshotSelectionCriteria(4, Noon.AddMinutes(2))));
        Assert.Null(await ChosenAsync(new SnapshotSelectionCriteria(long.MaxValue, Noon)));
        Assert.Null(await ChosenAsync(SnapshotSelectionCriteria.None));
        if (journals == Journals.Stock) return; // it does not look at the lower bounds
        Assert.Null(await ChosenAsync(new SnapshotSelectionCriteria(2, DateTime.MaxValue, minSequenceNr: 2)));
        Assert.Null(await ChosenAsync(new SnapshotSelectionCriteria(4, DateTime.MaxValue, 0, minTimestamp: Noon.AddMinutes(4))));
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task A_second_snapshot_of_the_same_number_takes_the_place_of_the_first(Journals journals, DatabaseKind kind)
    {
        var (node, id) = await FiveEventsAndThreeSnapshotsAsync(journals, kind);
        await node.SaveAsync(id, 5, Items.Of("other"), Noon.AddMinutes(6));
        var loaded = await node.LoadAsync(id);
        Assert.Equal(Items.Of("other"), loaded!.Snapshot);
        Assert.Equal(Noon.AddMinutes(6), loaded.Metadata.Timestamp);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task One_is_deleted_by_its_number_and_the_others_stay(Journals journals, DatabaseKind kind)
    {
        var (node, id) = await FiveEventsAndThreeSnapshotsAsync(journals, kind);
        await node.WriteAsync(id, 6, "6"); // the newest snapshot goes only where a row stands above it
        Assert.IsType<DeleteSnapshotSuccess>(await node.DeleteSnapshotAsync(id, 3));
        Assert.Equal(1, (await node.LoadAsync(id, new SnapshotSelectionCriteria(4)))!.Metadata.SequenceNr);
        Assert.IsType<DeleteSnapshotSuccess>(await node.DeleteSnapshotAsync(id, 5, Noon.AddMinutes(5)));
        Assert.Equal(1, (await node.LoadAsync(id))!.Metadata.SequenceNr);
        Assert.IsType<DeleteSnapshotSuccess>(await node.DeleteSnapshotAsync(id, 4));
        Assert.Equal(1, (await node.LoadAsync(id))!.Metadata.SequenceNr);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Many_are_deleted_by_number_and_time_and_the_others_stay(Journals journals, DatabaseKind kind)
    {
        var (node, id) = await FiveEventsAndThreeSnapshotsAsync(journals, kind);
        await node.WriteAsync(id, 6, "6"); // the newest snapshot goes only where a row stands above it
        Assert.IsType<DeleteSnapshotsSuccess>(await node.DeleteSnapshotsAsync(id, new SnapshotSelectionCriteria(3, Noon.AddMinutes(2))));
        Assert.Null(await node.LoadAsync(id, new SnapshotSelectionCriteria(2)));
        Assert.Equal(3, (await node.LoadAsync(id, new SnapshotSelectionCriteria(4)))!.Metadata.SequenceNr);
        Assert.IsType<DeleteSnapshotsSuccess>(await node.DeleteSnapshotsAsync(id, new SnapshotSelectionCriteria(4)));
        Assert.Null(await node.LoadAsync(id, new SnapshotSelectionCriteria(4)));
        Assert.Equal(5, (await node.LoadAsync(id))!.Metadata.SequenceNr);
        Assert.IsType<DeleteSnapshotsSuccess>(await node.DeleteSnapshotsAsync(id, SnapshotSelectionCriteria.Latest));
        Assert.Null(await node.LoadAsync(id));
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task Many_large_and_empty_ones_saved_at_once_are_each_their_own(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var ids = Enumerable.Range(0, 20).Select(i => SharedNodes.NewId($"e{i}")).ToList();
        static Items StateOf(string id, int i) => i == 0 ? Items.Of() : Items.Of(id, new string('x', i * 50_000));
        await Task.WhenAll(ids.Select((id, i) => node.SaveAsync(id, i + 1, StateOf(id, i))));

        var loaded = await Task.WhenAll(ids.Select(node.LoadAsync));
        for (var i = 0; i < ids.Count; i++)
            Assert.Equal(StateOf(ids[i], i), loaded[i]!.Snapshot);
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task A_state_that_cannot_be_serialized_is_refused_and_the_one_before_it_stays(Journals journals, DatabaseKind kind)
    {
        var (node, id) = await FiveEventsAndThreeSnapshotsAsync(journals, kind);
        await Assert.ThrowsAnyAsync<Exception>(() => node.SaveAsync(id, 6, new Unserializable()));
        Assert.Equal(5, (await node.LoadAsync(id))!.Metadata.SequenceNr);
    }

    private async Task<(JournalNode Node, string Id)> FiveEventsAndThreeSnapshotsAsync(Journals journals, DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(journals, kind);
        var id = SharedNodes.NewId();
        string[] texts = ["1", "2", "3", "4", "5"];
        await node.WriteAsync(id, 1, [.. texts]);
        foreach (var number in new[] { 1, 3, 5 })
            await node.SaveAsync(id, number, Items.Of(texts[..number]), Noon.AddMinutes(number));
        return (node, id);
    }
}
