using Akka.Persistence;
using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>Each journal reads what the other wrote, so that switching is configuration.</summary>
public sealed class InterchangeTests
{
    public static TheoryData<Journals, Journals, DatabaseKind> Switches => new()
    {
        { Journals.Stock, Journals.Ours, DatabaseKind.SQLite },
        { Journals.Stock, Journals.Ours, DatabaseKind.PostgreSQL },
        { Journals.Ours, Journals.Stock, DatabaseKind.SQLite },
        { Journals.Ours, Journals.Stock, DatabaseKind.PostgreSQL },
    };

    [SkippableTheory, MemberData(nameof(Switches))]
    public async Task Events_and_snapshots_written_by_one_are_read_by_the_other_as_by_itself(Journals writer, Journals reader, DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var before = database.Start(writer);
        await before.WriteAsync("entity", 1, "1", "2", "3");
        await before.SaveAsync("entity", 2, Items.Of("1", "2"), new DateTime(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc));
        await before.SaveAsync("entity", 3, Items.Of("1", "2", "3"), new DateTime(2026, 5, 4, 13, 0, 0, DateTimeKind.Utc));

        await using var after = database.Start(reader);
        var (own, read) = (await before.ReplayAsync("entity"), await after.ReplayAsync("entity"));
        Assert.Equal(own.Events.Select(Described), read.Events.Select(Described));
        Assert.Equal(["1", "2", "3"], read.Texts);
        Assert.Equal(3, read.Highest);
        foreach (var criteria in new[] { SnapshotSelectionCriteria.Latest, new(2), new(long.MaxValue, new DateTime(2026, 5, 4, 12, 30, 0, DateTimeKind.Utc)) })
        {
            var (mine, its) = (await before.LoadAsync("entity", criteria), await after.LoadAsync("entity", criteria));
            Assert.Equal(mine!.Snapshot, its!.Snapshot);
            Assert.Equal(mine.Metadata, its.Metadata);
            Assert.Equal(mine.Metadata.Timestamp, its.Metadata.Timestamp);
        }
    }

    [SkippableTheory, MemberData(nameof(Switches))]
    public async Task What_one_has_deleted_the_other_does_not_show_and_numbers_go_on(Journals writer, Journals reader, DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var before = database.Start(writer);
        await using var after = database.Start(reader);
        await before.WriteAsync("part", 1, "1", "2", "3");
        await before.DeleteToAsync("part", 2);
        await before.WriteAsync("whole", 1, "1", "2", "3");
        await before.DeleteToAsync("whole", long.MaxValue);

        Assert.Equal(["3"], (await after.ReplayAsync("part")).Texts);
        var replay = await after.ReplayAsync("whole");
        Assert.Empty(replay.Events);
        Assert.Equal(3, replay.Highest);

        Assert.True((await after.WriteAsync("whole", 4, "4")).AllAcked);
        Assert.False((await before.WriteAsync("whole", 4, "again")).AllAcked);
        Assert.Equal(["4"], (await before.ReplayAsync("whole")).Texts);
    }

    private static (string, long, object, string, bool, string, long) Described(IPersistentRepresentation e) =>
        (e.PersistenceId, e.SequenceNr, e.Payload, e.Manifest, e.IsDeleted, e.WriterGuid, e.Timestamp);
}
