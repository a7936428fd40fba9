using System.Text;
using Chat.Protocol.Frames;
using CsCheck;

namespace Chat.Protocol.Tests.Frames;

/// <summary>Whatever arrives, the reader answers; after the cases of JSONTestSuite (nst/JSONTestSuite) and with random bytes.</summary>
public sealed class HostileBytes
{
    private const string Valid =
        """{"type":"message","client_message_id":"c","payload":{"receiver_id":"456","content":"h\u00e9\ud83d\ude00","media_url":null,"reply_to":null,"timestamp":1699189200000}}""";

    /// <summary>What stands where a value is expected and is not JSON.</summary>
    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("0x10")]
    [InlineData("nul")]
    [InlineData("True")]
    [InlineData("'a'")]
    [InlineData("\"a")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"a\tb\"")]
    [InlineData("\"\0\"")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":1,,}")]
    [InlineData("{1:1}")]
    [InlineData("// c\n1")]
    [InlineData("\u00a01")]
    public void What_is_not_JSON_is_bad_json_even_in_a_field_that_nobody_reads(string value) =>
        Assert.Equal(ErrorCode.BadJson, Decoding.Refuse($$"""{"type":"heartbeat","x":{{value}}}""").Code);

    /// <summary>What is odd but JSON, in a field that nobody reads.</summary>
    [Theory]
    [InlineData("-0")]
    [InlineData("1E400")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\uffff\\ufffe\"")]
    [InlineData("\"\u2028\u007f\"")]
    [InlineData("{\"\":{\"\":[]}}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("[[[[[[[[[[[[[[]]]]]]]]]]]]]]")]
    public void What_is_odd_is_ignored_where_nobody_reads_it(string value) =>
        Decoding.Accept<ClientFrame.Heartbeat>($$"""{"x":{{value}},"type":"heartbeat"}""");

    [Fact]
    public void Depth_is_bounded()
    {
        Assert.Equal(ErrorCode.BadJson, Decoding.Refuse($$"""{"type":"heartbeat","x":{{new string('[', 20)}}{{new string(']', 20)}}}""").Code);
        Assert.Equal(ErrorCode.BadJson, Decoding.Refuse(new string('[', 60_000)).Code);
        Assert.Equal(ErrorCode.BadJson, Decoding.Refuse(string.Concat(Enumerable.Repeat("{\"payload\":", 5_000))).Code);
    }

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xc0, 0x80 })] // overlong
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })] // a surrogate in UTF-8
    [InlineData(new byte[] { 0xf4, 0x90, 0x80, 0x80 })] // beyond U+10FFFF
    [InlineData(new byte[] { 0xe2, 0x82 })] // cut off
    public void What_is_not_UTF8_is_bad_json(byte[] bytes)
    {
        byte[] frame = [.. "{\"type\":\"heartbeat\",\"x\":\""u8, .. bytes, .. "\"}"u8];
        Assert.Equal(ErrorCode.BadJson, Decoding.Refuse(frame).Code);
    }

    [Fact]
    public void Every_beginning_of_a_frame_is_bad_json()
    {
        var bytes = Encoding.UTF8.GetBytes(Valid);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(ErrorCode.BadJson, Decoding.Refuse(bytes[..length]).Code);
        Decoding.Accept<ClientFrame.Message>(Valid);
    }

    [Fact]
    public void Random_bytes_are_answered() => Gen.Byte.Array[0, 300].Sample(bytes => { Decoding.Read(bytes); }, iter: 20_000);

    [Fact]
    public void Random_texts_of_JSON_letters_are_answered() =>
        Gen.Char["{}[]\":,\\u0ed8 -+.tnafl"].Array[0, 60].Sample(
            text => { Decoding.Read(Encoding.UTF8.GetBytes("{\"type\":\"message\",\"payload\":" + new string(text))); }, iter: 20_000);

    [Fact]
    public void Frames_with_damage_are_answered()
    {
        var bytes = Encoding.UTF8.GetBytes(Valid);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, bytes.Length - 1], Gen.Byte).Sample(
            (i, a, j, b) =>
            {
                var damaged = (byte[])bytes.Clone();
                (damaged[i], damaged[j]) = (a, b);
                Decoding.Read(damaged);
            },
            iter: 20_000);
    }

    [Fact]
    public void Values_in_the_wrong_places_are_answered()
    {
        var fields = new[]
        {
            "type", "payload", "client_message_id", "request_id", "message_id", "message_ids", "positions", "up_to", "timestamp",
            "user_id", "auth_token", "device_id", "platform", "app_version", "capabilities", "resume", "receiver_id", "group_id", "content",
            "media_url", "reply_to", "user_ids", "state",
        };
        var values = new[]
        {
            "null", "true", "7", "1e3", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "[null]", "[\"\\udc00\"]", "{}", "{\"epoch\":{},\"positions\":[]}",
            "{\"\\ud800\":1}", "\"20231105160000000007000000004200003\"", "[\"2023110516000000000700000000420000\\u0033\"]", "\"start\"",
        };
        var types = new[]
        {
            "auth", "message", "group_message", "delivery_ack", "read_receipt", "heartbeat", "presence_subscribe", "presence_unsubscribe", "typing",
            "auth_refresh", "other",
        };
        var member = Gen.Select(Gen.Int[0, fields.Length - 1].Select(i => fields[i]), Gen.Int[0, values.Length - 1].Select(i => values[i])).Select((f, v) => $"\"{f}\":{v}");
        Gen.Select(Gen.Int[0, types.Length - 1].Select(i => types[i]), member.Array[0, 6], member.Array[0, 8]).Sample(
            (type, top, payload) =>
            {
                var members = string.Concat(top.Select(m => m + ","));
                var json = $$$"""{"payload":{{{{string.Join(',', payload)}}}},{{{members}}}"type":"{{{type}}}"}""";
                Decoding.Read(Encoding.UTF8.GetBytes(json));
            },
            iter: 20_000);
    }
}
