using System.Buffers;
using System.Text;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Tests.Frames;

/// <summary>What is sent, byte by byte. The fixed fields (●) come first and in the order of the protocol; additions follow.</summary>
public sealed class FixedServerFrames
{
    private const string Id = "20231105160000000007000000004200003";
    private static readonly MessageId One = new(1_699_200_000_000_007, 42, 3);
    private static readonly GroupId Group = new("group_789");
    private static readonly UserId Me = new("123");
    private static readonly UserId Other = new("456");

    [Fact]
    public void Auth_success_for_a_client_of_old() => Wire(
        new ServerFrame.AuthSuccess("sess_xyz789", 1699189200000, 47, "e7", null, false, 25000, 1699192800000, 86400000, new FrameLimits(), 64),
        """{"type":"auth_success","payload":{"session_id":"sess_xyz789","server_time":1699189200000,"unread_count":47,"heartbeat_interval_ms":25000,"token_expires_at":1699192800000,"dedup_window_ms":86400000,"limits":{"frame_bytes":65536,"content_bytes":16384,"batch_ids":256,"in_flight":64}}}""");

    [Fact]
    public void Auth_success_for_a_client_that_resumes() => Wire(
        new ServerFrame.AuthSuccess("s", 1, 2, "e7", true, true, 3, 4, 5, new FrameLimits(), 64),
        """{"type":"auth_success","payload":{"session_id":"s","server_time":1,"unread_count":2,"resume":{"epoch":"e7","recovered":true},"capabilities":["sync"],"heartbeat_interval_ms":3,"token_expires_at":4,"dedup_window_ms":5,"limits":{"frame_bytes":65536,"content_bytes":16384,"batch_ids":256,"in_flight":64}}}""");

    [Fact]
    public void Auth_success_for_a_client_that_will_resume() => Wire(
        new ServerFrame.AuthSuccess("s", 1, 2, "e7", null, true, 3, 4, 5, new FrameLimits(), 64),
        """{"type":"auth_success","payload":{"session_id":"s","server_time":1,"unread_count":2,"resume":{"epoch":"e7"},"capabilities":["sync"],"heartbeat_interval_ms":3,"token_expires_at":4,"dedup_window_ms":5,"limits":{"frame_bytes":65536,"content_bytes":16384,"batch_ids":256,"in_flight":64}}}""");

    [Fact]
    public void Auth_success_where_something_is_gone() => Wire(
        new ServerFrame.AuthSuccess("s", 1, 2, "e7", false, true, 3, 4, 5, new FrameLimits(), 64) { From = 1042 },
        """{"type":"auth_success","payload":{"session_id":"s","server_time":1,"unread_count":2,"resume":{"epoch":"e7","recovered":false,"from":1042},"capabilities":["sync"],"heartbeat_interval_ms":3,"token_expires_at":4,"dedup_window_ms":5,"limits":{"frame_bytes":65536,"content_bytes":16384,"batch_ids":256,"in_flight":64}}}""");

    [Fact]
    public void Message_ack() => Wire(
        new ServerFrame.MessageAck(new ClientMessageId("client_abc123"), One, 1699189200123),
        $$$"""{"type":"message_ack","client_message_id":"client_abc123","payload":{"message_id":"{{{Id}}}","status":"sent","timestamp":1699189200123}}""");

    [Fact]
    public void Message() => Wire(
        new ServerFrame.Message(1044, One, Other, Me, "Yes, what time works for you?", null, null, 1699189200123),
        $$$"""{"type":"message","stream":"inbox","seq":1044,"payload":{"message_id":"{{{Id}}}","sender_id":"456","receiver_id":"123","content":"Yes, what time works for you?","media_url":null,"timestamp":1699189200123,"status":"delivered","reply_to":null,"conversation_id":"conv_123_456"}}""");

    [Fact]
    public void Message_with_media_and_a_reply() => Wire(
        new ServerFrame.Message(1, One, Other, Me, "", "/api/media/m1", One, 7),
        $$$"""{"type":"message","stream":"inbox","seq":1,"payload":{"message_id":"{{{Id}}}","sender_id":"456","receiver_id":"123","content":"","media_url":"/api/media/m1","timestamp":7,"status":"delivered","reply_to":"{{{Id}}}","conversation_id":"conv_123_456"}}""");

    [Fact]
    public void Group_message() => Wire(
        new ServerFrame.GroupMessage(89, Group, One, Me, "Meeting at 3 PM", null, null, 1699189200123),
        $$$"""{"type":"group_message","stream":"group_789","seq":89,"payload":{"message_id":"{{{Id}}}","group_id":"group_789","sender_id":"123","content":"Meeting at 3 PM","timestamp":1699189200123,"media_url":null,"reply_to":null,"conversation_id":"group_789"}}""");

