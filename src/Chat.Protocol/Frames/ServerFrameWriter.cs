using System.Buffers;
using Chat.Protocol.Frames.Writing;

namespace Chat.Protocol.Frames;

/// <summary>
/// Encodes what clients are sent: one JSON object in UTF-8 per frame, without white space. The fixed fields of protocol.md (●) come
/// in its order; what was added since stands after them. Safe for concurrent use; allocates nothing.
/// </summary>
public static class ServerFrameWriter
{
    /// <summary>Appends the frame, and nothing else, to <paramref name="output"/>; frames written one after the other are not separated.</summary>
    /// <exception cref="ArgumentException">A frame of a kind that has no shape on the wire. What was appended before it is intact.</exception>
    public static void Write(ServerFrame frame, IBufferWriter<byte> output)
    {
        var text = new FrameText(output);
        switch (frame)
        {
            case ServerFrame.Message message: MessageFrameText.Message(ref text, message); break;
            case ServerFrame.GroupMessage message: GroupFrameText.Message(ref text, message); break;
            case ServerFrame.MessageAck ack: MessageFrameText.Ack(ref text, ack); break;
            case ServerFrame.MessageEcho echo: MessageFrameText.Echo(ref text, echo); break;
            case ServerFrame.DeliveryReceipt receipt: ReceiptFrameText.Delivered(ref text, receipt); break;
            case ServerFrame.ReadReceipt receipt: ReceiptFrameText.Read(ref text, receipt); break;
            case ServerFrame.ReadEcho echo: ReceiptFrameText.ReadEcho(ref text, echo); break;
            case ServerFrame.ConversationEcho echo: ConversationFrameText.Echo(ref text, echo); break;
            case ServerFrame.GroupEvent change: GroupFrameText.Event(ref text, change); break;
            case ServerFrame.GroupReceipt receipt: GroupFrameText.Receipt(ref text, receipt); break;
            case ServerFrame.HeartbeatAck ack: SessionFrameText.HeartbeatAck(ref text, ack); break;
            case ServerFrame.Presence presence: PresenceFrameText.Presence(ref text, presence); break;
            case ServerFrame.Typing typing: PresenceFrameText.Typing(ref text, typing); break;
            case ServerFrame.AuthSuccess success: SessionFrameText.AuthSuccess(ref text, success); break;
            case ServerFrame.Error error: SessionFrameText.Error(ref text, error); break;
            case ServerFrame.Ok ok: SessionFrameText.Ok(ref text, ok); break;
            case ServerFrame.SyncGap gap: SyncFrameText.Gap(ref text, gap); break;
            case ServerFrame.SyncDone done: SyncFrameText.Done(ref text, done); break;
            case ServerFrame.SessionDisplaced displaced: SessionFrameText.Displaced(ref text, displaced); break;
            case ServerFrame.Reconnect reconnect: SessionFrameText.Reconnect(ref text, reconnect); break;
            default: throw new ArgumentException($"No wire shape for {frame?.GetType().Name ?? "null"}.", nameof(frame));
        }

        text.Flush();
    }
}
