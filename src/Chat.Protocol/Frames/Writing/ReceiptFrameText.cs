namespace Chat.Protocol.Frames.Writing;

/// <summary>Receipts to the sender, and what the user read on another device.</summary>
internal static class ReceiptFrameText
{
    public static void Delivered(ref FrameText text, ServerFrame.DeliveryReceipt frame)
    {
        text.Raw("{\"type\":\"delivery_receipt\""u8);
        text.Inbox(frame.Seq);
        text.Conversation(frame.Self, frame.DeliveredTo);
        text.Raw(",\"message_ids\":"u8);
        text.Ids(frame.MessageIds);
        text.Raw(",\"up_to\":"u8);
        text.Id(frame.UpTo);
        text.Raw(",\"delivered_to\":"u8);
        text.String(frame.DeliveredTo.Value);
        text.Raw(",\"timestamp\":"u8);
        text.Number(frame.Timestamp);
        text.Raw("}}"u8);
    }

    public static void Read(ref FrameText text, ServerFrame.ReadReceipt frame)
    {
        text.Raw("{\"type\":\"read_receipt\""u8);
        text.Inbox(frame.Seq);
        text.Raw("\"message_ids\":"u8);
        text.Ids(frame.MessageIds);
        text.Raw(",\"read_by\":"u8);
        text.String(frame.ReadBy.Value);
        text.Raw(",\"timestamp\":"u8);
        text.Number(frame.Timestamp);
        text.Raw(",\"up_to\":"u8);
        text.Id(frame.UpTo);
        text.Raw(","u8);
        text.Conversation(frame.Self, frame.ReadBy);
        text.Raw("}}"u8);
    }

    public static void ReadEcho(ref FrameText text, ServerFrame.ReadEcho frame)
    {
        text.Raw("{\"type\":\"read_echo\""u8);
        text.Inbox(frame.Seq);
        text.Conversation(frame.Self, frame.Peer, frame.Group);
        text.Raw(",\"up_to\":"u8);
        text.Id(frame.UpTo);
        text.Raw(",\"unread_count\":"u8);
        text.Number(frame.UnreadCount);
        text.Raw(",\"total_unread\":"u8);
        text.Number(frame.TotalUnread);
        text.Raw(",\"device_id\":"u8);
        text.String(frame.DeviceId?.Value);
        text.Raw("}}"u8);
    }
}
