namespace Chat.Protocol.Frames.Writing;

/// <summary>Frames about the connection itself: its beginning, its pulse, refusals, its end.</summary>
internal static class SessionFrameText
{
    /// <summary>
    /// A client with <c>sync</c> is always told the epoch in <c>resume</c>, or it could not resume the first time; <c>recovered</c>
    /// answers one that did.
    /// </summary>
    public static void AuthSuccess(ref FrameText text, ServerFrame.AuthSuccess frame)
    {
        text.Raw("{\"type\":\"auth_success\",\"payload\":{\"session_id\":"u8);
        text.String(frame.SessionId);
        text.Raw(",\"server_time\":"u8);
        text.Number(frame.ServerTime);
        text.Raw(",\"unread_count\":"u8);
        text.Number(frame.UnreadCount);
        if (frame.Sync || frame.Recovered is not null)
        {
            text.Raw(",\"resume\":{\"epoch\":"u8);
            text.String(frame.Epoch);
            if (frame.Recovered is { } recovered)
            {
                text.Raw(",\"recovered\":"u8);
                text.Bool(recovered);
                if (!recovered)
                {
                    text.Raw(",\"from\":"u8);
                    text.Number(frame.From);
                }
            }

            text.Raw("}"u8);
        }

        if (frame.Sync) text.Raw(",\"capabilities\":[\"sync\"]"u8);

        text.Raw(",\"heartbeat_interval_ms\":"u8);
        text.Number(frame.HeartbeatIntervalMs);
        text.Raw(",\"token_expires_at\":"u8);
        text.Number(frame.TokenExpiresAt);
        text.Raw(",\"dedup_window_ms\":"u8);
        text.Number(frame.DedupWindowMs);
        text.Raw(",\"limits\":{\"frame_bytes\":"u8);
        text.Number(frame.Limits.FrameBytes);
        text.Raw(",\"content_bytes\":"u8);
        text.Number(frame.Limits.ContentBytes);
        text.Raw(",\"batch_ids\":"u8);
        text.Number(frame.Limits.BatchIds);
        text.Raw(",\"in_flight\":"u8);
        text.Number(frame.InFlight);
        text.Raw("}}}"u8);
    }

    public static void HeartbeatAck(ref FrameText text, ServerFrame.HeartbeatAck frame)
    {
        text.Raw("{\"type\":\"heartbeat_ack\",\"server_time\":"u8);
        text.Number(frame.ServerTime);
        text.Raw("}"u8);
    }

    public static void Error(ref FrameText text, ServerFrame.Error frame)
    {
        text.Raw("{\"type\":\"error\",\"client_message_id\":"u8);
        text.String(frame.ClientMessageId);
        text.Raw(",\"request_id\":"u8);
        text.String(frame.RequestId);
        text.Raw(",\"payload\":{\"code\":"u8);
        text.String(frame.Code.ToWire());
        text.Raw(",\"message\":"u8);
        text.String(frame.Detail);
        text.Raw(",\"retryable\":"u8);
        text.Bool(frame.Code.IsRetryable());
        text.Raw(",\"retry_after_ms\":"u8);
        text.Number(frame.RetryAfterMs);
        text.Raw(",\"field\":"u8);
        text.String(frame.Field);
        text.Raw("}}"u8);
    }

    public static void Ok(ref FrameText text, ServerFrame.Ok frame)
    {
        text.Raw("{\"type\":\"ok\",\"request_id\":"u8);
        text.String(frame.RequestId);
        text.Raw(",\"payload\":{}}"u8);
    }

    public static void Displaced(ref FrameText text, ServerFrame.SessionDisplaced frame)
    {
        text.Raw("{\"type\":\"session_displaced\",\"payload\":{\"session_id\":"u8);
        text.String(frame.SessionId);
        text.Raw(",\"by_session_id\":"u8);
        text.String(frame.BySessionId);
        text.Raw(",\"timestamp\":"u8);
        text.Number(frame.Timestamp);
        text.Raw("}}"u8);
    }

    public static void Reconnect(ref FrameText text, ServerFrame.Reconnect frame)
    {
        text.Raw("{\"type\":\"reconnect\",\"payload\":{\"reason\":"u8);
        text.String(frame.Reason);
        text.Raw(",\"delay_ms\":"u8);
        text.Number(frame.DelayMs);
        text.Raw(",\"url\":"u8);
        text.String(frame.Url);
        text.Raw("}}"u8);
    }
}
