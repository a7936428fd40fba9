using Chat.Actors.Idempotency;
using Chat.Actors.Tests.Harness;
using Chat.Domain.Users;
using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Persistence;

/// <summary>M4: a send is recognised also when memory remembers it no more.</summary>
public sealed class SqlSpilledSendsTests
{
    private static readonly EntityAddress Bert = EntityAddress.Of(new UserId("bert"));

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task What_was_spilled_is_found_for_its_entity_until_the_window_has_passed(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var table = new SqlSpilledSends(journal.Databases);
        var record = new SendRecord(ulong.MaxValue - 3, new MessageId(1_777_000_000_000_007, 42, 3), At: 5_000);
        var sends = new KeyValuePair<UInt128, SendRecord>[] { new(UInt128.MaxValue - 1, record), new(7, record with { Fingerprint = 1 }) };
        await table.SpillAsync(Bert, new SpilledBucket(sends, 10, 5_000), windowStart: 0, CancellationToken.None);
        await table.SpillAsync(Bert, new SpilledBucket(sends, 10, 5_000), windowStart: 0, CancellationToken.None); // its end was not heard of

        var found = await table.FindAsync(Bert, [UInt128.MaxValue - 1, 8], CancellationToken.None);
        Assert.Equal([new(UInt128.MaxValue - 1, record)], found);
        Assert.Empty(await table.FindAsync(EntityAddress.Of(new UserId("anna")), [7], CancellationToken.None));

        await table.SpillAsync(Bert, new SpilledBucket([], 11, 6_000), windowStart: 5_001, CancellationToken.None);
        Assert.Empty(await table.FindAsync(Bert, [7], CancellationToken.None));

        await table.SpillAsync(Bert, new SpilledBucket(sends, 12, 5_000), windowStart: 0, CancellationToken.None);
        await table.ForgetAsync(Bert, windowStart: 5_001, CancellationToken.None);
        Assert.Empty(await table.FindAsync(Bert, [7], CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task The_same_send_is_the_same_message_long_after_it_has_left_memory_and_a_restart(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        await using var host = journal.StartHost(new UserLimits { SendsInMemory = 20, SnapshotEvery = 40 });
        const int sends = 200;
        for (var n = 1; n <= sends; n++)
            host.Tell(UserHost.Message("bert", n, $"text {n}"));
        await Eventually.HoldsAsync(() => host.Connections.Of<SendAccepted>().Count() == sends);
        var first = host.Connections.Of<SendAccepted>().ToDictionary(a => a.ClientMessageId, a => a.MessageId);

        await host.MoveAwayAsync("bert");
        for (var n = 1; n <= sends; n++)
            host.Tell(UserHost.Message("bert", n, $"text {n}", session: 2, clientId: $"c1-{n}"));
        host.Tell(UserHost.Message("bert", sends + 1, "new", session: 2, clientId: "new"));

        await Eventually.HoldsAsync(() => host.Connections.Of<SendAccepted>(new(1, 2)).Count() == sends + 1);
        var again = host.Connections.Of<SendAccepted>(new(1, 2)).ToList();
        Assert.All(again.Where(a => a.ClientMessageId.Value != "new"), a => Assert.Equal(first[a.ClientMessageId], a.MessageId));
        Assert.DoesNotContain(again.Single(a => a.ClientMessageId.Value == "new").MessageId, first.Values);
    }
}
