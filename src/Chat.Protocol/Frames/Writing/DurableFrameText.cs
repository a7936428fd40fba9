using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Writing;

/// <summary>What durable frames have in common: the stream and the position at the top, the conversation in the payload.</summary>
internal static class DurableFrameText
{
    /// <summary>From after the type to the opening of the payload.</summary>
    public static void Inbox(this ref FrameText text, long seq)
    {
        text.Raw(",\"stream\":\"inbox\",\"seq\":"u8);
        text.Number(seq);
        text.Raw(",\"payload\":{"u8);
    }

    /// <summary>The same in a group's stream; the payload begins with the group when it is no message.</summary>
    public static void Stream(this ref FrameText text, GroupId group, long seq)
    {
        text.Raw(",\"stream\":"u8);
        text.String(group.Value);
        text.Raw(",\"seq\":"u8);
        text.Number(seq);
        text.Raw(",\"payload\":{"u8);
    }

    /// <summary>That of the group, where there is one.</summary>
    public static void Conversation(this ref FrameText text, UserId self, UserId peer, GroupId? group)
    {
        if (group is not { } named)
        {
            text.Conversation(self, peer);
            return;
        }

        text.Raw("\"conversation_id\":"u8);
        text.String(named.Value);
    }

    /// <summary>The name as <see cref="ConversationId.Between"/> makes it, without making the string.</summary>
    public static void Conversation(this ref FrameText text, UserId one, UserId other)
    {
        var (first, second) = one <= other ? (one, other) : (other, one);
        text.Raw("\"conversation_id\":\"conv_"u8);
        text.Characters(first.Value);
        text.Raw("_"u8);
        text.Characters(second.Value);
        text.Raw("\""u8);
    }
}
