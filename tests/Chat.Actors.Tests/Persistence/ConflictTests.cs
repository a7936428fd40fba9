using Chat.Actors.Tests.Harness;
using LinqToDB.Data;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Persistence;

/// <summary>R8: a group commit that fails because of one row costs only that row's entity.</summary>
public sealed class ConflictTests
{
    [SkippableTheory]
    [InlineData("SQLite", true)]
    [InlineData("SQLite", false)]
    [InlineData("PostgreSQL", true)]
    [InlineData("PostgreSQL", false)]
    public async Task A_conflict_stops_its_own_entity_and_its_neighbours_are_acked_at_once(string provider, bool stock)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        await using var host = stock ? journal.StartStockHost() : journal.StartHost();
        const int neighbours = 40;
        for (var i = 0; i <= neighbours; i++)
            host.Tell(UserHost.Message($"user{i}", 1, "first", session: i + 1));
        await Eventually.HoldsAsync(() => host.Connections.Of<SendAccepted>().Count() == neighbours + 1);

        // Another owner has written user0's next number.
        await journal.Database.WriteAsync(
            null,
            (connection, token) => connection.ExecuteAsync(
                "insert into journal (deleted, persistence_id, sequence_number, created, message, identifier, manifest, writer_uuid) " +
                "select deleted, persistence_id, sequence_number + 1, created, message, identifier, manifest, 'another' from journal " +
                "where persistence_id like '%/user0' and sequence_number = 2", token),
            CancellationToken.None);
        for (var i = 0; i <= neighbours; i++)
            host.Tell(UserHost.Message($"user{i}", 2, "second", session: i + 1));

        await Eventually.HoldsAsync(() => host.Connections.Of<SendAccepted>().Count(a => a.N == 2) == neighbours);
        await Eventually.HoldsAsync(async () => !await host.IsAwakeAsync("user0"));
        Assert.DoesNotContain(host.Connections.Of<SendAccepted>(), a => a.N == 2 && a.Entity.Id == "user0");
        for (var i = 1; i <= neighbours; i++)
            Assert.True(await host.IsAwakeAsync($"user{i}"), $"user{i} was taken down by its neighbour");
    }
}
