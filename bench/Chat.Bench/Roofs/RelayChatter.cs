using Chat.Bench.Client;

namespace Chat.Bench.Roofs;

/// <summary>Frames that a real server sends besides, and that a client must let pass: one of each kind.</summary>
internal static class RelayChatter
{
    public static void Send(RelayConnection from, RelayConnection receiver)
    {
        from.Queue(from, """{"type":"delivery_receipt","stream":"inbox","seq":9,"payload":{"conversation_id":"conv_a_b","message_ids":["20241105120000000001"],"up_to":"20241105120000000001","delivered_to":"b","timestamp":1699189200456}}"""u8);
        from.Queue(receiver, """{ "payload" : { "positions" : { "inbox" : 1054 }, "server_time" : 1699189200400 }, "type" : "sync_done" }"""u8);
        from.Queue(receiver, """{"type":"presence","payload":{"users":[{"user_id":"456","status":"offline","last_seen":1699189200000}],"timestamp":1699189200500}}"""u8);
        from.Queue(receiver, """{"type":"something_new","payload":{"type_of_news":"message"}}"""u8);
        from.Queue(receiver, "are you there"u8, WebSocketFrames.Ping);
        from.Queue(from, default, WebSocketFrames.Ping);
    }
}
