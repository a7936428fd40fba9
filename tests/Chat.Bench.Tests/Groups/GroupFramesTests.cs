using System.Text;
using System.Text.Json;
using Chat.Bench.Client;

namespace Chat.Bench.Tests.Groups;

/// <summary>The frames of groups as they leave the load generator, and as it reads those of the server.</summary>
public sealed class GroupFramesTests
{
    private static readonly byte[] Padding = Encoding.UTF8.GetBytes(new string('x', 1000));

    [Fact]
    public void A_message_says_in_its_body_and_its_id_which_one_it_is()
    {
        var frame = ClientFrames.GroupMessage(new byte[2048], "group_789"u8, channel: 12, sequence: 345, Padding, bodyBytes: 200).ToArray();

        using var json = JsonDocument.Parse(frame);
        var payload = json.RootElement.GetProperty("payload");
        Assert.Equal("group_message", json.RootElement.GetProperty("type").GetString());
        Assert.Equal("group_789", payload.GetProperty("group_id").GetString());
        Assert.Equal(200, payload.GetProperty("content").GetString()!.Length);
        Assert.Equal("m12.345.", json.RootElement.GetProperty("client_message_id").GetString());
        Assert.True(BodyMark.TryRead(JsonField.Text(frame, "\"content\""u8), out var channel, out var sequence));
        Assert.Equal((12, 345L), (channel, sequence));
    }

    [Fact]
    public void One_ack_speaks_of_many_streams()
    {
        var frame = ClientFrames.DeliveryAckPositions(new byte[200], "\"g1\":88,\"g2\":7"u8).ToArray();

        using var json = JsonDocument.Parse(frame);
        Assert.Equal(7, json.RootElement.GetProperty("positions").GetProperty("g2").GetInt64());
    }

    [Theory]
    [InlineData("""{"type":"group_message","stream":"g","seq":4,"payload":{}}""", ServerFrame.GroupMessage)]
    [InlineData("""{ "payload" : {}, "type" : "group_event" }""", ServerFrame.GroupEvent)]
    [InlineData("""{"type":"message_ack"}""", ServerFrame.MessageAck)]
    [InlineData("""{"type":"sync_gap"}""", ServerFrame.SyncGap)]
    [InlineData("""{"type":"sync_done"}""", ServerFrame.SyncDone)]
    [InlineData("""{"type":"group_receipt"}""", ServerFrame.Other)]
    internal void Types_are_told_apart(string json, ServerFrame type) => Assert.Equal(type, ServerFrames.TypeOf(Encoding.UTF8.GetBytes(json)));
}