    [Fact]
    public void Group_message_with_media_and_a_reply() => Wire(
        new ServerFrame.GroupMessage(1, Group, One, Other, "", "/api/media/m1", One, 7),
        $$$"""{"type":"group_message","stream":"group_789","seq":1,"payload":{"message_id":"{{{Id}}}","group_id":"group_789","sender_id":"456","content":"","timestamp":7,"media_url":"/api/media/m1","reply_to":"{{{Id}}}","conversation_id":"group_789"}}""");

    [Fact]
    public void Group_event() => Wire(
        new ServerFrame.GroupEvent(89, Group, 14, "member_added", Me, [Other], "member", null, null, 1699189200123),
        """{"type":"group_event","stream":"group_789","seq":89,"payload":{"group_id":"group_789","revision":14,"event":"member_added","actor_id":"123","user_ids":["456"],"role":"member","timestamp":1699189200123,"conversation_id":"group_789"}}""");

    [Fact]
    public void Group_event_about_the_group_itself() => Wire(
        new ServerFrame.GroupEvent(1, Group, 1, "renamed", Me, [], null, "Chess \"club\"", null, 7),
        """{"type":"group_event","stream":"group_789","seq":1,"payload":{"group_id":"group_789","revision":1,"event":"renamed","actor_id":"123","user_ids":[],"name":"Chess \"club\"","timestamp":7,"conversation_id":"group_789"}}""");

    [Fact]
    public void Group_event_that_ends_by_itself_and_is_about_several() => Wire(
        new ServerFrame.GroupEvent(1, Group, 1, "member_muted", Me, [Other, Me], null, null, 8, 7),
        """{"type":"group_event","stream":"group_789","seq":1,"payload":{"group_id":"group_789","revision":1,"event":"member_muted","actor_id":"123","user_ids":["456","123"],"until":8,"timestamp":7,"conversation_id":"group_789"}}""");

    [Fact]
    public void Group_receipt() => Wire(
        new ServerFrame.GroupReceipt(Group, One, 97, 41, 99, 1699189201000),
        $$$"""{"type":"group_receipt","payload":{"group_id":"group_789","message_id":"{{{Id}}}","delivered_count":97,"read_count":41,"member_count":99,"timestamp":1699189201000}}""");

    [Fact]
    public void Read_receipt() => Wire(
        new ServerFrame.ReadReceipt(1045, Me, Other, [One, One], One, 1699189260000),
        $$$"""{"type":"read_receipt","stream":"inbox","seq":1045,"payload":{"message_ids":["{{{Id}}}","{{{Id}}}"],"read_by":"456","timestamp":1699189260000,"up_to":"{{{Id}}}","conversation_id":"conv_123_456"}}""");

    [Fact]
    public void Heartbeat_ack() =>
        Wire(new ServerFrame.HeartbeatAck(1699189200123), """{"type":"heartbeat_ack","server_time":1699189200123}""");

    [Fact]
    public void Delivery_receipt() => Wire(
        new ServerFrame.DeliveryReceipt(1044, Me, Other, [One], One, 1699189200456),
        $$$"""{"type":"delivery_receipt","stream":"inbox","seq":1044,"payload":{"conversation_id":"conv_123_456","message_ids":["{{{Id}}}"],"up_to":"{{{Id}}}","delivered_to":"456","timestamp":1699189200456}}""");

    [Fact]
    public void Error() => Wire(
        new ServerFrame.Error(ErrorCode.RateLimited, "Too many messages.", null, "client_abc123", null, 1200),
        """{"type":"error","client_message_id":"client_abc123","request_id":null,"payload":{"code":"rate_limited","message":"Too many messages.","retryable":true,"retry_after_ms":1200,"field":null}}""");

    [Fact]
    public void Error_of_a_request() => Wire(
        new ServerFrame.Error(ErrorCode.MissingField, "x", "user_ids", null, "r1", null),
        """{"type":"error","client_message_id":null,"request_id":"r1","payload":{"code":"missing_field","message":"x","retryable":false,"retry_after_ms":null,"field":"user_ids"}}""");

    [Fact]
    public void Ok() => Wire(new ServerFrame.Ok("r1"), """{"type":"ok","request_id":"r1","payload":{}}""");

    [Fact]
    public void Presence() => Wire(
        new ServerFrame.Presence([new(Other, false, 1699189200000), new(Me, true, null)], 1699189200500),
        """{"type":"presence","payload":{"users":[{"user_id":"456","status":"offline","last_seen":1699189200000},{"user_id":"123","status":"online","last_seen":null}],"timestamp":1699189200500}}""");

