using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Writing;

/// <summary>Messages, their acks and echoes. The fields that older clients know come first, in the order they know.</summary>
internal static class MessageFrameText
{
    public static void Ack(ref FrameText text, ServerFrame.MessageAck frame)
    {
        text.Raw("{\"type\":\"message_ack\",\"client_message_id\":"u8);
        text.String(frame.ClientMessageId.Value);
        text.Raw(",\"payload\":{\"message_id\":"u8);
        text.Id(frame.MessageId);
        text.Raw(",\"status\":\"sent\",\"timestamp\":"u8);
        text.Number(frame.Timestamp);
        text.Raw("}}"u8);
    }

    public static void Message(ref FrameText text, ServerFrame.Message frame)
    {
        text.Raw("{\"type\":\"message\""u8);
        text.Inbox(frame.Seq);
        text.Raw("\"message_id\":"u8);
        text.Id(frame.MessageId);
        text.Raw(",\"sender_id\":"u8);
        text.String(frame.SenderId.Value);
        text.Raw(",\"receiver_id\":"u8);
        text.String(frame.ReceiverId.Value);
        text.Raw(",\"content\":"u8);
        text.String(frame.Content);
        text.Raw(",\"media_url\":"u8);
        text.String(frame.MediaUrl);
        text.Raw(",\"timestamp\":"u8);
        text.Number(frame.Timestamp);
        text.Raw(",\"status\":\"delivered\",\"reply_to\":"u8);
        text.Id(frame.ReplyTo);
        text.Raw(","u8);
        text.Conversation(frame.SenderId, frame.ReceiverId);
        text.Raw("}}"u8);
    }

    public static void Echo(ref FrameText text, ServerFrame.MessageEcho frame)
    {
        text.Raw("{\"type\":\"message_echo\""u8);
        text.Inbox(frame.Seq);
        text.Raw("\"message_id\":"u8);
        text.Id(frame.MessageId);
        text.Raw(",\"client_message_id\":"u8);
        text.String(frame.ClientMessageId.Value);
        text.Raw(",\"device_id\":"u8);
        text.String(frame.DeviceId.Value);
        text.Raw(",\"sender_id\":"u8);
        text.String(frame.SenderId.Value);
        text.Raw(",\"receiver_id\":"u8);
        text.String(frame.ReceiverId.Value);
        text.Raw(",\"content\":"u8);
        text.String(frame.Content);
        text.Raw(",\"media_url\":"u8);
        text.String(frame.MediaUrl);
        text.Raw(",\"reply_to\":"u8);
        text.Id(frame.ReplyTo);
        text.Raw(",\"timestamp\":"u8);
        text.Number(frame.Timestamp);
        text.Raw(",\"status\":\"sent\","u8);
        text.Conversation(frame.SenderId, frame.ReceiverId);
        text.Raw("}}"u8);
    }
}
