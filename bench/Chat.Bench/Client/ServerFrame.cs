namespace Chat.Bench.Client;

/// <summary>The frame types that a workload acts on; all others are legal and passed over.</summary>
internal enum ServerFrame
{
    Other,
    AuthSuccess,
    MessageAck,
    Message,
    GroupMessage,
    GroupEvent,
    SyncGap,
    SyncDone,
    Error,
    Reconnect,
    Displaced,
}

internal static class ServerFrames
{
    public static ServerFrame TypeOf(ReadOnlySpan<byte> json)
    {
        var type = JsonField.Text(json, "\"type\""u8);
        return type.Length switch
        {
            7 when type.SequenceEqual("message"u8) => ServerFrame.Message,
            11 when type.SequenceEqual("message_ack"u8) => ServerFrame.MessageAck,
            13 when type.SequenceEqual("group_message"u8) => ServerFrame.GroupMessage,
            11 when type.SequenceEqual("group_event"u8) => ServerFrame.GroupEvent,
            8 when type.SequenceEqual("sync_gap"u8) => ServerFrame.SyncGap,
            9 when type.SequenceEqual("sync_done"u8) => ServerFrame.SyncDone,
            12 when type.SequenceEqual("auth_success"u8) => ServerFrame.AuthSuccess,
            5 when type.SequenceEqual("error"u8) => ServerFrame.Error,
            9 when type.SequenceEqual("reconnect"u8) => ServerFrame.Reconnect,
            17 when type.SequenceEqual("session_displaced"u8) => ServerFrame.Displaced,
            _ => ServerFrame.Other,
        };
    }
}
