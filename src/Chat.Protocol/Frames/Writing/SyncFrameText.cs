namespace Chat.Protocol.Frames.Writing;

/// <summary>Where a device stands in its streams.</summary>
internal static class SyncFrameText
{
    public static void Gap(ref FrameText text, ServerFrame.SyncGap frame)
    {
        text.Raw("{\"type\":\"sync_gap\""u8);
        if (frame.Seq is { } seq)
        {
            text.Raw(",\"stream\":"u8);
            text.String(frame.ConversationId);
            text.Raw(",\"seq\":"u8);
            text.Number(seq);
        }

        text.Raw(",\"payload\":{\"conversation_id\":"u8);
        text.String(frame.ConversationId);
        text.Raw(",\"reason\":"u8);
        text.String(frame.Reason);
        text.Raw(",\"resume_after\":"u8);
        text.Id(frame.ResumeAfter);
        text.Raw("}}"u8);
    }

    public static void Done(ref FrameText text, ServerFrame.SyncDone frame)
    {
        text.Raw("{\"type\":\"sync_done\",\"payload\":{\"positions\":{"u8);
        var first = true;
        foreach (var (stream, position) in frame.Positions)
        {
            if (!first) text.Raw(","u8);
            first = false;
            text.String(stream);
            text.Raw(":"u8);
            text.Number(position);
        }

        text.Raw("},\"unread_count\":"u8);
        text.Number(frame.UnreadCount);
        text.Raw(",\"server_time\":"u8);
        text.Number(frame.ServerTime);
        text.Raw("}}"u8);
    }
}
