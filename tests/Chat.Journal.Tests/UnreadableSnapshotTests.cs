using Akka.Persistence;
using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>Our journal: where the newest snapshot cannot be read, the one before it and the events since are as good.</summary>
public sealed class UnreadableSnapshotTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task The_one_before_it_is_taken_and_the_events_since_are_replayed(DatabaseKind kind)
    {
        var (database, node) = await nodes.OfAsync(Journals.Ours, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2", "3", "4", "5", "6");
        await node.SaveAsync(id, 3, Items.Of("1", "2", "3"));
        await node.SaveAsync(id, 5, Items.Of("1", "2", "3", "4", "5"));
        await node.DeleteToAsync(id, 3);
        await SpoilAsync(database, id, 5);

        Assert.Equal(3, (await node.LoadAsync(id))!.Metadata.SequenceNr);
        var state = await node.Ledger(id).StateAsync();
        Assert.Equal(["1", "2", "3", "4", "5", "6"], state.Texts);
        Assert.Equal(6, state.Number);
    }

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task Its_number_still_refuses_what_would_be_written_below_it(DatabaseKind kind)
    {
        var (database, node) = await nodes.OfAsync(Journals.Ours, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2", "3");
        await node.SaveAsync(id, 2, Items.Of("1", "2"));
        await node.SaveAsync(id, 3, Items.Of("1", "2", "3"));
        await SpoilAsync(database, id, 3);

        var ledger = node.Ledger(id);
        Assert.Equal(["1", "2", "3"], (await ledger.StateAsync()).Texts);
        Assert.Equal(4, await ledger.AddAsync("4"));
        Assert.Equal(["1", "2", "3", "4"], (await node.Ledger(id).StateAsync()).Texts);
    }

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task Where_it_was_the_only_one_the_entity_does_not_recover_as_if_it_were_new(DatabaseKind kind)
    {
        var (database, node) = await nodes.OfAsync(Journals.Ours, kind);
        var id = SharedNodes.NewId();
        await node.WriteAsync(id, 1, "1", "2", "3");
        await node.SaveAsync(id, 3, Items.Of("1", "2", "3"));
        await node.DeleteToAsync(id, 3);
        await SpoilAsync(database, id, 3);

        await Assert.ThrowsAnyAsync<Exception>(() => node.LoadAsync(id));
    }

    private static async Task SpoilAsync(TestDatabase database, string id, long number) => Assert.Equal(1, await database.ExecuteAsync(
        "update snapshot set manifest = 'of a later version' where persistence_id = @id and sequence_number = @number", ("id", id), ("number", number)));
}
