using System.Text;
using Chat.Protocol.Ids;
using CsCheck;

namespace Chat.Protocol.Tests.Ids;

public sealed class MessageIdSpec
{
    private static readonly Gen<MessageId> AnyId =
        from second in Gen.Long[0, 253_402_300_799] // 9999-12-31T23:59:59
        from counter in Gen.Int[0, 999_999]
        from entity in Gen.Long[1, MessageId.MaxEntity]
        from conversation in Gen.Int[1, MessageId.MaxConversation]
        select new MessageId(second * MessageId.StampsPerSecond + counter, entity, conversation);

    [Fact]
    public void Its_text_begins_with_the_UTC_time() =>
        Assert.Equal("20231105160000000007" + "0000000042" + "00003", new MessageId(1_699_200_000_000_007, 42, 3).ToString());

    [Fact]
    public void Text_and_value_are_the_same_thing() => AnyId.Sample(id =>
    {
        var text = id.ToString();
        var utf8 = new byte[MessageId.Length];
        MessageIdText.Format(id, utf8);
        return text.Length == MessageId.Length && text == Encoding.ASCII.GetString(utf8)
            && MessageId.TryParse(text, out var parsed) && parsed == id
            && MessageIdText.TryParse(utf8, out var fromBytes) && fromBytes == id;
    });

    [Fact]
    public void String_order_is_the_order_of_ids() => Gen.Select(AnyId, AnyId).Sample((a, b) =>
        Math.Sign(string.CompareOrdinal(a.ToString(), b.ToString())) == Math.Sign(a.CompareTo(b)));

    [Fact]
    public void Ids_close_to_each_other_keep_their_order() =>
        Gen.Select(AnyId, Gen.Int[0, 2], Gen.Int[0, 2]).Sample((id, stamp, entity) =>
        {
            var other = new MessageId(id.Stamp + stamp, Math.Min(id.Entity + entity, MessageId.MaxEntity), id.Conversation);
            if (other.UnixMilliseconds > 253_402_300_799_000) return true;
            return Math.Sign(string.CompareOrdinal(id.ToString(), other.ToString())) == Math.Sign(id.CompareTo(other));
        });

    [Fact]
    public void Both_parsers_accept_the_same_texts() =>
        Gen.Char["0123456789"].Array[MessageId.Length].Select(digits => new string(digits)).Sample(Agree, iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData("20241105120000000001")]
    [InlineData("2023110516000000000700000000420000")] // one digit short
    [InlineData("202311051600000000070000000042000030")] // one too many
    [InlineData("20231305160000000007000000004200003")] // month 13
    [InlineData("20230229160000000007000000004200003")] // no leap year
    [InlineData("20231105240000000007000000004200003")] // hour 24
    [InlineData("20231105166000000007000000004200003")] // minute 60
    [InlineData("20231105160060000007000000004200003")] // second 60
    [InlineData("19691231235959000007000000004200003")] // before 1970
    [InlineData("00001105160000000007000000004200003")] // year 0
    [InlineData("20231105160000000007000000000000003")] // entity 0
    [InlineData("20231105160000000007000000004200000")] // conversation 0
    [InlineData("2023110516000000000700000000420000x")]
    [InlineData(" 0231105160000000007000000004200003")]
    public void What_is_no_id_is_refused(string text)
    {
        Assert.False(MessageId.TryParse(text, out _));
        Assert.False(MessageIdText.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData("20240229235959999999999999999999999")]
    [InlineData("99991231235959999999999999999999999")]
    [InlineData("19700101000000000000000000000100001")]
    public void The_extremes_are_ids(string text) => Assert.True(Agree(text) && MessageId.TryParse(text, out _));

    [Theory]
    [InlineData("20241105120000000001", true)]
    [InlineData("2024110512000000001", false)]
    [InlineData("20241105-12000000001", false)]
    public void An_id_of_another_server_is_digits_only_and_long_enough(string text, bool foreign) =>
        Assert.Equal(foreign, MessageIdText.IsForeign(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void An_id_of_another_server_is_not_endless()
    {
        Assert.True(MessageIdText.IsForeign(Encoding.UTF8.GetBytes(new string('1', 64))));
        Assert.False(MessageIdText.IsForeign(Encoding.UTF8.GetBytes(new string('1', 65))));
    }

    private static bool Agree(string text)
    {
        var one = MessageId.TryParse(text, out var a);
        var other = MessageIdText.TryParse(Encoding.UTF8.GetBytes(text), out var b);
        return one == other && a == b && (!one || a.ToString() == text);
    }
}
