using System.Text;
using Chat.Protocol.Frames;

namespace Chat.Protocol.Tests.Frames;

/// <summary>Every mistake of a client's author has its code, the field it is in, and a sentence that says what would be right.</summary>
public sealed class BadClientFrames
{
    public static TheoryData<string, string, string?> Mistakes => new()
    {
        // Not a frame at all.
        { "", "bad_json", null },
        { "   ", "bad_json", null },
        { "[]", "bad_json", null },
        { "\"heartbeat\"", "bad_json", null },
        { "7", "bad_json", null },
        { "null", "bad_json", null },
        { "{", "bad_json", null },
        { """{"type":"heartbeat"}}""", "bad_json", null },
        { """{"type":"heartbeat"} x""", "bad_json", null },
        { """{"type":"heartbeat"}{"type":"heartbeat"}""", "bad_json", null },
        { """{"type":"heartbeat",}""", "bad_json", null },
        { """{"type":"heartbeat"}/* */""", "bad_json", null },
        { """{type:"heartbeat"}""", "bad_json", null },
        { "\ufeff{\"type\":\"heartbeat\"}", "bad_json", null },

        // The type.
        { "{}", "missing_field", "type" },
        { """{"type":null}""", "missing_field", "type" },
        { """{"type":7}""", "invalid_value", "type" },
        { """{"type":"\ud800"}""", "invalid_value", "type" },
        { """{"type":""}""", "unknown_type", "type" },
        { """{"type":"Message"}""", "unknown_type", "type" },
        { """{"type":"telepathy","payload":7}""", "unknown_type", "type" },

        // auth
        { """{"type":"auth"}""", "missing_field", "payload" },
        { """{"type":"auth","payload":[]}""", "invalid_value", "payload" },
        { """{"type":"auth","payload":{}}""", "missing_field", "user_id" },
        { """{"type":"auth","user_id":"1","payload":{"auth_token":"t","device_id":"d"}}""", "missing_field", "user_id" },
        { Auth("\"user_id\":1"), "invalid_value", "user_id" },
        { Auth("\"user_id\":\"\""), "invalid_value", "user_id" },
        { Auth("\"user_id\":\"a\\u0000b\""), "invalid_value", "user_id" },
        { Auth($"\"user_id\":\"{new string('x', 256)}\""), "invalid_value", "user_id" },
        { Auth("\"auth_token\":null"), "missing_field", "auth_token" },
        { Auth("\"auth_token\":\"\""), "invalid_value", "auth_token" },
        { Auth("\"device_id\":{}"), "invalid_value", "device_id" },
        { Auth($"\"device_id\":\"{new string('x', 65)}\""), "invalid_value", "device_id" },
        { Auth("\"platform\":1"), "invalid_value", "platform" },
        { Auth($"\"app_version\":\"{new string('1', 65)}\""), "invalid_value", "app_version" },
        { Auth("\"capabilities\":\"sync\""), "invalid_value", "capabilities" },
        { Auth("\"capabilities\":[1]"), "invalid_value", "capabilities" },
        { Auth("\"resume\":\"e7\""), "invalid_value", "resume" },
        { Auth("\"resume\":{\"positions\":{}}"), "missing_field", "resume.epoch" },
        { Auth("\"resume\":{\"epoch\":\"e\"}"), "missing_field", "resume.positions" },
        { Auth("\"resume\":{\"epoch\":7,\"positions\":{}}"), "invalid_value", "resume.epoch" },
        { Auth("\"resume\":{\"epoch\":\"e\",\"positions\":[]}"), "invalid_value", "resume.positions" },
        { Auth("\"resume\":{\"epoch\":\"e\",\"positions\":{\"inbox\":-1}}"), "invalid_value", "resume.positions" },
        { Auth("\"resume\":{\"epoch\":\"e\",\"positions\":{\"inbox\":\"1\"}}"), "invalid_value", "resume.positions" },

        // message
        { """{"type":"message","payload":{"receiver_id":"4","content":"x","timestamp":1}}""", "missing_field", "client_message_id" },
        { Message("x", "\"receiver_id\":null"), "missing_field", "receiver_id" },
        { Message("x", "\"receiver_id\":456"), "invalid_value", "receiver_id" },
        { Message("x", "\"content\":null"), "missing_field", "content" },
        { Message("x", "\"content\":\"\""), "invalid_value", "content" },
        { Message("x", "\"content\":\"\",\"media_url\":\"\""), "invalid_value", "content" },
        { Message("x", "\"content\":[\"hi\"]"), "invalid_value", "content" },
        { Message("x", "\"content\":\"\\ud83d\""), "invalid_value", "content" },
        { Message("x", "\"content\":\"\\ude00\\ud83d\""), "invalid_value", "content" },
        { Message("x", $"\"content\":\"{new string('x', 16_385)}\""), "content_too_large", "content" },
        { Message("x", "\"media_url\":false"), "invalid_value", "media_url" },
        { Message("x", "\"media_url\":\"a\\nb\""), "invalid_value", "media_url" },
        { Message("x", $"\"media_url\":\"{new string('x', 2_049)}\""), "invalid_value", "media_url" },
        { Message("x", "\"reply_to\":\"m1\""), "invalid_value", "reply_to" },
        { Message("x", "\"reply_to\":20241105"), "invalid_value", "reply_to" },
        { Message("x", "\"timestamp\":null"), "missing_field", "timestamp" },
        { Message("x", "\"timestamp\":\"1699189200000\""), "invalid_value", "timestamp" },
        { Message("x", "\"timestamp\":1.5"), "invalid_value", "timestamp" },
        { Message("x", "\"timestamp\":9223372036854775808"), "invalid_value", "timestamp" },
        { Message("x", "\"timestamp\":1e300"), "invalid_value", "timestamp" },
        { Message("x", "\"timestamp\":true"), "invalid_value", "timestamp" },

        // group_message
        { """{"type":"group_message"}""", "missing_field", "payload" },
        { """{"type":"group_message","payload":{"group_id":"g","content":"x","timestamp":1}}""", "missing_field", "client_message_id" },
        { GroupMessage("\"group_id\":null"), "missing_field", "group_id" },
        { GroupMessage("\"group_id\":789"), "invalid_value", "group_id" },
        { GroupMessage("\"group_id\":\"\""), "invalid_value", "group_id" },
        { GroupMessage("\"group_id\":\"a\\tb\""), "invalid_value", "group_id" },
        { GroupMessage($"\"group_id\":\"{new string('g', 65)}\""), "invalid_value", "group_id" },
        { GroupMessage("\"content\":null"), "missing_field", "content" },
        { GroupMessage($"\"content\":\"{new string('x', 16_385)}\""), "content_too_large", "content" },
        { GroupMessage("\"media_url\":[]"), "invalid_value", "media_url" },
        { GroupMessage("\"reply_to\":\"m1\""), "invalid_value", "reply_to" },
        { GroupMessage("\"timestamp\":null"), "missing_field", "timestamp" },

        // delivery_ack, read_receipt
        { """{"type":"delivery_ack","timestamp":1}""", "missing_field", "message_id" },
        { """{"type":"delivery_ack","payload":{"message_id":"20241105120000000001"}}""", "missing_field", "message_id" },
        { """{"type":"delivery_ack","message_id":1}""", "invalid_value", "message_id" },
        { """{"type":"delivery_ack","message_id":"abc"}""", "invalid_value", "message_id" },
        { """{"type":"delivery_ack","message_id":"2024110512000000000"}""", "invalid_value", "message_id" },
        { """{"type":"delivery_ack","message_ids":"20241105120000000001"}""", "invalid_value", "message_ids" },
        { """{"type":"delivery_ack","message_ids":["20241105120000000001",null]}""", "invalid_value", "message_ids" },
        { """{"type":"delivery_ack","message_ids":[["20241105120000000001"]]}""", "invalid_value", "message_ids" },
        { $$"""{"type":"delivery_ack","message_ids":[{{Many(257)}}]}""", "too_many_ids", "message_ids" },
        { """{"type":"delivery_ack","positions":7}""", "invalid_value", "positions" },
        { """{"type":"delivery_ack","positions":{"inbox":1.5}}""", "invalid_value", "positions" },
        { """{"type":"delivery_ack","positions":{"":1}}""", "invalid_value", "positions" },
        { $$$"""{"type":"delivery_ack","positions":{"{{{new string('g', 65)}}}":1}}""", "invalid_value", "positions" },
        { $$$"""{"type":"delivery_ack","positions":{{{{string.Join(',', Enumerable.Range(0, 257).Select(i => $"\"g{i}\":1"))}}}}}""", "too_many_ids", "positions" },
        { """{"type":"read_receipt","timestamp":1}""", "missing_field", "message_ids" },
        { """{"type":"read_receipt","message_ids":["x"],"timestamp":1}""", "invalid_value", "message_ids" },
        { """{"type":"read_receipt","up_to":"x","timestamp":1}""", "invalid_value", "up_to" },
        { """{"type":"read_receipt","message_ids":[],"timestamp":"now"}""", "invalid_value", "timestamp" },
        { $$"""{"type":"read_receipt","message_ids":[{{Many(257)}}],"timestamp":1}""", "too_many_ids", "message_ids" },

        // presence, typing, auth_refresh
        { """{"type":"presence_subscribe"}""", "missing_field", "payload" },
        { """{"type":"presence_subscribe","payload":{}}""", "missing_field", "user_ids" },
        { """{"type":"presence_subscribe","payload":{"user_ids":{}}}""", "invalid_value", "user_ids" },
        { """{"type":"presence_subscribe","payload":{"user_ids":["1",2]}}""", "invalid_value", "user_ids" },
        { $$$"""{"type":"presence_unsubscribe","payload":{"user_ids":[{{{Many(257)}}}]}}""", "too_many_ids", "user_ids" },
        { """{"type":"presence_subscribe","request_id":1,"payload":{"user_ids":[]}}""", "invalid_value", "request_id" },
        { """{"type":"typing","payload":{"state":"start"}}""", "missing_field", "receiver_id" },
        { """{"type":"typing","payload":{"receiver_id":"4"}}""", "missing_field", "state" },
        { """{"type":"typing","payload":{"receiver_id":"4","state":"maybe"}}""", "invalid_value", "state" },
        { """{"type":"auth_refresh","payload":{}}""", "missing_field", "auth_token" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named(string json, string code, string? field)
    {
        var error = Decoding.Refuse(json);
        Assert.Equal((code, field), (error.Code.ToWire(), error.Field));
        Assert.InRange(error.Message.Length, 10, 400);
        if (field is not null and not "type")
            Assert.Contains(error.Code is ErrorCode.ContentTooLarge ? "content" : $"'{field}'", error.Message);
    }

    [Fact]
    public void The_item_that_failed_is_named_though_another_field_is_the_problem()
    {
        Assert.Equal("c1", Decoding.Refuse("""{"payload":{"receiver_id":7},"type":"message","client_message_id":"c1"}""").ClientMessageId);
        Assert.Equal("r1", Decoding.Refuse("""{"type":"typing","payload":7,"request_id":"r1"}""").RequestId);
        Assert.Equal("c1", Decoding.Refuse("""{"client_message_id":"c1","type":"telepathy"}""").ClientMessageId);
        Assert.Equal("c1", Decoding.Refuse("""{"client_message_id":"c1","type":"message","payload":{""").ClientMessageId);
    }

    [Fact]
    public void An_id_that_is_itself_the_problem_comes_back_unless_it_is_huge()
    {
        var (some, many) = (new string('x', 65), new string('x', 300));
        var error = Decoding.Refuse($$$"""{"type":"message","client_message_id":"{{{some}}}","payload":{}}""");
        Assert.Equal((ErrorCode.InvalidValue, "client_message_id", some), (error.Code, error.Field, error.ClientMessageId));
        Assert.Null(Decoding.Refuse($$$"""{"type":"message","client_message_id":"{{{many}}}","payload":{}}""").ClientMessageId);
        Assert.Null(Decoding.Refuse("""{"type":"message","client_message_id":"\ud800","payload":{}}""").ClientMessageId);
        Assert.Null(Decoding.Refuse("""{"type":"message","client_message_id":7,"payload":{}}""").ClientMessageId);
    }

    [Fact]
    public void A_frame_over_the_limit_is_not_read() => Assert.Equal(
        ErrorCode.FrameTooLarge,
        Decoding.Refuse(Encoding.UTF8.GetBytes("""{"type":"heartbeat"}"""), new FrameLimits { FrameBytes = 19 }).Code);

    [Fact]
    public void As_many_ids_as_allowed_are_taken() => Assert.Empty(
        Decoding.Accept<ClientFrame.DeliveryAck>($$"""{"type":"delivery_ack","message_ids":[{{Many(256)}}]}""").MessageIds);

    /// <summary>A valid frame, but for what is given: of a repeated field the last wins.</summary>
    private static string Auth(string change) =>
        $$$"""{"type":"auth","payload":{"user_id":"1","auth_token":"t","device_id":"d",{{{change}}}}}""";

    private static string Message(string id, string change) =>
        $$$"""{"type":"message","client_message_id":"{{{id}}}","payload":{"receiver_id":"4","content":"x","timestamp":1,{{{change}}}}}""";

    private static string GroupMessage(string change) =>
        $$$"""{"type":"group_message","client_message_id":"c","payload":{"group_id":"g","content":"x","timestamp":1,{{{change}}}}}""";

    private static string Many(int count) => string.Join(',', Enumerable.Repeat("\"20241105120000000001\"", count));
}
