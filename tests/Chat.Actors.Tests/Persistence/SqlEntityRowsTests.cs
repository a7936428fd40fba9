using Chat.Actors.Persistence;
using Chat.Actors.Tests.Harness;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Persistence;

/// <summary>R4: bodies are read from their rows when the entity has not kept them.</summary>
public sealed class SqlEntityRowsTests
{
    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Rows_come_back_as_the_events_they_were_in_order_and_bounded(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        await using var host = journal.StartHost();
        for (var n = 1; n <= 10; n++)
            host.Tell(UserHost.Message("bert", n, $"text {n}"));
        await Eventually.HoldsAsync(() => host.Connections.Of<SendAccepted>().Count() == 10);

        var rows = await new SqlEntityRows(journal.Databases, host.System)
            .ReadAsync<UserEvent>(EntityAddress.Of(new UserId("bert")), from: 3, max: 4, CancellationToken.None);

        Assert.Equal([3, 4, 5, 6], rows.Select(r => r.SequenceNr)); // the first row of all is the user's creation
        Assert.Equal(["text 2", "text 3", "text 4", "text 5"], rows.Select(r => ((UserEvents.MessageQueued)r.Event).Body.Content));
    }
}
