using Chat.Actors.Debts;
using Chat.Actors.Tests.Harness;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Time.Testing;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Persistence;

/// <summary>R5: a start wakes whoever has written a moment before, whichever journal wrote it.</summary>
public sealed class SqlDueDebtsTests
{
    [SkippableTheory]
    [InlineData("SQLite", true)]
    [InlineData("SQLite", false)]
    [InlineData("PostgreSQL", true)]
    [InlineData("PostgreSQL", false)]
    public async Task Entities_with_young_rows_are_woken_and_no_others(string provider, bool stock)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        await using var host = stock ? journal.StartStockHost() : journal.StartHost();
        host.Tell(UserHost.Message("bert", 1, "hello"));
        await Eventually.HoldsAsync(() => host.Connections.Of<SendAccepted>().Any());

        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var debts = new SqlDueDebts(journal.Databases, time);
        var recent = TimeSpan.FromMinutes(5);
        Assert.Equal([EntityAddress.Of(new UserId("bert"))], await debts.ToWakeAsync(journal.Database, recent, CancellationToken.None));
        time.Advance(recent + TimeSpan.FromMinutes(1));
        Assert.Empty(await debts.ToWakeAsync(journal.Database, recent, CancellationToken.None));
    }
}
