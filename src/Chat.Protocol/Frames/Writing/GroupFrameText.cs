using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Writing;

/// <summary>What happens in a group. The fields that older clients know come first, in the order they know.</summary>
internal static class GroupFrameText
{
    public static void Message(ref FrameText text, ServerFrame.GroupMessage frame)
    {
        text.Raw("{\"type\":\"group_message\""u8);
        text.Stream(frame.GroupId, frame.Seq);
        text.Raw("\"message_id\":"u8);
        text.Id(frame.MessageId);
        text.Raw(",\"group_id\":"u8);
        text.String(frame.GroupId.Value);
        text.Raw(",\"sender_id\":"u8);
        text.String(frame.SenderId.Value);
        text.Raw(",\"content\":"u8);
        text.String(frame.Content);
        text.Raw(",\"timestamp\":"u8);
        text.Number(frame.Timestamp);
        text.Raw(",\"media_url\":"u8);
        text.String(frame.MediaUrl);
        text.Raw(",\"reply_to\":"u8);
        text.Id(frame.ReplyTo);
        text.Raw(",\"conversation_id\":"u8);
        text.String(frame.GroupId.Value);
        text.Raw("}}"u8);
    }

    /// <summary>What a change does not say is left out, not null: most changes say one thing.</summary>
    public static void Event(ref FrameText text, ServerFrame.GroupEvent frame)
    {
        text.Raw("{\"type\":\"group_event\""u8);
        text.Stream(frame.GroupId, frame.Seq);
        text.Raw("\"group_id\":"u8);
        text.String(frame.GroupId.Value);
        text.Raw(",\"revision\":"u8);
        text.Number(frame.Revision);
        text.Raw(",\"event\":"u8);
        text.String(frame.Event);
        text.Raw(",\"actor_id\":"u8);
        text.String(frame.ActorId.Value);
        text.Raw(",\"user_ids\":"u8);
        Users(ref text, frame.UserIds);
        if (frame.Role is not null)
        {
            text.Raw(",\"role\":"u8);
            text.String(frame.Role);
        }

        if (frame.Name is not null)
        {
            text.Raw(",\"name\":"u8);
            text.String(frame.Name);
        }

        if (frame.Until is { } until)
        {
            text.Raw(",\"until\":"u8);
            text.Number(until);
        }

        text.Raw(",\"timestamp\":"u8);
        text.Number(frame.Timestamp);
        text.Raw(",\"conversation_id\":"u8);
        text.String(frame.GroupId.Value);
        text.Raw("}}"u8);
    }

    public static void Receipt(ref FrameText text, ServerFrame.GroupReceipt frame)
    {
        text.Raw("{\"type\":\"group_receipt\",\"payload\":{\"group_id\":"u8);
        text.String(frame.GroupId.Value);
        text.Raw(",\"message_id\":"u8);
        text.Id(frame.MessageId);
        text.Raw(",\"delivered_count\":"u8);
        text.Number(frame.DeliveredCount);
        text.Raw(",\"read_count\":"u8);
        text.Number(frame.ReadCount);
        text.Raw(",\"member_count\":"u8);
        text.Number(frame.MemberCount);
        text.Raw(",\"timestamp\":"u8);
        text.Number(frame.Timestamp);
        text.Raw("}}"u8);
    }

    private static void Users(ref FrameText text, IReadOnlyList<UserId> users)
    {
        text.Raw("["u8);
        for (var i = 0; i < users.Count; i++)
        {
            if (i > 0) text.Raw(","u8);
            text.String(users[i].Value);
        }

        text.Raw("]"u8);
    }
}
