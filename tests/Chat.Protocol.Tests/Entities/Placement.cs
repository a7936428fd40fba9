using System.Text;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Tests.Entities;

/// <summary>Where entities lie is written into every persistence id: none of these values may ever change.</summary>
public sealed class Placement
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("hello", 0x248bfa47u)]
    [InlineData("hello, world", 0x149bbb7fu)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x2e4ff723u)]
    [InlineData("The quick brown fox jumps over the lazy dog.", 0xd5c48bfcu)]
    [InlineData("19 Jan 2038 at 3:14:07 AM", 0xe31e8a70u)]
    public void Murmur3_agrees_with_the_published_vectors(string text, uint hash) =>
        Assert.Equal(hash, Murmur3.Hash(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("alice", "u/edd/alice")]
    [InlineData("123", "u/1eb/123")]
    [InlineData("456", "u/f00/456")]
    [InlineData("\u0436\u0435\u043d\u0430", "u/0ed/\u0436\u0435\u043d\u0430")]
    [InlineData("user/with spaces", "u/080/user/with spaces")]
    public void A_user_has_the_persistence_id_of_old(string user, string expected) =>
        Assert.Equal(expected, EntityAddress.Of(new UserId(user)).PersistenceId);

    [Fact]
    public void A_slot_is_the_low_bits_of_the_hash_and_a_shard_its_remainder()
    {
        var slot = Slot.Of("hello");
        Assert.Equal(0xa47, slot.Value);
        Assert.Equal("a47", slot.ToString());
        Assert.Equal(0x47, slot.Shard);
        Assert.Equal("71", slot.ShardId);
    }

    [Fact]
    public void An_id_of_the_greatest_length_has_a_slot() =>
        Assert.InRange(Slot.Of(new string('\uffff', UserId.MaxBytes / 3)).Value, 0, Slot.Count - 1);

    [Fact]
    public void A_text_that_cannot_be_an_id_has_none() =>
        Assert.Throws<ArgumentException>(() => Slot.Of(new string('x', 2000)));

    [Fact]
    public void Users_are_spread_over_all_shards()
    {
        var users = new int[Slot.ShardCount];
        for (var i = 0; i < 100_000; i++)
            users[Slot.Of("user" + i).Shard]++;
        Assert.InRange(users.Min(), 300, 390); // 391 each, were it perfect
        Assert.InRange(users.Max(), 391, 480);
    }

    [Fact]
    public void A_session_id_names_node_and_number() =>
        Assert.Equal("sess_2a_ff", new ConnectionAddress(42, 255).SessionId);
}
