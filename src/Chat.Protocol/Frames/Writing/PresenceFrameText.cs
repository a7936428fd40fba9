namespace Chat.Protocol.Frames.Writing;

/// <summary>Who is on line, who is typing.</summary>
internal static class PresenceFrameText
{
    public static void Presence(ref FrameText text, ServerFrame.Presence frame)
    {
        text.Raw("{\"type\":\"presence\",\"payload\":{\"users\":["u8);
        for (var i = 0; i < frame.Users.Count; i++)
        {
            var user = frame.Users[i];
            text.Raw(i == 0 ? "{\"user_id\":"u8 : ",{\"user_id\":"u8);
            text.String(user.UserId.Value);
            text.Raw(user.Online ? ",\"status\":\"online\",\"last_seen\":"u8 : ",\"status\":\"offline\",\"last_seen\":"u8);
            text.Number(user.LastSeen);
            text.Raw("}"u8);
        }

        text.Raw("],\"timestamp\":"u8);
        text.Number(frame.Timestamp);
        text.Raw("}}"u8);
    }

    public static void Typing(ref FrameText text, ServerFrame.Typing frame)
    {
        text.Raw("{\"type\":\"typing\",\"payload\":{"u8);
        text.Conversation(frame.Self, frame.UserId);
        text.Raw(",\"user_id\":"u8);
        text.String(frame.UserId.Value);
        text.Raw(frame.Start ? ",\"state\":\"start\",\"expires_in_ms\":"u8 : ",\"state\":\"stop\",\"expires_in_ms\":"u8);
        text.Number(frame.ExpiresInMs);
        text.Raw("}}"u8);
    }
}
