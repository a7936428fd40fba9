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
        await table.SpillAsync(Bert, SpilledBucket.Of(sends, 10, 5_000), windowStart: 0, CancellationToken.None);
        await table.SpillAsync(Bert, SpilledBucket.Of(sends, 10, 5_000), windowStart: 0, CancellationToken.None); // its end was not heard of

        var found = await table.FindAsync(Bert, new([UInt128.MaxValue - 1, 8], [10], 0, 0, Entity: 42), CancellationToken.None);
        Assert.Equal([new(UInt128.MaxValue - 1, record)], found);
        Assert.Empty(await table.FindAsync(EntityAddress.Of(new UserId("anna")), Seven([10]), CancellationToken.None));

        await table.SpillAsync(Bert, SpilledBucket.Of([], 11, 6_000), windowStart: 5_001, CancellationToken.None);
        Assert.Empty(await table.FindAsync(Bert, Seven([10, 11]), CancellationToken.None));

        await table.SpillAsync(Bert, SpilledBucket.Of(sends, 12, 5_000), windowStart: 0, CancellationToken.None);
        Assert.Single(await table.FindAsync(Bert, Seven([12]), CancellationToken.None));
        await table.ForgetAsync(Bert, windowStart: 5_001, CancellationToken.None);
        Assert.Empty(await table.FindAsync(Bert, Seven([12]), CancellationToken.None));
        Assert.Equal([11], (await table.FiltersAsync(Bert, 0, 1_000, CancellationToken.None)).Filters.Select(f => f.UpToRow));
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Filters_are_read_up_to_a_bound_and_buckets_without_one_are_found_by_those_in_the_table(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var table = new SqlSpilledSends(journal.Databases);
        for (var row = 1; row <= 200; row++)
        {
            var sends = new KeyValuePair<UInt128, SendRecord>[] { new((UInt128)row << 64 | (UInt128)row * 977, new SendRecord((ulong)row, default, row)) };
            await table.SpillAsync(Bert, SpilledBucket.Of(sends, row, newestAt: row), windowStart: 0, CancellationToken.None);
        }

        var all = await table.FiltersAsync(Bert, windowStart: 51, maxBytes: 1 << 20, CancellationToken.None);
        Assert.True(all.AreAll);
        Assert.Equal(Enumerable.Range(51, 150).Reverse().Select(n => (long)n), all.Filters.Select(f => f.UpToRow));
        var some = await table.FiltersAsync(Bert, windowStart: 0, maxBytes: 100, CancellationToken.None);
        Assert.False(some.AreAll);
        Assert.Equal([200L, 199L], some.Filters.Take(2).Select(f => f.UpToRow));
        Assert.Equal(all.Filters[0].Filter.ToArray(), some.Filters[0].Filter.ToArray());

        var keys = new[] { 3, 70, 140, 190, 4_000 }.Select(n => (UInt128)n << 64 | (UInt128)n * 977).ToArray();
        var found = await table.FindAsync(Bert, new(keys, [190], WithoutFilterUpTo: 150, Since: 10, Entity: 42), CancellationToken.None);
        Assert.Equal([70UL, 140UL, 190UL], found.Values.Select(r => r.Fingerprint).Order());
    }

    private static SpilledLookUp Seven(long[] buckets) => new([7], buckets, 0, 0, Entity: 42);

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
