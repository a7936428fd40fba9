using Chat.Domain.Idempotency;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>What says which spilled buckets may hold a key, and what they hold.</summary>
public sealed class KeyFilterTests
{
    private static UInt128 Key(int n) => IdempotencyKey.OfSend(new UserId("anna"), new DeviceId("phone"), new ClientMessageId($"c{n}"));

    private static SpilledFilter Filter(int from, long row, int count = 100, long at = 1_000) =>
        new(row, at, KeyFilter.Of([.. Enumerable.Range(from, count).Select(Key)]));

    [Theory]
    [InlineData(1)]
    [InlineData(425)]
    [InlineData(1_024)]
    public void A_filter_knows_its_keys_and_about_one_in_a_hundred_thousand_others(int keys)
    {
        var filter = KeyFilter.Of([.. Enumerable.Range(0, keys).Select(Key)]);
        Assert.InRange(filter.Length, 1, 9 + keys * 3);
        Assert.All(Enumerable.Range(0, keys), n => Assert.True(KeyFilter.MayContain(filter, Key(n))));
        var wrong = Enumerable.Range(keys, 1_000_000).Count(n => KeyFilter.MayContain(filter, Key(n)));
        Assert.InRange(wrong, 0, 40); // 14 are expected
    }

    [Fact]
    public void Packed_sends_are_found_by_their_keys()
    {
        var sends = Enumerable.Range(0, 1_000).ToDictionary(Key, n => new SendRecord((ulong)n, new MessageId(1_777_000_000_000_000 + n, 42, 3), n));
        var packed = PackedSends.PackSorted(sends);
        Assert.Equal(1_000 * PackedSends.EntryBytes, packed.Length);
        foreach (var (key, record) in sends)
        {
            Assert.True(PackedSends.TryFind(packed, key, 42, out var found));
            Assert.Equal(record, found);
        }

        Assert.All(Enumerable.Range(1_000, 1_000), n => Assert.False(PackedSends.TryFind(packed, Key(n), 42, out _)));
        Assert.False(PackedSends.TryFind([], Key(1), 42, out _));
    }

    [Fact]
    public void Only_keys_that_a_filter_knows_are_looked_up_and_only_in_its_buckets()
    {
        var index = new SpillIndex();
        index.BeginEmpty();
        for (var bucket = 0; bucket < 10; bucket++)
            index.Add(Filter(bucket * 100, row: bucket + 1), since: 0);
        Assert.Null(index.LookUp([Key(5_000), Key(5_001)], since: 0, 42));
        var lookUp = index.LookUp([Key(5_000), Key(250), Key(730)], since: 0, 42)!;
        Assert.Equal([Key(250), Key(730)], lookUp.Keys);
        Assert.Equal([3, 8], lookUp.Buckets);
        Assert.Equal(0, lookUp.WithoutFilterUpTo);
    }

    [Fact]
    public void Beyond_its_bound_the_oldest_filters_go_and_their_buckets_are_looked_into_for_every_send_while_the_window_lasts()
    {
        var index = new SpillIndex(maxBytes: 2_000); // of 365 each
        index.BeginEmpty();
        for (var bucket = 0; bucket < 10; bucket++)
            index.Add(Filter(bucket * 100, row: bucket + 1, at: 1_000 + bucket), since: 0);
        var lookUp = index.LookUp([Key(5_000)], since: 0, 42)!;
        Assert.Equal((5, 0), (lookUp.WithoutFilterUpTo, lookUp.Buckets.Count));
        Assert.Equal([8], index.LookUp([Key(730)], since: 0, 42)!.Buckets);
        Assert.False(index.MayContain(Key(5_000), since: 1_005));
        Assert.Null(index.LookUp([Key(5_000)], since: 1_005, 42));
    }

    [Fact]
    public void Filters_of_the_table_join_those_that_were_spilled_meanwhile()
    {
        var index = new SpillIndex();
        index.Add(Filter(200, row: 3), since: 0);
        Assert.False(index.IsComplete);
        index.Load(new SpilledFilters([Filter(200, row: 3), Filter(100, row: 2)], AreAll: false), since: 0);
        Assert.True(index.IsComplete);
        Assert.Equal(1, index.LookUp([Key(5_000)], since: 0, 42)!.WithoutFilterUpTo);
        Assert.Equal([2, 3], index.LookUp([Key(150), Key(250)], since: 0, 42)!.Buckets);
    }
}
