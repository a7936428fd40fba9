using Chat.Actors.Databases;
using Chat.Actors.Persistence;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>R1: an entity that moves A→B→A with no snapshot between keeps every event.</summary>
public sealed class MovingEntityTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    private const string DefaultFilter =
        $"{PersistenceSetup.JournalId}.replay-filter {{ mode = repair-by-discard-old, window-size = 100, max-old-writers = 10, debug = off }}";

    public static TheoryData<Journals, DatabaseKind> All => JournalsSetup.All;

    [SkippableTheory, MemberData(nameof(All))]
    public async Task All_three_stretches_are_recovered_on_both_nodes(Journals journals, DatabaseKind kind)
    {
        var (database, a) = await nodes.OfAsync(journals, kind);
        await using var b = database.Start(journals);
        var id = SharedNodes.NewId();
        await ThreeStretchesAsync(a, b, id);
        foreach (var node in new[] { a, b })
            Assert.Equal((9, 9), await RecoveredAsync(node, id));
    }

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task With_the_default_replay_filter_the_stock_journal_loses_the_third_stretch(DatabaseKind kind)
    {
        var (database, _) = await nodes.OfAsync(Journals.Stock, kind);
        await using var a = database.Start(Journals.Stock, extra: DefaultFilter);
        await using var b = database.Start(Journals.Stock, extra: DefaultFilter);
        var id = SharedNodes.NewId();
        await ThreeStretchesAsync(a, b, id);
        Assert.True((await RecoveredAsync(b, id)).Texts < 9, "the filter keeps what it used to drop: R1's setting can be looked at again");
    }

    [SkippableTheory, MemberData(nameof(All))]
    public async Task An_entity_goes_on_from_its_snapshot_on_another_node(Journals journals, DatabaseKind kind)
    {
        var (database, a) = await nodes.OfAsync(journals, kind);
        await using var b = database.Start(journals);
        var id = SharedNodes.NewId();
        await AddAsync(a, id, 3);
        await a.Ledger(id).SnapAsync();
        await a.DeleteToAsync(id, 3);
        Assert.Equal((3, 3), await RecoveredAsync(b, id));
        await AddAsync(b, id, 2);
        Assert.Equal((5, 5), await RecoveredAsync(a, id));
    }

    private static async Task ThreeStretchesAsync(JournalNode a, JournalNode b, string id)
    {
        foreach (var node in new[] { a, b, a })
            await AddAsync(node, id, 3);
    }

    private static async Task AddAsync(JournalNode node, string id, int count)
    {
        var ledger = node.Ledger(id);
        for (var i = 0; i < count; i++)
            await ledger.AddAsync($"text {i}");
        await ledger.HandOverAsync();
    }

    private static async Task<(int Texts, long Number)> RecoveredAsync(JournalNode node, string id)
    {
        var ledger = node.Ledger(id);
        var state = await ledger.StateAsync();
        await ledger.HandOverAsync();
        return (state.Texts.Count, state.Number);
    }
}
