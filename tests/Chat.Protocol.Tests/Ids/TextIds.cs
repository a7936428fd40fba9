using System.Text;
using Chat.Protocol.Ids;
using CsCheck;

namespace Chat.Protocol.Tests.Ids;

/// <summary>What may name users, groups, devices and sends.</summary>
public sealed class TextIds
{
    [Fact]
    public void A_user_id_has_1_to_255_bytes()
    {
        Assert.True(UserId.TryParse("a", out _));
        Assert.True(UserId.TryParse(new string('a', 255), out _));
        Assert.True(UserId.TryParse(new string('\u4e2d', 85), out _));
        Assert.False(UserId.TryParse("", out _));
        Assert.False(UserId.TryParse(null, out _));
        Assert.False(UserId.TryParse(new string('a', 256), out _));
        Assert.False(UserId.TryParse(new string('\u4e2d', 86), out _));
    }

    [Fact]
    public void Group_device_and_client_message_ids_have_1_to_64_bytes()
    {
        Assert.True(GroupId.TryParse(new string('a', 64), out _));
        Assert.False(GroupId.TryParse(new string('a', 65), out _));
        Assert.False(GroupId.TryParse("", out _));
        Assert.True(DeviceId.TryParse(new string('a', 64), out _));
        Assert.False(DeviceId.TryParse(new string('a', 65), out _));
        Assert.True(ClientMessageId.TryParse(new string('a', 64), out _));
        Assert.False(ClientMessageId.TryParse(new string('a', 65), out _));
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    public void Control_characters_name_nobody(string text) => Assert.False(UserId.TryParse(text, out _));

    [Fact]
    public void Half_a_surrogate_pair_names_nobody()
    {
        Assert.False(UserId.TryParse("a\ud83d", out _));
        Assert.False(UserId.TryParse("\ude00a", out _));
        Assert.True(UserId.TryParse("\ud83d\ude00", out _));
    }

    [Fact]
    public void An_accepted_id_is_taken_as_it_is_and_fits() => Gen.String.Sample(text =>
        !UserId.TryParse(text, out var id) || (id.Value == text && Encoding.UTF8.GetByteCount(text) is > 0 and <= 255));

    [Fact]
    public void A_conversation_has_one_name_whoever_asks()
    {
        var (a, b) = (new UserId("123"), new UserId("456"));
        Assert.Equal("conv_123_456", ConversationId.Between(a, b).Value);
        Assert.Equal(ConversationId.Between(a, b), ConversationId.Between(b, a));
    }
}
