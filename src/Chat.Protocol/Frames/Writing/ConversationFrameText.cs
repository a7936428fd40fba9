namespace Chat.Protocol.Frames.Writing;

/// <summary>How the user wants a conversation to be treated.</summary>
internal static class ConversationFrameText
{
    public static void Echo(ref FrameText text, ServerFrame.ConversationEcho frame)
    {
        text.Raw("{\"type\":\"conversation_echo\""u8);
        text.Inbox(frame.Seq);
        text.Conversation(frame.Self, frame.Peer, frame.Group);
        text.Raw(",\"muted\":"u8);
        text.Bool(frame.Muted);
        text.Raw(",\"muted_until\":"u8);
        text.Number(frame.MutedUntil);
        text.Raw(",\"archived\":"u8);
        text.Bool(frame.Archived);
        text.Raw("}}"u8);
    }
}
