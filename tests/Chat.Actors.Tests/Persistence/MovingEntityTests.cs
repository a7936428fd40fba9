using Chat.Actors.Persistence;
using Chat.Actors.Tests.Harness;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Persistence;

/// <summary>R1: an entity that moves A→B→A, with no snapshot between, keeps every event, and both nodes recover it.</summary>
public sealed class MovingEntityTests
{
    [SkippableTheory]
    [InlineData("SQLite", true)]
    [InlineData("SQLite", false)]
    [InlineData("PostgreSQL", true)]
    [InlineData("PostgreSQL", false)]
    public async Task Every_event_of_all_three_stretches_is_recovered_on_both_nodes(string provider, bool stock)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        await using var a = stock ? journal.StartStockHost() : journal.StartHost();
        await using var b = stock ? journal.StartStockHost() : journal.StartHost();
        await SendAsync(a, 1);
        await SendAsync(b, 2);
        await SendAsync(a, 3);

        Assert.Equal(9, await RecoveredAsync(a));
        Assert.Equal(9, await RecoveredAsync(b));
    }

    [Fact]
    public async Task With_the_default_replay_filter_the_third_stretch_would_be_gone()
    {
        using var journal = await SqlJournalCase.CreateAsync("SQLite");
        var filtered = $"{PersistenceSetup.JournalId}.replay-filter {{ mode = repair-by-discard-old, window-size = 100, max-old-writers = 10, debug = off }}";
        await using var a = journal.StartStockHost(extra: filtered);
        await using var b = journal.StartStockHost(extra: filtered);
        await SendAsync(a, 1);
        await SendAsync(b, 2);
        await SendAsync(a, 3);

        Assert.True(await RecoveredAsync(b) < 9, "the filter keeps what it used to drop: R1's setting can be looked at again");
    }

    /// <summary>Three messages from a session of their own, then the entity is handed over.</summary>
    private static async Task SendAsync(UserHost host, int stretch)
    {
        var session = 10 + stretch;
        for (var n = 1; n <= 3; n++)
            host.Tell(UserHost.Message("bert", n, $"{stretch}.{n}", session: session));
        await Eventually.HoldsAsync(() => host.Connections.Of<SendAccepted>(new(1, session)).Count() == 3);
        await host.MoveAwayAsync("bert");
    }

    private static async Task<int> RecoveredAsync(UserHost host)
    {
        var connection = Random.Shared.NextInt64(100, long.MaxValue);
        host.Tell(UserHost.Attach("bert", connection, device: $"d{connection % 1000}"));
        await Eventually.HoldsAsync(() => host.Connections.Of<CaughtUp>(new(1, connection)).Any());
        await host.MoveAwayAsync("bert");
        return host.Connections.Of<PushMessage>(new(1, connection)).Count();
    }
}
