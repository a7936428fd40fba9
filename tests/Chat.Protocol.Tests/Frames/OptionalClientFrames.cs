using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Tests.Frames;

/// <summary>What newer clients may add, and the liberties of JSON that every client may take.</summary>
public sealed class OptionalClientFrames
{
    private const string OneId = "20231105160000000007000000004200003";
    private static readonly MessageId One = new(1_699_200_000_000_007, 42, 3);

    [Fact]
    public void Auth_with_capabilities_and_resume()
    {
        var frame = Decoding.Accept<ClientFrame.Auth>(
            """{"type":"auth","payload":{"user_id":"123","auth_token":"t","device_id":"d","capabilities":["later","sync"],"resume":{"epoch":"e7","positions":{"inbox":1042,"group_789":88},"new":[{}]}}}""");
        Assert.True(frame.Sync);
        Assert.Equal((null, null), (frame.Platform, frame.AppVersion));
        Assert.Equal("e7", frame.Resume!.Epoch);
        Assert.Equal(new Dictionary<string, long> { ["inbox"] = 1042, ["group_789"] = 88 }, frame.Resume.Positions);
    }

    [Fact]
    public void Optional_fields_may_be_null()
    {
        var frame = Decoding.Accept<ClientFrame.Auth>(
            """{"type":"auth","payload":{"user_id":"1","auth_token":"t","device_id":"d","platform":null,"app_version":null,"capabilities":null,"resume":null}}""");
        Assert.Equal(new ClientFrame.Auth(new UserId("1"), "t", new DeviceId("d"), null, null, false, null), frame);
    }

    [Fact]
    public void Delivery_ack_takes_several_ids_and_positions()
    {
        var frame = Decoding.Accept<ClientFrame.DeliveryAck>(
            $$$"""{"type":"delivery_ack","message_ids":["{{{OneId}}}"],"positions":{"inbox":5,"inbox":7}}""");
        Assert.Equal([One], frame.MessageIds);
        Assert.Equal(new Dictionary<string, long> { ["inbox"] = 7 }, frame.Positions);
        var both = Decoding.Accept<ClientFrame.DeliveryAck>(
            $$"""{"type":"delivery_ack","message_id":"{{OneId}}","message_ids":["{{OneId}}"]}""");
        Assert.Equal([One, One], both.MessageIds);
    }

    [Fact]
    public void Read_receipt_takes_up_to_instead_of_ids()
    {
        var frame = Decoding.Accept<ClientFrame.ReadReceipt>($$"""{"type":"read_receipt","up_to":"{{OneId}}"}""");
        Assert.Empty(frame.MessageIds);
        Assert.Equal((One, 0L), (frame.UpTo!.Value, frame.Timestamp));
    }

    [Fact]
    public void Presence_typing_and_refresh()
    {
        var subscribe = Decoding.Accept<ClientFrame.PresenceSubscribe>(
            """{"type":"presence_subscribe","request_id":"r1","payload":{"user_ids":["456","789"]}}""");
        Assert.Equal("r1", subscribe.RequestId);
        Assert.Equal([new UserId("456"), new UserId("789")], subscribe.UserIds);
        var unsubscribe = Decoding.Accept<ClientFrame.PresenceUnsubscribe>(
            """{"type":"presence_unsubscribe","payload":{"user_ids":[]}}""");
        Assert.Null(unsubscribe.RequestId);
        Assert.Equal(new ClientFrame.Typing(new UserId("456"), true), Decoding.Accept<ClientFrame.Typing>(
            """{"type":"typing","payload":{"receiver_id":"456","state":"start"}}"""));
        Assert.False(Decoding.Accept<ClientFrame.Typing>("""{"type":"typing","payload":{"receiver_id":"456","state":"stop"}}""").Start);
        Assert.Equal(new ClientFrame.AuthRefresh("r3", "<jwt>"), Decoding.Accept<ClientFrame.AuthRefresh>(
            """{"type":"auth_refresh","request_id":"r3","payload":{"auth_token":"<jwt>"}}"""));
    }