    [Fact]
    public void Typing() => Wire(
        new ServerFrame.Typing(Other, Me, true, 6000),
        """{"type":"typing","payload":{"conversation_id":"conv_123_456","user_id":"123","state":"start","expires_in_ms":6000}}""");

    [Fact]
    public void Message_echo() => Wire(
        new ServerFrame.MessageEcho(1045, One, new("client_abc123"), new("laptop-1"), Me, Other, "Hey", null, null, 1699189200123),
        $$$"""{"type":"message_echo","stream":"inbox","seq":1045,"payload":{"message_id":"{{{Id}}}","client_message_id":"client_abc123","device_id":"laptop-1","sender_id":"123","receiver_id":"456","content":"Hey","media_url":null,"reply_to":null,"timestamp":1699189200123,"status":"sent","conversation_id":"conv_123_456"}}""");

    [Fact]
    public void Read_echo() => Wire(
        new ServerFrame.ReadEcho(1046, Me, Other, One, 0, 12, new DeviceId("laptop-1")),
        $$$"""{"type":"read_echo","stream":"inbox","seq":1046,"payload":{"conversation_id":"conv_123_456","up_to":"{{{Id}}}","unread_count":0,"total_unread":12,"device_id":"laptop-1"}}""");

    [Fact]
    public void Sync_gap() => Wire(
        new ServerFrame.SyncGap("inbox", null, "expired", One),
        $$$"""{"type":"sync_gap","payload":{"conversation_id":"inbox","reason":"expired","resume_after":"{{{Id}}}"}}""");

    [Fact]
    public void Sync_gap_of_a_group() => Wire(
        new ServerFrame.SyncGap("group_789", 88, "expired", null),
        """{"type":"sync_gap","stream":"group_789","seq":88,"payload":{"conversation_id":"group_789","reason":"expired","resume_after":null}}""");

    [Fact]
    public void Sync_done() => Wire(
        new ServerFrame.SyncDone(new Dictionary<string, long> { ["inbox"] = 1054, ["group_789"] = 88 }, 12, 1699189200400),
        """{"type":"sync_done","payload":{"positions":{"inbox":1054,"group_789":88},"unread_count":12,"server_time":1699189200400}}""");

    [Fact]
    public void Read_echo_of_a_group() => Wire(
        new ServerFrame.ReadEcho(1046, Me, default, One, 2, 12, new DeviceId("laptop-1")) { Group = Group },
        $$$"""{"type":"read_echo","stream":"inbox","seq":1046,"payload":{"conversation_id":"group_789","up_to":"{{{Id}}}","unread_count":2,"total_unread":12,"device_id":"laptop-1"}}""");

    [Fact]
    public void Conversation_echo() => Wire(
        new ServerFrame.ConversationEcho(1047, Me, Other, null, true, 1699189300000, false),
        """{"type":"conversation_echo","stream":"inbox","seq":1047,"payload":{"conversation_id":"conv_123_456","muted":true,"muted_until":1699189300000,"archived":false}}""");

    [Fact]
    public void Conversation_echo_of_a_group() => Wire(
        new ServerFrame.ConversationEcho(1048, Me, default, Group, false, null, true),
        """{"type":"conversation_echo","stream":"inbox","seq":1048,"payload":{"conversation_id":"group_789","muted":false,"muted_until":null,"archived":true}}""");

    [Fact]
    public void Session_displaced() => Wire(
        new ServerFrame.SessionDisplaced("sess_xyz789", "sess_new1", 1699189200123),
        """{"type":"session_displaced","payload":{"session_id":"sess_xyz789","by_session_id":"sess_new1","timestamp":1699189200123}}""");

    [Fact]
    public void Reconnect() => Wire(
        new ServerFrame.Reconnect("draining", 3400, null),
        """{"type":"reconnect","payload":{"reason":"draining","delay_ms":3400,"url":null}}""");

    [Fact]
    public void Every_frame_has_a_test_here()
    {
        var kinds = typeof(ServerFrame).GetNestedTypes().Where(t => !t.IsAbstract).Select(t => t.Name).Order().ToList();
        var tests = GetType().GetMethods().Select(m => m.Name.Split('_')).ToList();
        Assert.All(kinds, kind => Assert.Contains(tests, words =>
            string.Concat(words).StartsWith(kind, StringComparison.OrdinalIgnoreCase)));
    }

    private static void Wire(ServerFrame frame, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        ServerFrameWriter.Write(frame, output);
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
