using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Tests.Frames;

/// <summary>The frames of clients that exist (● in the protocol), letter by letter.</summary>
public sealed class FixedClientFrames
{
    [Fact]
    public void Auth()
    {
        var frame = Decoding.Accept<ClientFrame.Auth>(
            """{"type":"auth","payload":{"user_id":"123","auth_token":"<jwt>","device_id":"phone-abc","platform":"ios","app_version":"2.24.5"}}""");
        Assert.Equal(new ClientFrame.Auth(new UserId("123"), "<jwt>", new DeviceId("phone-abc"), "ios", "2.24.5", false, null), frame);
    }

    [Fact]
    public void Message()
    {
        var frame = Decoding.Accept<ClientFrame.Message>(
            """{"type":"message","client_message_id":"client_abc123","payload":{"receiver_id":"456","content":"Hey, are you free tomorrow?","media_url":null,"reply_to":null,"timestamp":1699189200000}}""");
        Assert.Equal(
            new ClientFrame.Message(
                new ClientMessageId("client_abc123"), new UserId("456"), "Hey, are you free tomorrow?", null, null, 1699189200000),
            frame);
    }

    [Fact]
    public void Delivery_ack_of_an_id_that_is_not_ours_acknowledges_nothing()
    {
        var frame = Decoding.Accept<ClientFrame.DeliveryAck>(
            """{"type":"delivery_ack","message_id":"20241105120000000001","timestamp":1699189200456}""");
        Assert.Empty(frame.MessageIds);
        Assert.Null(frame.Positions);
    }

    [Fact]
    public void Delivery_ack_of_an_id_of_ours()
    {
        var frame = Decoding.Accept<ClientFrame.DeliveryAck>(
            """{"type":"delivery_ack","message_id":"20231105160000000007000000004200003","timestamp":1699189200456}""");
        Assert.Equal([new MessageId(1_699_200_000_000_007, 42, 3)], frame.MessageIds);
    }

    [Fact]
    public void Read_receipt()
    {
        var foreign = Decoding.Accept<ClientFrame.ReadReceipt>(
            """{"type":"read_receipt","message_ids":["20241105120000000001","20241105120000000002"],"timestamp":1699189260000}""");
        Assert.Empty(foreign.MessageIds);
        Assert.Null(foreign.UpTo);
        Assert.Equal(1699189260000, foreign.Timestamp);
        var ours = Decoding.Accept<ClientFrame.ReadReceipt>(
            """{"type":"read_receipt","message_ids":["20231105160000000007000000004200003","20241105120000000002","20231105160000000008000000004200003"],"timestamp":1699189260000}""");
        Assert.Equal([new MessageId(1_699_200_000_000_007, 42, 3), new MessageId(1_699_200_000_000_008, 42, 3)], ours.MessageIds);
    }

    [Fact]
    public void Heartbeat() =>
        Decoding.Accept<ClientFrame.Heartbeat>("""{"type":"heartbeat","timestamp":1699189200000}""");

    [Fact]
    public void Group_message()
    {
        var frame = Decoding.Accept<ClientFrame.GroupMessage>(
            """{"type":"group_message","client_message_id":"client_def456","payload":{"group_id":"group_789","content":"Meeting at 3 PM","media_url":null,"timestamp":1699189200000}}""");
        Assert.Equal(
            new ClientFrame.GroupMessage(
                new ClientMessageId("client_def456"), new GroupId("group_789"), "Meeting at 3 PM", null, null, 1699189200000),
            frame);
    }
}