    [Theory]
    [InlineData("""{"payload":{"timestamp":7,"content":"hi","receiver_id":"456"},"client_message_id":"c","type":"message"}""")]
    [InlineData("""{"type":"heartbeat","type":"message","client_message_id":"x","client_message_id":"c","payload":{"receiver_id":"1","receiver_id":"456","content":"hi","timestamp":7}}""")]
    [InlineData("""{"type":"message","payload":{"receiver_id":"9","content":"no","reply_to":[],"timestamp":1},"client_message_id":"c","payload":{"receiver_id":"456","content":"hi","timestamp":7}}""")]
    [InlineData("""{"type":"message","extra":{"payload":{"content":"no"},"a":[1,[2,{"type":"x"}]]},"client_message_id":"c","payload":{"more":{"content":"no"},"receiver_id":"456","content":"hi","timestamp":7,"type":"auth"}}""")]
    [InlineData("""{"\u0074ype":"m\u0065ssage","client_message_id":"\u0063","payload":{"receiver\u005fid":"45\u0036","content":"\u0068i","timestamp":7.0}}""")]
    [InlineData("\r\n\t { \"type\" : \"message\" , \"client_message_id\":\"c\",\"payload\" : { \"receiver_id\":\"456\",\"content\":\"hi\",\"timestamp\":0.7e1 } }\n ")]
    public void The_same_message_however_it_is_written(string json) => Assert.Equal(
        new ClientFrame.Message(new ClientMessageId("c"), new UserId("456"), "hi", null, null, 7),
        Decoding.Accept<ClientFrame.Message>(json));

    [Theory]
    [InlineData("1e3", 1000)]
    [InlineData("1000.0", 1000)]
    [InlineData("-5", -5)]
    [InlineData("-0", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void A_time_is_any_whole_number(string number, long expected) =>
        Assert.Equal(expected, Decoding.Accept<ClientFrame.Message>(Message("\"hi\"", timestamp: number)).Timestamp);

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void A_picture_needs_no_words(string content)
    {
        var frame = Decoding.Accept<ClientFrame.Message>(Message(content, media: "\"/api/media/m1\""));
        Assert.Equal(("", "/api/media/m1"), (frame.Content, frame.MediaUrl));
    }

    [Fact]
    public void Any_text_is_content()
    {
        var frame = Decoding.Accept<ClientFrame.Message>(Message("\"\\u0000\\n\\ud83d\\ude00 \u00e9\u4e2d\ud83d\ude00 \\\"\\\\\\/\""));
        Assert.Equal("\0\n\ud83d\ude00 \u00e9\u4e2d\ud83d\ude00 \"\\/", frame.Content);
    }

    [Fact]
    public void A_reply_names_the_message_that_it_answers()
    {
        Assert.Equal(One, Decoding.Accept<ClientFrame.Message>(Message("\"hi\"", reply: $"\"{OneId}\"")).ReplyTo);
        Assert.Null(Decoding.Accept<ClientFrame.Message>(Message("\"hi\"", reply: "\"20241105120000000001\"")).ReplyTo);
    }

    [Fact]
    public void A_group_message_may_carry_media_and_a_reply()
    {
        var frame = Decoding.Accept<ClientFrame.GroupMessage>(
            $$$"""{"type":"group_message","client_message_id":"c","payload":{"group_id":"g","media_url":"/api/media/m1","reply_to":"{{{OneId}}}","timestamp":7}}""");
        Assert.Equal(new ClientFrame.GroupMessage(new ClientMessageId("c"), new GroupId("g"), "", "/api/media/m1", One, 7), frame);
    }

    [Fact]
    public void Groups_are_streams_like_the_inbox()
    {
        var frame = Decoding.Accept<ClientFrame.DeliveryAck>("""{"type":"delivery_ack","positions":{"inbox":1054,"group_789":88},"timestamp":1}""");
        Assert.Empty(frame.MessageIds);
        Assert.Equal(new Dictionary<string, long> { ["inbox"] = 1054, ["group_789"] = 88 }, frame.Positions);
    }

    [Fact]
    public void Content_is_measured_in_bytes_of_what_it_says_not_of_how_it_is_written()
    {
        var limits = new FrameLimits { ContentBytes = 4 };
        Decoding.Accept<ClientFrame.Message>(Message("\"\\u0061\\u0062\\u0063\\u0064\""), limits);
        Decoding.Accept<ClientFrame.Message>(Message("\"\\ud83d\\ude00\""), limits);
        Decoding.Accept<ClientFrame.Message>(Message("\"\ud83d\ude00\""), limits);
        Assert.Equal(ErrorCode.ContentTooLarge, Decoding.Refuse(Message("\"abcde\""), limits).Code);
        Assert.Equal(ErrorCode.ContentTooLarge, Decoding.Refuse(Message("\"\u4e2d\u4e2d\""), limits).Code);
    }

    private static string Message(string content, string media = "null", string reply = "null", string timestamp = "1") =>
        $$$"""{"type":"message","client_message_id":"c","payload":{"receiver_id":"456","content":{{{content}}},"media_url":{{{media}}},"reply_to":{{{reply}}},"timestamp":{{{timestamp}}}}}""";
}
