using System.Diagnostics;
using Akka.Persistence;
using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>Our journal: a snapshot carries the number, so that no row has to stay for it; and rows go in the background.</summary>
public sealed class DisposableRowsTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task After_a_snapshot_of_the_newest_number_no_row_has_to_stay(DatabaseKind kind)
    {
        var (database, node) = await nodes.OfAsync(Journals.Ours, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2", "3");
        await node.SaveAsync(id, 3, Items.Of("1", "2", "3"));
        await node.DeleteToAsync(id, long.MaxValue);

        Assert.Equal(0, await database.RowsAsync(id));
        await using var other = database.Start(Journals.Ours);
        Assert.Equal(3, (await node.ReplayAsync(id)).Highest);
        Assert.Equal(3, (await other.ReplayAsync(id, from: 4)).Highest);
        Assert.False((await node.WriteAsync(id, 3, "again")).AllAcked);
        Assert.True((await other.WriteAsync(id, 4, "4")).AllAcked);
        Assert.Equal(["4"], (await node.ReplayAsync(id, from: 4)).Texts);
    }

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task A_snapshot_below_the_newest_number_does_not_stand_for_it(DatabaseKind kind)
    {
        var (database, node) = await nodes.OfAsync(Journals.Ours, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2", "3");
        await node.SaveAsync(id, 2, Items.Of("1", "2"));
        await node.DeleteToAsync(id, long.MaxValue);

        Assert.Equal(1, await database.RowsAsync(id));
        var replay = await node.ReplayAsync(id);
        Assert.Empty(replay.Events);
        Assert.Equal(3, replay.Highest);
    }

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task The_newest_snapshot_cannot_be_deleted_while_nothing_else_carries_its_number(DatabaseKind kind)
    {
        var (_, node) = await nodes.OfAsync(Journals.Ours, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2", "3");
        await node.SaveAsync(id, 2, Items.Of("1", "2"));
        await node.SaveAsync(id, 3, Items.Of("1", "2", "3"));
        await node.DeleteToAsync(id, long.MaxValue);

        await node.DeleteSnapshotAsync(id, 3);
        Assert.Equal(3, (await node.LoadAsync(id))!.Metadata.SequenceNr);
        await node.DeleteSnapshotsAsync(id, SnapshotSelectionCriteria.Latest);
        Assert.Equal(3, (await node.LoadAsync(id))!.Metadata.SequenceNr);
        Assert.Equal(3, (await node.ReplayAsync(id)).Highest);
        Assert.False((await node.WriteAsync(id, 3, "again")).AllAcked);

        // The row of the next event carries a higher number.
        await node.WriteAsync(id, 4, "4");
        await node.DeleteSnapshotAsync(id, 3);
        Assert.NotEqual(3, (await node.LoadAsync(id))?.Metadata.SequenceNr);
        Assert.Equal(4, (await node.ReplayAsync(id)).Highest);
    }

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task With_a_delay_a_request_to_delete_is_answered_when_it_is_accepted(DatabaseKind kind)
    {
        var (database, _) = await nodes.OfAsync(Journals.Ours, kind);
        await using var node = database.Start(Journals.Ours, "delete-after = 1h");
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2", "3");
        await node.DeleteToAsync(id, 2);

        Assert.Equal(3, await database.RowsAsync(id));
    }

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task After_the_delay_the_rows_go_by_themselves(DatabaseKind kind)
    {
        var (database, _) = await nodes.OfAsync(Journals.Ours, kind);
        await using var node = database.Start(Journals.Ours, "delete-after = 300ms, statement-timeout = 200ms, delete-rows = 2, delete-pause = 1ms");
        var ids = Enumerable.Range(0, 5).Select(i => SharedNodes.NewId($"e{i}")).ToList();
        foreach (var id in ids)
        {
            await node.WriteAsync(id, 1, "1", "2", "3", "4", "5", "6", "7");
            await node.DeleteToAsync(id, 6);
        }

        foreach (var id in ids)
        {
            await Eventually.HoldsAsync(async () => await database.RowsAsync(id) == 1, "six of seven rows are gone");
            Assert.Equal(["7"], (await node.ReplayAsync(id)).Texts);
        }
    }

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task No_row_goes_before_its_own_request_is_old_enough_whatever_was_asked_for_before(DatabaseKind kind)
    {
        var (database, _) = await nodes.OfAsync(Journals.Ours, kind);
        var age = TimeSpan.FromMilliseconds(600);
        await using var node = database.Start(Journals.Ours, $"statement-timeout = 300ms, delete-after = {age.TotalMilliseconds}ms, delete-pause = 1ms");
        var id = SharedNodes.NewId();
        var requested = new List<(long Number, long At)>();
        long lowest;
        do
        {
            var n = requested.Count + 1;
            await node.WriteAsync(id, n, $"{n}");
            await node.SaveAsync(id, n, Items.Of($"{n}"));
            requested.Add((n, Stopwatch.GetTimestamp()));
            await node.DeleteToAsync(id, n);
            lowest = await database.CountAsync("select coalesce(min(sequence_number), 9999999) from journal where persistence_id = @id", ("id", id));
        }
        while (lowest == 1);

        Assert.DoesNotContain(requested, r => r.Number < lowest && Stopwatch.GetElapsedTime(r.At) < age);
    }
}
